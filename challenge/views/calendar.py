"""The sessions of a challenge by day and by month, and the running order to print."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..calendars import months
from ..calendars.running_order import seen
from ..models import Challenge, ChallengeSession
from . import trails


@never_cache
@require_safe
def calendar(request, pk):
    """By day, or as a month with ?month=2027-03."""
    challenge = load(request.user, pk)
    sessions = seen(challenge, request.user)
    wanted = request.GET.get("month")
    context = {
        "breadcrumbs": trails.to_challenge(challenge, "Calendar"),
        "challenge": challenge,
        "permissions": challenge.permissions_of(request.user),
        "sessions": sessions,
        "month": months.of(sessions, wanted) if wanted is not None else None,
        "withheld": sum(one.withheld for one in sessions),
    }
    return render(request, "challenge/calendar.html", context)


@never_cache
@require_safe
def running_order(request, pk):
    challenge = load(request.user, pk)
    return _running_order(request, challenge, seen(challenge, request.user))


@never_cache
@require_safe
def session_running_order(request, pk):
    session = get_object_or_404(ChallengeSession.objects.held(), pk=pk)
    challenge = load(request.user, session.challenge_id)
    found = [one for one in seen(challenge, request.user) if one.session == session]
    if not found:
        raise Http404
    return _running_order(request, challenge, found)


def load(user, pk):
    """The challenge, if the person may know of it."""
    challenges = Challenge.objects.visible_to(user).select_related("cycle__partnership")
    return get_object_or_404(challenges, pk=pk)


def _running_order(request, challenge, sessions):
    context = {
        "breadcrumbs": trails.to_challenge(challenge, "Running order"),
        "challenge": challenge,
        "sessions": sessions,
    }
    return render(request, "challenge/running_order.html", context)
