"""A small site around the web app, so that its tests lean on no other app's pages."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from section11.web.exceptions import RuleBroken
from section11.web.forms import GovukForm, LongTextField


class Story:
    """Something that has a page."""

    def get_absolute_url(self):
        return "/story"


class StoryForm(GovukForm):
    narrative = LongTextField(max_length=50_000)
    title = forms.CharField(required=False)


def story(request):
    form = StoryForm(request.POST or None)
    if form.is_valid():
        messages.success(request, f"Saved: {form.cleaned_data['narrative']}")
        return redirect("story")
    return render(request, "web/home.html")


def closed(request):
    raise RuleBroken("This story is finished, so it cannot be changed.", Story())


def nobodys(request):
    raise RuleBroken("That is not possible today.")


def echo(request):
    return JsonResponse({"fields": list(request.POST.lists()), "files": sorted(request.FILES)})


def sent(request):
    """Stops with the error whose name is in the address, once the form has been read."""
    raise {
        "broken": ZeroDivisionError,
        "forbidden": PermissionDenied,
        "for-the-approver": PermissionDenied("Only the approver signs off."),
    }[request.GET["error"]]


@login_not_required
def sign_in(request):
    return HttpResponse("Who are you?")


people = [path("sign-in", sign_in, name="sign-in"), path("sign-out", sign_in, name="sign-out")]

urlpatterns = [
    path("", include("section11.web.urls")),
    path("", include((people, "people"))),
    path("story", story, name="story"),
    path("story/chapter", echo, name="chapter"),
    path("closed", closed, name="closed"),
    path("nobodys", nobodys, name="nobodys"),
    path("echo", echo, name="echo"),
    path("sent", sent, name="sent"),
]

handler400 = "section11.web.errors.bad_request"
handler403 = "section11.web.errors.permission_denied"
handler404 = "section11.web.errors.page_not_found"
handler500 = "section11.web.errors.server_error"
