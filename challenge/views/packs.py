from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from section11.people.permissions import Permission

from ..operations import sessions
from ..sessions import pack, session_rules
from . import slots


@never_cache
@require_GET
def slot_detail(request, pk):
    """The pack: what the panel reads of the agency before and in the session."""
    slot = slots.load_slot(request, pk)
    seat, reader = _reader(request, slot)
    sessions.note_pack(slot=slot, by=request.user)
    audit = slot.challenged_agency.self_audit
    return render(
        request,
        "challenge/slot_detail.html",
        {
            "breadcrumbs": slots.to_slot(slot),
            "pack": reader.pack(),
            "slot": slot,
            "seat": seat,
            "may_read_whole": not reader.redacted
            and audit.is_submitted
            and Permission.SELF_AUDIT_VIEW in audit.permissions_of(request.user),
            "may_rate": seat is not None and slot.session.is_preparing,
        },
    )


@never_cache
@require_GET
def slot_standard(request, pk, standard_pk):
    """The answers to one standard of the pack."""
    slot = slots.load_slot(request, pk)
    standard = slots.standard_or_404(slot, standard_pk)
    _, reader = _reader(request, slot)
    slot.challenged_agency.self_audit.must_be_submitted()
    sessions.note_pack(slot=slot, by=request.user, standard=standard)
    ratings = reader.ratings.of(slot.challenged_agency.agency_id)
    before, after = _neighbours(ratings, standard)
    return render(
        request,
        "challenge/slot_standard.html",
        {
            "breadcrumbs": slots.to_slot(slot, (str(standard), "")),
            "slot": slot,
            "standard": standard,
            "rating": next(one for one in ratings if one.standard.pk == standard.pk),
            "answers": reader.answers(standard, request.user),
            "is_redacted": reader.redacted,
            "compared_with": reader.ratings.before and reader.ratings.before.cycle,
            "previous_standard": before,
            "next_standard": after,
        },
    )


def _reader(request, slot):
    """The person's seat, if any, and what reads the pack for them: with or without files and names."""
    session_rules.must_show_packs(slot.session, request.user)
    seat = slots.seat(request, slot)
    redacted = seat is not None and seat.panel_member.reads_redacted
    return seat, pack.Reader(slot, redacted=redacted)


def _neighbours(ratings, standard):
    standards = [None, *(one.standard for one in ratings), None]
    place = next(n for n, one in enumerate(standards) if one and one.pk == standard.pk)
    return standards[place - 1], standards[place + 1]
