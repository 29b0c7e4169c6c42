from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from section11.board import gatherings
from section11.people.permissions import Permission
from section11.web.exceptions import listed, why_not

from .. import seats
from ..forms.session import CloseForm, PanelAttendanceForm
from ..operations import sessions
from ..sessions import session_order, session_rules
from ..sessions.session_checks import lacking, left_open
from ..sessions.side_by_side import side_by_side
from . import slots


@never_cache
@require_GET
def session_detail(request, pk):
    """When and where, who sits, who comes, and what each can do now."""
    session = slots.load_session(request, pk)
    panel = _panel(session)
    seat = next((one for one in panel if one.panel_member.user_id == request.user.pk), None)
    leads = seats.chairs(request.user, session)
    permissions = session.permissions_of(request.user)
    return render(
        request,
        "challenge/session_detail.html",
        {
            "breadcrumbs": slots.to_session(session),
            "session": session,
            "panel": panel,
            "seat": seat,
            "order": session_order.order(session, request.user, seat),
            "leads": leads,
            "permissions": permissions,
            "packs_are_open": session_rules.may_read_packs(request.user, session),
            "may_open": leads and not why_not(session_rules.must_open_now, session),
            "may_note_who_sat": (leads or Permission.CHALLENGE_MANAGE in permissions)
            and not why_not(session_rules.must_be_today, session),
            "reasons": listed(_why_not(session, leads)),
        },
    )


def _why_not(session, leads):
    if session.is_closed or session.cancelled_at:
        return {}
    if leads:
        return {"Why can't I open the session?": why_not(session_rules.must_be_today, session)}
    chair = seats.chair_of(session)
    named = f" It is {chair.panel_member.user}." if chair else ""
    return {
        "Why can't I open or close the session?": f"Only its chair does.{named} Where the chair is"
        " away, or there is none, the coordinator does."
    }


@never_cache
@require_http_methods(["GET", "POST"])
def session_open(request, pk):
    session = slots.load_session(request, pk)
    slots.check_chairs(request.user, session, "opens it")
    session_rules.must_open_now(session)
    if request.method == "POST":
        sessions.open_session(session=session, by=request.user)
        messages.success(request, "The session is open. The panel’s own ratings can now be seen.")
        return redirect("challenge:session-live", session.pk)
    return render(
        request,
        "challenge/session_open.html",
        {"breadcrumbs": slots.to_session(session, ("Open the session", "")), "session": session},
    )


@never_cache
@require_GET
def session_live(request, pk):
    """For the chair, and whoever writes: the running order and the clock, and side by side what each
    member would rate the agency that is on.
    """
    session = slots.load_session(request, pk)
    session.must_be_open()
    panel = _panel(session)
    seat = next((one for one in panel if one.panel_member.user_id == request.user.pk), None)
    order = session_order.order(session, request.user, seat)
    clock = session_order.clock(order.places, timezone.now())
    asked = request.GET.get("slot", "")
    chosen = order.place_of(int(asked)) if asked.isdecimal() else None
    shown = chosen or clock.current or clock.following or (order.places or [None])[-1]
    return render(
        request,
        "challenge/session_live.html",
        {
            "breadcrumbs": slots.to_session(session, ("Live", "")),
            "session": session,
            "seat": seat,
            "order": order,
            "clock": clock,
            "shown": shown,
            "table": shown and side_by_side(shown.slot, panel),
            "leads": seats.chairs(request.user, session),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def session_close(request, pk):
    session = slots.load_session(request, pk)
    slots.check_chairs(request.user, session, "closes it")
    session_rules.must_be_recorded_now(session)
    may_ask = gatherings.are_asked_about(session.challenge.cycle)
    if request.method == "POST":
        asks = may_ask and "asks_for_feedback" in request.POST
        sessions.close(session=session, by=request.user, asks_for_feedback=asks)
        told = " Whoever took part is asked what they made of it." if asks else ""
        messages.success(request, f"The session is closed and its record locked.{told}")
        return redirect(session)
    return render(
        request,
        "challenge/session_close.html",
        {
            "form": CloseForm() if may_ask else None,
            "breadcrumbs": slots.to_session(session, ("Close the session", "")),
            "session": session,
            "missing": lacking(session),
            "left_open": left_open(session),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def session_attendance(request, pk):
    """Who of the panel came."""
    session = slots.load_session(request, pk)
    slots.check_leads(request.user, session, "notes who came")
    session_rules.must_be_today(session)
    form = PanelAttendanceForm(request.POST or None, seats=_panel(session))
    if form.is_valid():
        sessions.note_who_sat(session=session, by=request.user, **form.values())
        messages.success(request, "Noted who came.")
        return redirect(session)
    return render(
        request,
        "challenge/session_attendance.html",
        {
            "breadcrumbs": slots.to_session(session, ("Who of the panel came", "")),
            "session": session,
            "form": form,
        },
    )


def _panel(session):
    return list(session.seats.current().select_related("panel_member__user"))
