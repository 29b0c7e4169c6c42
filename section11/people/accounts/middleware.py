"""When someone signed in is asked more: after a long silence, and for a second factor."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.shortcuts import redirect

from section11.web import held

from . import records

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
# A click is noted when this part of the idle time has passed since the last one noted: a session
# that was written at each click would have readers wait for a writer.
NOTED_EACH = 1 / 20


class IdleMiddleware:
    """Ends a session that was silent for SESSION_IDLE_SECONDS, or is SESSION_SECONDS old."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        session = request.session
        if SESSION_KEY in session:
            now = int(time.time())
            began, seen = session.get(SIGNED_IN_AT, 0), session.get(SEEN_AT, 0)
            idle = settings.SESSION_IDLE_SECONDS
            if now - began >= settings.SESSION_COOKIE_AGE or now - seen >= idle:
                session.flush()
            elif now - seen > idle * NOTED_EACH:
                session[SEEN_AT] = now
        return self.get_response(request)


class SecondFactorMiddleware:
    """Whoever must have a second factor sets one up before anything else.

    A form that they sent meanwhile is held for them, as after a lost session.
    """

    # What they need for that; pages that ask nobody who they are need no second factor either.
    OPEN = {"people:your-sign-in", "people:password", "people:sign-out"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        name = request.resolver_match.view_name
        if (
            not request.user.is_authenticated
            or not getattr(view_func, "login_required", True)
            or name in self.OPEN
            or name.startswith(("mfa_", "account_"))
            or records.has_second_factor(request)
            or not request.user.needs_second_factor
        ):
            return None
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return held.page(request, held.SECOND_FACTOR)
        messages.info(
            request,
            "You need a second step at sign-in, because you can see more than one agency or because"
            " your agency asks for it. Set one up, then go on.",
        )
        return redirect("people:your-sign-in")
