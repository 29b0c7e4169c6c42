"""An agency's part in a survey: its link, poster and code, its number of staff, its answers so far."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from section11.people.permissions import Permission
from section11.web.exceptions import RuleBroken, why_not

from ..forms.running import AddressesForm, HeadcountsForm, LostLinkForm, RenewForm
from ..models import Survey
from ..operations import headcounts, tokens
from ..operations import links as link_operations
from ..running import codes, links, responses
from .loading import part
from .responding import save_headcounts

FORMATS = {"svg": ("SVG", "image/svg+xml"), "png": ("PNG", "image/png")}
LISTED = 100


@never_cache
@require_safe
def surveyed_agency_detail(request, pk):
    """The page of the agency's lead. Its other people see what the survey is and how long it runs."""
    surveyed = part(request, pk)
    survey = surveyed.survey
    permissions = surveyed.permissions_of(request.user)
    distributes = Permission.SURVEY_DISTRIBUTE in permissions
    return render(
        request,
        "surveys/surveyed_agency_detail.html",
        {
            "surveyed": surveyed,
            "survey": survey,
            "permissions": permissions,
            "distributes": distributes,
            "runs": Permission.SURVEY_MANAGE in permissions,
            "response": responses.of(surveyed) if distributes else None,
            "sent": surveyed.tokens.count() if distributes else 0,
            "by_link": survey.access == Survey.Access.LINK,
            "link": links.address_of(surveyed),
            "formats": FORMATS,
            "takes_answers": survey.takes_answers_on(timezone.localdate()),
            "why_no_headcount": why_not(headcounts.must_take_headcounts, survey),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def surveyed_agency_headcount(request, pk):
    surveyed = part(request, pk, Permission.SURVEY_DISTRIBUTE)
    if broken := why_not(headcounts.must_take_headcounts, surveyed.survey):
        raise RuleBroken(broken, surveyed)
    form = HeadcountsForm(request.POST or None, surveyed=[surveyed], label="Number of staff")
    if form.is_valid():
        save_headcounts(request, surveyed.survey, form)
        return redirect(surveyed)
    return render(
        request, "surveys/surveyed_agency_headcount.html", {"surveyed": surveyed, "form": form}
    )


@never_cache
@require_safe
def surveyed_agency_poster(request, pk):
    """A page to print and put up: the code, the link, and what happens to answers."""
    surveyed = _with_link(request, pk)
    address = links.address_of(surveyed)
    code = codes.in_page(address, f"Code that opens {address}")
    return render(
        request,
        "surveys/surveyed_agency_poster.html",
        {
            "surveyed": surveyed,
            "survey": surveyed.survey,
            "link": address,
            # segno writes nothing but numbers into it, and escapes the title.
            "code": mark_safe(code),  # noqa: S308
            "begins_later": surveyed.survey.opens_on > timezone.localdate(),
        },
    )


@never_cache
@require_safe
def surveyed_agency_code(request, pk, fmt):
    """The code alone, for a poster or newsletter of the agency's own."""
    surveyed = _with_link(request, pk)
    if fmt not in FORMATS:
        raise Http404
    return HttpResponse(
        codes.file(links.address_of(surveyed), fmt),
        content_type=FORMATS[fmt][1],
        headers={"Content-Disposition": content_disposition_header(True, f"survey-code.{fmt}")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def surveyed_agency_renew(request, pk):
    """A new link, by the coordinator alone: no agency throws its own staff's answers away."""
    surveyed = part(request, pk, Permission.SURVEY_MANAGE)
    link_operations.must_be_renewable(surveyed)
    sent = request.POST if request.method == "POST" else None
    form = RenewForm(sent, initial={"version": surveyed.link_version})
    if form.is_valid():
        gone = link_operations.renew(surveyed_agency=surveyed, by=request.user, **form.cleaned_data)
        people = "1 person" if gone == 1 else f"{gone} people"
        messages.success(
            request,
            f"{surveyed.agency} has a new link. What {people} answered was thrown away."
            if gone
            else f"{surveyed.agency} has a new link.",
        )
        return redirect(surveyed)
    return render(
        request,
        "surveys/surveyed_agency_renew.html",
        {
            "surveyed": surveyed,
            "survey": surveyed.survey,
            "response": responses.of(surveyed),
            "form": form,
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def surveyed_agency_addresses(request, pk):
    """E-mail addresses to which personal links are sent."""
    surveyed = part(request, pk, Permission.SURVEY_DISTRIBUTE)
    tokens.must_send(surveyed)
    form = AddressesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sent = tokens.send(surveyed_agency=surveyed, addresses=form.addresses, by=request.user)
        messages.success(request, _sent(sent, len(form.addresses)))
        return redirect(surveyed)
    return render(
        request,
        "surveys/surveyed_agency_addresses.html",
        {
            "surveyed": surveyed,
            "survey": surveyed.survey,
            "form": form,
            "wrong": form.wrong,
            "listed": LISTED,
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def surveyed_agency_lost_link(request, pk):
    """A new personal link in place of a lost one; whether that was used is told to its owner only."""
    surveyed = part(request, pk, Permission.SURVEY_DISTRIBUTE)
    tokens.must_send(surveyed)
    form = LostLinkForm(request.POST or None, surveyed=surveyed)
    if form.is_valid():
        tokens.replace_lost(surveyed_agency=surveyed, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            f"A mail to {form.cleaned_data['address']} is on the way. It holds a new link, or says"
            " that theirs was used already; we tell nobody else which.",
        )
        return redirect(surveyed)
    return render(
        request,
        "surveys/surveyed_agency_lost_link.html",
        {"surveyed": surveyed, "survey": surveyed.survey, "form": form},
    )


def _with_link(request, pk):
    surveyed = part(request, pk, Permission.SURVEY_DISTRIBUTE)
    if surveyed.survey.access == Survey.Access.TOKENS:
        raise RuleBroken(
            "This survey is answered by personal links, so there is no link to put on a poster.",
            surveyed,
        )
    return surveyed


def _sent(sent, given):
    links_sent = "1 link is" if sent == 1 else f"{sent} links are"
    if sent == given:
        return f"{links_sent} on the way."
    had = given - sent
    return f"{links_sent} on the way. {had} had been sent one before and got no second."
