from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from section11.people.permissions import Permission, check

from ..calendars import session_moves
from ..forms.session_move import SessionMoveForm
from ..models import ChallengeSession
from ..operations import session_moves as operations
from . import trails


@never_cache
@require_http_methods(["GET", "POST"])
def session_move(request, pk):
    """Another time or place for a published session."""
    session = get_object_or_404(
        ChallengeSession.objects.visible_to(request.user).select_related(
            "challenge__cycle__partnership", "challenge__closed_by", "room"
        ),
        pk=pk,
    )
    check(Permission.CHALLENGE_MANAGE, session.permissions_of(request.user))
    session_moves.must_be_movable(session)
    form = SessionMoveForm(request.POST or None, session=session)
    if form.is_valid():
        operations.move(
            session=session,
            spot=form.spot,
            saw=form.cleaned_data["saw"],
            agreed=form.agreed,
            by=request.user,
        )
        messages.success(request, "Saved. Whoever this concerns has been told by e-mail.")
        return redirect(
            f"{reverse('challenge:calendar', args=[session.challenge_id])}#session-{pk}"
        )
    calendar = reverse("challenge:calendar", args=[session.challenge_id])
    context = {
        "breadcrumbs": trails.to_challenge(
            session.challenge, ("Calendar", calendar), "Change time or place"
        ),
        "session": session,
        "form": form,
    }
    return render(request, "challenge/session_move.html", context)
