"""The pages for when something went wrong.

Each says what happened, whether anything was saved and what to do next, and shows any text that
came with the request, so that nobody loses it.
"""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponseServerError, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string

from . import held, sizes


def bad_request(request, exception=None):
    too_much = _too_much(exception)
    context = {"sentence": too_much, **_sent(request)}
    return render(request, "400.html", context, status=413 if too_much else 400)


def permission_denied(request, exception=None):
    context = {"sentence": str(exception or ""), **_sent(request)}
    return render(request, "403.html", context, status=403)


def page_not_found(request, exception=None):
    return render(request, "404.html", _sent(request), status=404)


def too_many_requests(request):
    return render(request, "429.html", _sent(request), status=429)


def server_error(request):
    """Leans on no database, session or context processor: any of them may be what broke."""
    context = {
        "site_name": "Section 11",
        "support_contact": settings.SUPPORT_CONTACT,
        **_sent(request),
    }
    return HttpResponseServerError(render_to_string("500.html", context))


def csrf_failure(request, reason=""):
    """The form's key did not fit. From a page of ours it is merely old: offer to send it again."""
    here = f"{request.scheme}://{request.get_host()}"
    ours = request.headers.get("Origin") == here
    context = {"held": held.read(request), "ours": ours, **_sent(request)}
    return render(request, "403_csrf.html", context, status=403)


def _too_much(exception):
    """A sentence for a request over one of the limits in settings, or nothing."""
    match exception:
        case RequestDataTooBig():
            limit = sizes.in_words(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
            return f"The form held more text than we can take at once: the most is {limit}."
        case TooManyFieldsSent():
            limit = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
            return f"The form held more fields than we can take at once: the most is {limit:,}."
        case TooManyFilesSent():
            limit = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            return f"The form held more files than we can take at once: the most is {limit:,}."
    return ""


def _sent(request):
    """Whether the request was to change something, and the texts typed into it."""
    try:
        texts = held.read(request).texts
    except UnreadablePostError:  # the connection broke off: there is nothing to show
        texts = []
    return {"changing": request.method not in ("GET", "HEAD", "OPTIONS"), "texts": texts}
