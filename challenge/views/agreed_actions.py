"""Agreed actions: those of one's own agencies, those of a partnership by risk, and each on its way
to verified closure.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from section11.audits.progress_forms import EscalationForm
from section11.people import withheld
from section11.people.models import Partnership
from section11.people.permissions import Permission, check, partnerships_with, permissions_for
from section11.tables import writing
from section11.web.exceptions import why_not

from ..after import followed, risk
from ..forms.action import ActionChangeForm, ActionFilterForm, UpdateForm, VerifyForm
from ..models import AgreedAction, AgreedActionUpdate
from ..operations import action_escalations, action_exports, action_updates, proofs
from .files import file_response

FORMATS = ("csv", "xlsx")


@never_cache
@require_safe
def action_list(request):
    """The agreed actions of the person's own agencies; and the way to those that they follow."""
    own = AgreedAction.objects.released().filter(
        challenged_agency__agency__in=request.user.agency_ids()
    )
    follows = partnerships_with(Permission.AGREED_ACTION_FOLLOW, request.user)
    lines = followed.lines(own)
    context = {
        "open": [line for line in lines if not line.action.is_verified],
        "closed": [line for line in lines if line.action.is_verified],
        "partnerships": Partnership.objects.filter(pk__in=follows).order_by("name"),
        "has_agency": bool(request.user.agency_ids()),
    }
    return render(request, "challenge/action_list.html", context)


@never_cache
@require_safe
def partnership_actions(request, pk):
    """For whoever follows actions to closure, such as a QA sub-group: the riskiest first."""
    partnership = _load_partnership(request, pk)
    lines = followed.lines(followed.of_partnership(request.user, partnership))
    form = ActionFilterForm(request.GET, lines=lines)
    unfinished = [line for line in lines if not line.action.is_verified]
    context = {
        "partnership": partnership,
        "form": form,
        "lines": form.chosen(lines),
        "total": len(lines),
        "counts": [
            ("overdue", "Overdue", sum(line.action.is_overdue for line in unfinished)),
            ("done", "Waiting to be verified", sum(line.action.is_done for line in unfinished)),
            ("", "Not closed", len(unfinished)),
        ],
        "order": risk.ORDER_IN_WORDS,
        "withheld": _withheld(request.user, partnership),
    }
    return render(request, "challenge/partnership_actions.html", context)


@require_GET
def partnership_actions_download(request, pk, fmt):
    """What the page shows, as a table."""
    partnership = _load_partnership(request, pk)
    if fmt not in FORMATS:
        raise Http404
    lines = followed.lines(followed.of_partnership(request.user, partnership))
    shown = ActionFilterForm(request.GET, lines=lines).chosen(lines)
    made = action_exports.export(partnership=partnership, lines=shown, fmt=fmt, by=request.user)
    name = slugify(f"agreed actions {partnership.short_name}")
    return HttpResponse(
        made,
        content_type=writing.MIME[fmt],
        headers={"Content-Disposition": f'attachment; filename="{name}.{fmt}"'},
    )


@never_cache
@require_safe
def action_detail(request, pk):
    action = _load(request, pk)
    permissions = action.permissions_of(request.user)
    context = {
        "action": action,
        "challenged": action.challenged_agency,
        "permissions": permissions,
        "updates": action.updates.select_related("by"),
        "escalations": action.escalations.select_related("by"),
        "reminders": action.reminders.select_related("to"),
        "why_no_update": why_not(action.must_be_followed),
        "why_no_verdict": why_not(action.must_be_verified_by, request.user),
        "follows": Permission.AGREED_ACTION_FOLLOW in permissions,
    }
    return render(request, "challenge/action_detail.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def action_update(request, pk):
    action = _load(request, pk)
    check(Permission.AGREED_ACTION_UPDATE, action.permissions_of(request.user))
    action.must_be_followed()
    form = UpdateForm(request.POST or None, request.FILES or None, action=action)
    if form.is_valid():
        made = action_updates.update(
            action=action, confirmed=form.confirmed, by=request.user, **form.values()
        )
        done = made.status == AgreedAction.Status.DONE
        messages.success(
            request, "Saved. Somebody else verifies now that it is done." if done else "Saved."
        )
        return redirect(action)
    context = {"action": action, "form": form, "lost_files": form.lost_files}
    return render(request, "challenge/action_update.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def action_verify(request, pk):
    action = _load(request, pk)
    check(Permission.AGREED_ACTION_VERIFY, action.permissions_of(request.user))
    action.must_be_verified_by(request.user)
    form = VerifyForm(request.POST or None)
    if form.is_valid():
        said = {"action": action, "confirmed": form.confirmed, "by": request.user}
        text = form.cleaned_data["reason"]
        if form.cleaned_data["verdict"] == AgreedAction.Status.VERIFIED:
            action_updates.verify(text=text, **said)
            messages.success(request, "Verified and closed.")
        else:
            action_updates.send_back(reason=text, **said)
            messages.success(request, "Sent back. The agency has been written to.")
        return redirect(action)
    context = {"action": action, "form": form, "updates": action.updates.select_related("by")}
    return render(request, "challenge/action_verify.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def action_change(request, pk):
    action = _load(request, pk)
    check(Permission.CHALLENGE_MANAGE, action.permissions_of(request.user))
    action.must_be_followed()
    form = ActionChangeForm(request.POST or None, action=action)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("lead", "due_on", "reason")}
        action_updates.change(action=action, confirmed=form.confirmed, by=request.user, **values)
        messages.success(request, "Action changed. The agency has been written to.")
        return redirect(action)
    return render(request, "challenge/action_change.html", {"action": action, "form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def action_escalate(request, pk):
    """The steps of an overdue action: those taken, and the next."""
    action = _load(request, pk)
    check(Permission.CHALLENGE_MANAGE, action.permissions_of(request.user))
    action.must_be_overdue()
    steps = action_escalations.ladder_of(action)
    form = EscalationForm(request.POST or None, ladder=steps)
    if form.is_valid():
        taken = action_escalations.escalate(action=action, by=request.user, **form.cleaned_data)
        messages.success(request, f"The {taken.get_step_display().lower()} has been written to.")
        return redirect(action)
    context = {"action": action, "ladder": steps, "form": form}
    return render(request, "challenge/action_escalate.html", context)


@require_GET
def update_file(request, pk):
    """The proof that came with an update, as an attachment, to whoever may see the action."""
    update = get_object_or_404(
        AgreedActionUpdate.objects.filter(
            action__in=AgreedAction.objects.visible_to(request.user)
        ).select_related("action__challenged_agency__challenge__cycle"),
        pk=pk,
    )
    if not update.file:
        raise Http404
    action = update.action
    proofs.note_download(challenged=action.challenged_agency, of=action, by=request.user)
    return file_response(update.file.open("rb"), update.file_name)


def _load(request, pk):
    found = (
        AgreedAction.objects.visible_to(request.user)
        .kept()
        .select_related(
            "challenged_agency__agency",
            "challenged_agency__challenge__cycle__partnership",
            "standard",
            "question",
            "agreed_by",
            "done_by",
            "verified_by",
        )
    )
    return get_object_or_404(found, pk=pk)


def _load_partnership(request, pk):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=pk)
    check(
        Permission.AGREED_ACTION_FOLLOW,
        permissions_for(request.user, partnership_ids=(partnership.pk,)),
    )
    return partnership


def _withheld(user, partnership):
    """How many agencies with agreed actions are not shown to the person."""
    barred = withheld.agencies(user, partnership.pk)
    found = AgreedAction.objects.released().filter(
        challenged_agency__agency__in=barred,
        challenged_agency__challenge__cycle__partnership=partnership,
    )
    return found.values("challenged_agency__agency").distinct().count() if barred else 0
