from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from section11.people.models import User
from section11.web.exceptions import why_not

from ..forms.session import AttendanceForm
from ..models import AgreedAction, Attendance, Finding
from ..operations import attendance, moderations
from ..sessions import session_rules
from ..sessions.record_page import AgencyPage, RecordPage
from ..sessions.self_ratings import SelfRatings
from ..sessions.session_checks import needs_reason
from ..sessions.side_by_side import side_by_side
from . import slots

ITEMS = {"finding": Finding, "action": AgreedAction}


@never_cache
@require_GET
def slot_record(request, pk):
    """The record of one agency: every standard with what was moderated, found and agreed."""
    slot = slots.load_slot(request, pk)
    _must_have_begun(slot.session)
    challenged = slot.challenged_agency
    findings = challenged.findings.kept().select_related("standard").order_by("pk")
    actions = challenged.actions.kept().select_related("standard")
    return render(
        request,
        "challenge/slot_record.html",
        {
            "breadcrumbs": slots.to_slot(slot, ("Record", "")),
            "slot": slot,
            "session": slot.session,
            "table": side_by_side(slot, []),
            "findings": findings,
            "actions": actions,
            "is_redacted": slots.reads_redacted(request, slot),
            "came": slot.attendance.all(),
            "may_write": not why_not(session_rules.must_be_recorded_now, slot.session),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def slot_record_standard(request, pk, standard_pk):
    """One standard: what was said, the panel's rating, findings and actions, on one page. Whatever
    can be saved is saved; two people writing at once each keep what they wrote.
    """
    slot = slots.load_slot(request, pk)
    standard = slots.standard_or_404(slot, standard_pk)
    session_rules.must_be_recorded_now(slot.session)
    read = SelfRatings(slot.session.challenge.cycle)
    data = request.POST if request.method == "POST" else None
    page = RecordPage(slot.challenged_agency, standard, read.levels, data)
    if data is not None:
        saved = moderations.record_standard(
            slot=slot, standard=standard, entry=page.entry(), by=request.user
        )
        fresh = page.again(saved.clashes)
        unsaid = needs_reason(fresh.moderation.row, _rating(read, slot, standard))
        if page.is_valid() and not saved.clashes and not page.gone and not unsaid:
            return _go_on(request, slot, standard, read)
        page = fresh
        if unsaid:
            page.moderation.add_error(
                "reason", "Say why the panel’s rating differs from the agency’s own"
            )
    return _show(request, slot, standard, read, page, some_was_saved=data is not None)


@never_cache
@require_http_methods(["GET", "POST"])
def slot_record_agency(request, pk):
    """Findings about the agency as a whole, tied to no standard."""
    slot = slots.load_slot(request, pk)
    session_rules.must_be_recorded_now(slot.session)
    data = request.POST if request.method == "POST" else None
    page = AgencyPage(slot.challenged_agency, data)
    if data is not None:
        saved = moderations.record_standard(
            slot=slot, standard=None, entry=page.entry(), by=request.user
        )
        if page.is_valid() and not saved.clashes and not page.gone:
            return _go_on(request, slot, None)
        page = page.again(saved.clashes)
    crumbs = [("Record", _record_url(slot)), ("The agency as a whole", "")]
    context = {
        "breadcrumbs": slots.to_slot(slot, *crumbs),
        "slot": slot,
        "page": page,
        "forms": page.forms,
        "some_was_saved": data is not None,
    }
    return render(request, "challenge/slot_record_agency.html", context)


def _go_on(request, slot, standard, read=None):
    """Where the pressed button points: each of them saves first. After the last standard comes the
    agency as a whole.
    """
    then, _, which = request.POST.get("then", "").partition(":")
    here = _page_of(slot, standard)
    kind = then.removeprefix("remove-")
    if then.startswith("remove-") and kind in ITEMS and which.isdecimal():
        item = (
            ITEMS[kind]
            .objects.filter(challenged_agency=slot.challenged_agency, standard=standard, pk=which)
            .first()
        )
        if item is not None:
            moderations.remove(item=item, slot=slot, by=request.user)
            messages.success(request, "Removed.")
        return redirect(here)
    messages.success(request, f"Saved: {standard or 'the agency as a whole'}.")
    if then == "stay":
        return redirect(here)
    if then == "next" and standard:
        return redirect(_page_of(slot, _next(read, slot, standard)))
    return redirect(_record_url(slot))


def _page_of(slot, standard):
    """Where the standard is recorded; without one, the agency as a whole."""
    if standard is None:
        return reverse("challenge:slot-record-agency", args=[slot.pk])
    return reverse("challenge:slot-record-standard", args=[slot.pk, standard.pk])


def _show(request, slot, standard, read, page, *, some_was_saved):
    panel = list(slot.session.seats.current().select_related("panel_member__user"))
    table = side_by_side(slot, panel, read)
    row = next(one for one in table.rows if one.standard.pk == standard.pk)
    challenged = slot.challenged_agency
    return render(
        request,
        "challenge/slot_record_standard.html",
        {
            "breadcrumbs": slots.to_slot(
                slot,
                ("Record", _record_url(slot)),
                (str(standard), ""),
            ),
            "slot": slot,
            "standard": standard,
            "row": row,
            "members": list(zip(panel, row.suggested, strict=True)),
            "enquiries": challenged.enquiries.kept().filter(standard=standard),
            "page": page,
            "forms": page.forms,
            "some_was_saved": some_was_saved,
            "next_standard": _next(read, slot, standard),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def slot_attendance(request, pk):
    """Who came for the agency."""
    slot = slots.load_slot(request, pk)
    if slots.reads_redacted(request, slot):
        raise PermissionDenied("You read no names of an agency’s people: another member notes it.")
    session_rules.must_be_today(slot.session)
    form = AttendanceForm(
        request.POST or None, expected=_expected(slot), noted=Attendance.objects.filter(slot=slot)
    )
    if form.is_valid():
        attendance.note(slot=slot, by=request.user, **form.values())
        messages.success(request, f"Noted who came for {slot.challenged_agency.agency}.")
        return redirect(slot.session if slot.session.is_preparing else _record_url(slot))
    return render(
        request,
        "challenge/slot_attendance.html",
        {
            "breadcrumbs": slots.to_slot(slot, ("Who came", "")),
            "slot": slot,
            "form": form,
        },
    )


def _expected(slot):
    """Those whom the agency named; its leads and approvers, who may come in their place."""
    agency = slot.challenged_agency.agency
    named = User.objects.filter(pk__in=slot.challenged_agency.attending.values("user"))
    found = [*named.order_by("name"), *agency.leads, *agency.approvers]
    return list({person.pk: person for person in found}.values())


def _must_have_begun(session):
    """There is no record before the session is opened; afterwards the panel may read it."""
    if not session.is_closed:
        session.must_be_open()


def _record_url(slot):
    return reverse("challenge:slot-record", args=[slot.pk])


def _rating(read, slot, standard):
    ratings = read.of(slot.challenged_agency.agency_id)
    return next(one for one in ratings if one.standard.pk == standard.pk)


def _next(read, slot, standard):
    standards = [one.standard for one in read.of(slot.challenged_agency.agency_id)]
    place = [one.pk for one in standards].index(standard.pk)
    return standards[place + 1] if place + 1 < len(standards) else None
