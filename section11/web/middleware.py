from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from . import held
from .exceptions import RuleBroken


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page asks who you are unless its view says @login_not_required.

    Whoever sends a form after their session has ended gets it back, held, with a way to sign in.
    """

    def handle_no_permission(self, request, view_func):
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return super().handle_no_permission(request, view_func)
        return held.page(request, held.SIGNED_OUT)


class WrongMethodMiddleware:
    """A person who opens an address that only takes a form gets a page, not a blank screen."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class RuleBrokenMiddleware:
    """Turns RuleBroken into its sentence, on the page of the object it is about.

    Where a long text was typed it is shown with the sentence instead, to be copied: never lost.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, RuleBroken):
            return None
        target = _way_back(request, exception.obj)
        if target is None:
            return None
        texts = held.read(request).texts
        if any(len(text) >= held.WORTH_KEEPING for _, text in texts):
            context = {"sentence": exception.sentence, "texts": texts, "target": target}
            return render(request, "web/not_saved.html", context, status=409)
        messages.error(request, exception.sentence)
        return redirect(target)


def _way_back(request, obj):
    """The object's page, else the page before on this site, else home; never in a circle."""
    ways = [resolve_url(obj)] if obj is not None else []
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        ways.append(referer)
    ways.append(resolve_url("web:home"))
    if request.method == "POST":
        return ways[0]
    here = {request.get_full_path(), request.build_absolute_uri()}
    return next((way for way in ways if way not in here), None)
