from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..forms.session import MemberRatingForm
from ..models import MemberRating
from ..operations import member_ratings
from ..sessions import session_rules
from ..sessions.self_ratings import SelfRatings
from . import slots


@never_cache
@require_http_methods(["GET", "POST"])
def slot_rate(request, pk):
    """What the member thinks of each standard before the session: theirs alone until it opens."""
    slot = slots.load_slot(request, pk)
    seat = slots.seat(request, slot)
    if seat is None:
        raise PermissionDenied("Only those who sit on the panel rate.")
    session_rules.must_show_packs(slot.session, request.user)
    session_rules.must_be_prepared(slot.session)
    read = SelfRatings(slot.session.challenge.cycle)
    parts = _parts(slot, seat, read, request.POST if request.method == "POST" else None)
    forms = [form for _, form in parts]
    if request.method == "POST":
        typed = {rating.standard: form.typed() for rating, form in parts}
        clashes = member_ratings.rate(seat=seat, slot=slot, typed=typed, by=request.user)
        if not clashes and all(form.is_valid() for form in forms):
            messages.success(request, "Saved. Only you see it until the session opens.")
            return redirect(slot.session)
        parts = _again(slot, seat, read, parts, clashes)
        forms = [form for _, form in parts]
    return render(
        request,
        "challenge/slot_rate.html",
        {
            "breadcrumbs": slots.to_slot(slot, ("Your own view", "")),
            "slot": slot,
            "parts": parts,
            "levels": read.levels,
            "forms": forms,
            "some_was_saved": request.method == "POST",
        },
    )


def _parts(slot, seat, read, data=None):
    """(the agency's own rating, the member's form) of each standard."""
    own = MemberRating.objects.filter(slot=slot, panel_member=seat.panel_member)
    rows = {one.standard_id: one for one in own.select_related("level")}
    return [
        (
            rating,
            MemberRatingForm(
                data,
                prefix=f"standard-{rating.standard.pk}",
                row=rows.get(rating.standard.pk),
                levels=read.levels,
            ),
        )
        for rating in read.of(slot.challenged_agency.agency_id)
    ]


def _again(slot, seat, read, parts, clashes):
    """The forms anew after a save: what is stored, and beside it what was refused."""
    data = {}
    for (rating, sent), (_, fresh) in zip(parts, _parts(slot, seat, read), strict=True):
        data |= sent.again(fresh.row, clashes.get(rating.standard.pk, ()))
    again = _parts(slot, seat, read, data)
    for rating, form in again:
        form.clashes = clashes.get(rating.standard.pk, [])
    return again
