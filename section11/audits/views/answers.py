from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from section11.people.permissions import Permission, check

from ..forms import SettleForm
from ..models import Clash, DataWarning
from ..operations import clashes, data_warnings


def question_url(answer):
    """The place of an answer's question on the page of its standard."""
    step = reverse(
        "audits:standard-edit", args=[answer.self_audit_id, answer.question.standard.code]
    )
    return f"{step}#question-{answer.question_id}"


def _load(request, items, pk):
    found = get_object_or_404(
        items.visible_to(request.user).select_related(
            "answer__self_audit__agency",
            "answer__self_audit__cycle",
            "answer__self_audit__submitted_by",
            "answer__self_audit__sent_by",
            "answer__question__standard__standard_set__scale",
            "answer__level",
        ),
        pk=pk,
    )
    check(Permission.SELF_AUDIT_EDIT, found.answer.self_audit.permissions_of(request.user))
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def clash_settle(request, pk):
    """Two texts saved at once: both shown whole, and who wrote which."""
    clash = _load(request, Clash.objects.select_related("by", "other_by", "settled_by"), pk)
    if clash.settled_at:
        messages.info(request, f"{clash.settled_by} has already settled which text stands.")
        return redirect(question_url(clash.answer))
    form = SettleForm(request.POST or None, clash=clash)
    if form.is_valid():
        clashes.settle(clash=clash, by=request.user, **form.cleaned_data)
        messages.success(request, "Settled.")
        return redirect(question_url(clash.answer))
    levels = {
        level.code: level.label
        for level in clash.answer.question.standard.standard_set.scale.levels.all()
    }
    is_level = clash.field == Clash.Field.LEVEL
    return render(
        request,
        "audits/clash_settle.html",
        {
            "form": form,
            "clash": clash,
            "stored": clash.answer.level if is_level else getattr(clash.answer, clash.field),
            "typed": levels.get(clash.text, "") if is_level else clash.text,
            "back": question_url(clash.answer),
        },
    )


@require_http_methods(["GET", "POST"])
def warning_confirm(request, pk):
    warning = _load(request, DataWarning.objects, pk)
    if request.method == "POST":
        data_warnings.confirm(warning=warning, by=request.user)
        messages.success(request, "Confirmed: it is not a child's data.")
        return redirect(question_url(warning.answer))
    return render(
        request,
        "audits/warning_confirm.html",
        {"warning": warning, "back": question_url(warning.answer)},
    )
