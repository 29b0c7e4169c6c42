"""The release of all moderated ratings at once, and the closing of the challenge."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from section11.web.exceptions import why_not

from ..after import readiness
from ..forms.after import WithoutForm
from ..operations import releases
from . import trails
from .loading import to_manage


@never_cache
@require_http_methods(["GET", "POST"])
def challenge_release(request, pk):
    challenge = to_manage(request, pk)
    ready = readiness.to_release(challenge)
    form = WithoutForm(
        request.POST if request.method == "POST" else None,
        agencies=ready.without,
        label="These agencies have no moderated rating. Tick each that stays without one.",
        missing="Tick every agency that stays without a moderated rating, or record its session first",
    )
    if form.is_valid():
        releases.release(challenge=challenge, without=form.confirmed, by=request.user)
        messages.success(
            request,
            f"Released. {len(ready.rated)} agenc{'y has' if len(ready.rated) == 1 else 'ies have'}"
            " been written to.",
        )
        return redirect(challenge)
    context = {
        "breadcrumbs": trails.to_challenge(challenge, "Release the moderated ratings"),
        "challenge": challenge,
        "ready": ready,
        "form": form,
        "why_not": why_not(ready.must_be_ready),
    }
    return render(request, "challenge/challenge_release.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def challenge_close(request, pk):
    challenge = to_manage(request, pk)
    left = readiness.to_close(challenge)
    form = WithoutForm(
        request.POST if request.method == "POST" else None,
        agencies=left.letterless,
        label="The feedback letters of these agencies are not released. Tick each that gets none.",
        missing="Tick every agency that gets no feedback letter, or release its letter first",
    )
    if form.is_valid():
        releases.close(challenge=challenge, letterless=form.confirmed, by=request.user)
        messages.success(request, "Closed. Its agreed actions are followed on.")
        return redirect(challenge)
    context = {
        "breadcrumbs": trails.to_challenge(challenge, "Close the challenge"),
        "challenge": challenge,
        "left": left,
        "form": form,
        "why_not": why_not(left.must_be_ready),
    }
    return render(request, "challenge/challenge_close.html", context)
