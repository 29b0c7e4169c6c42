from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from section11.people.permissions import Permission, check

from ..forms import ActionForm
from ..models import Action
from ..operations import actions as operations
from .answers import question_url


def _load(request, pk, items):
    action = get_object_or_404(
        items.visible_to(request.user).select_related(
            "answer__self_audit__agency",
            "answer__self_audit__cycle",
            "answer__self_audit__submitted_by",
            "answer__self_audit__sent_by",
            "answer__question__standard",
        ),
        pk=pk,
    )
    check(Permission.SELF_AUDIT_EDIT, action.answer.self_audit.permissions_of(request.user))
    return action


@require_http_methods(["GET", "POST"])
def action_edit(request, pk):
    action = _load(request, pk, Action.objects.kept())
    action.answer.self_audit.must_be_open()
    form = ActionForm(request.POST or None, action=action)
    if form.is_valid() and not form.was_overtaken:
        values = {name: form.cleaned_data[name] for name in form.fields if name != "base"}
        operations.change(action=action, by=request.user, **values)
        messages.success(request, "Action saved.")
        return redirect(question_url(action.answer))
    return render(
        request,
        "audits/action_edit.html",
        {
            "form": form,
            "action": action,
            "back": question_url(action.answer),
            "changed_by": form.was_overtaken and action.history.first().history_user,
        },
    )


@require_POST
def action_remove(request, pk):
    action = _load(request, pk, Action.objects)
    operations.remove(action=action, by=request.user)
    messages.success(request, "Action removed.")
    return redirect(question_url(action.answer))
