"""A person's own sessions: on a page, and as a private feed for their calendar program."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ..calendars import calendar_files, calendar_mail
from ..models import CalendarEntry
from ..operations import calendar_feeds

KEPT = timedelta(days=400)  # how long a session stays in the feed once it is over
NAME = "Section 11 challenge"


@never_cache
@require_safe
def your_calendar(request):
    return _page(request)


@never_cache
@require_POST
def calendar_feed_make(request):
    """Shows the new address, this once: no other page ever can."""
    key = calendar_feeds.make(by=request.user)
    path = reverse("challenge:calendar-feed", args=[key])
    return _page(request, address=f"{settings.SITE_URL}{path}")


@require_POST
def calendar_feed_end(request):
    calendar_feeds.end(by=request.user)
    messages.success(request, "Your private calendar address does not work any more.")
    return redirect("challenge:your-calendar")


@login_not_required
@require_safe
def calendar_feed(request, key):
    """What a calendar program reads, several times a day and without signing in.

    Nothing is written, and an unchanged calendar is answered by 304 with no body. A key that does
    not work any more is answered like one that never did.
    """
    user = calendar_feeds.whose(key)
    if user is None:
        return HttpResponse(
            "There is no calendar at this address, or not any more. Its owner can make a new one in"
            f" Section 11: {settings.SITE_URL}{reverse('challenge:your-calendar')}\n",
            status=404,
            content_type="text/plain; charset=utf-8",
            headers={"Cache-Control": "no-store"},
        )
    entries = _entries(user).filter(ends_at__gt=timezone.now() - KEPT)
    body = calendar_files.feed(map(calendar_mail.file_entry, entries), name=NAME)
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response = HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "ETag": etag,
            "Cache-Control": "private, max-age=300",
            "Content-Disposition": 'inline; filename="section-11-challenge.ics"',
            "X-Robots-Tag": "noindex",
        },
    )
    return get_conditional_response(request, etag, None, response)


def _page(request, address=""):
    context = {
        "breadcrumbs": [("Home", reverse("web:home")), ("Your challenge sessions", "")],
        "entries": [
            (entry, calendar_mail.title_of(entry), calendar_mail.address_of(entry))
            for entry in _entries(request.user).filter(ends_at__gt=timezone.now())
        ],
        "feed": request.user.calendar_feeds.filter(ended_at=None).first(),
        "address": address,
        "subscribe": f"webcal://{address.partition('://')[2]}" if address else "",
    }
    return render(request, "challenge/your_calendar.html", context)


def _entries(user):
    """What the person was told and still holds."""
    return CalendarEntry.objects.filter(user=user, cancelled_at=None).select_related(
        "challenged_agency__agency", "challenge__cycle__partnership"
    )
