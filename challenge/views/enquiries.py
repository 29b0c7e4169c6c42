from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from section11.people.permissions import Permission, check

from .. import seats
from ..models import ChallengedAgency
from ..operations import enquiries
from ..sessions import session_rules
from ..sessions.enquiry_page import EnquiryPage, as_sent
from . import slots

SAID = {
    "up": "Moved up.",
    "down": "Moved down.",
    "remove": "Line removed. You can put it back below.",
    "put-back": "Line put back at the end.",
}


@never_cache
@require_http_methods(["GET", "POST"])
def slot_enquiries(request, pk):
    """The lines of enquiry: every button saves the texts first."""
    slot = slots.load_slot(request, pk)
    session_rules.must_show_packs(slot.session, request.user)
    page = EnquiryPage(slot, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        clashes = enquiries.save(slot=slot, texts=page.texts(), by=request.user)
        item = page.item()
        if item:
            enquiries.add(slot=slot, by=request.user, **item)
        if clashes or page.gone or not page.is_valid():
            return _show(request, slot, page.again(clashes), some_was_saved=True)
        return _go_on(request, slot, page, added=bool(item))
    return _show(request, slot, page)


def _go_on(request, slot, page, *, added):
    """What the pressed button asks for, once the texts are saved."""
    then, _, which = request.POST.get("then", "").partition(":")
    line = page.line(which)
    if then == "propose":
        count = enquiries.propose(slot=slot, by=request.user)
        said = f"{count} proposed." if count else "The data calls for nothing that is not here."
    elif line is not None and then in ("up", "down"):
        steps = -1 if then == "up" else 1
        enquiries.move(slot=slot, line=line, steps=steps, by=request.user)
        said = SAID[then]
    elif line is not None and then in ("remove", "put-back"):
        act = enquiries.remove if then == "remove" else enquiries.put_back
        act(slot=slot, line=line, by=request.user)
        said = SAID[then]
    else:
        said = "Saved, with your new line." if added else "Saved."
    messages.success(request, said)
    return redirect("challenge:slot-enquiries", slot.pk)


def _show(request, slot, page, *, some_was_saved=False):
    challenged, challenge = slot.challenged_agency, slot.session.challenge
    permissions = challenge.permissions_of(request.user)
    sent = challenged.enquiry_sent_at
    return render(
        request,
        "challenge/slot_enquiries.html",
        {
            "breadcrumbs": slots.to_slot(slot, ("Lines of enquiry", "")),
            "slot": slot,
            "page": page,
            "forms": page.forms,
            "some_was_saved": some_was_saved,
            "is_sent_to_agencies": challenge.enquiry_days is not None,
            "due_on": session_rules.enquiries_due_on(slot.session),
            "changed_since": sent and enquiries.changed_since_sent(challenged),
            "may_change": not slot.session.is_closed and not challenge.is_closed,
            "may_send": Permission.CHALLENGE_MANAGE in permissions
            or seats.chairs(request.user, slot.session),
        },
    )


@require_POST
def slot_enquiries_send(request, pk):
    """Send them now, or again."""
    slot = slots.load_slot(request, pk)
    slots.check_leads(request.user, slot.session, "sends the lines of enquiry")
    enquiries.send(slot=slot, by=request.user)
    messages.success(request, f"Sent to {slot.challenged_agency.agency}.")
    return redirect("challenge:slot-enquiries", slot.pk)


@require_GET
def agency_enquiries(request, pk):
    """What the panel means to ask, for the agency's own people: as it was sent."""
    challenged = get_object_or_404(
        ChallengedAgency.objects.visible_to(request.user).select_related(
            "agency", "challenge__cycle__partnership"
        ),
        pk=pk,
    )
    check(Permission.SELF_AUDIT_VIEW, challenged.permissions_of(request.user))
    slot = challenged.slots.kept().select_related("session__challenge", "session__room").first()
    return render(
        request,
        "challenge/agency_enquiries.html",
        {
            "challenged": challenged,
            "challenge": challenged.challenge,
            "slot": slot,
            "due_on": slot and session_rules.enquiries_due_on(slot.session),
            "lines": as_sent(challenged),
        },
    )
