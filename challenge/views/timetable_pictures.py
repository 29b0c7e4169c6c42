"""The published timetable as a picture with a table that says the same, and as files."""

import hashlib

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from section11.people.permissions import Permission, check

from ..calendars import timetable_files
from ..calendars.running_order import seen
from ..operations import timetable_downloads
from . import trails
from .calendar import load


@never_cache
@require_safe
def calendar_picture(request, pk):
    challenge, sessions = _load(request, pk)
    calendar = reverse("challenge:calendar", args=[pk])
    context = {
        "breadcrumbs": trails.to_challenge(challenge, ("Calendar", calendar), "Picture"),
        "challenge": challenge,
        "sessions": sessions,
        "summary": timetable_files.summary(sessions),
        "loads": timetable_files.loads(challenge, sessions),
        "withheld": sum(one.withheld for one in sessions),
    }
    return render(request, "challenge/calendar_picture.html", context)


@require_safe
def calendar_image(request, pk):
    """The picture that the page shows; nobody takes it away, so it is not put on record."""
    challenge, sessions = _load(request, pk)
    file = timetable_files.file_of(challenge, sessions, "png")
    response = HttpResponse(
        file.content,
        content_type=file.content_type,
        headers={
            "ETag": (etag := f'"{hashlib.sha256(file.content).hexdigest()}"'),
            "Cache-Control": "private, no-cache",
        },
    )
    return get_conditional_response(request, etag, None, response)


@require_GET
def calendar_download(request, pk, fmt):
    challenge, sessions = _load(request, pk)
    if fmt not in timetable_files.FORMATS:
        raise Http404
    file = timetable_downloads.download(
        challenge=challenge, sessions=sessions, fmt=fmt, by=request.user
    )
    return HttpResponse(
        file.content,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )


def _load(request, pk):
    """The challenge and what the person sees of its sessions, who may see the whole timetable."""
    challenge = load(request.user, pk)
    check(Permission.TIMETABLE_VIEW, challenge.permissions_of(request.user))
    return challenge, seen(challenge, request.user)
