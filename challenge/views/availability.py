"""When somebody can come, or their agency: the same page signed in, by personal link, and for the
coordinator who fills it in.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from section11.people.models import User
from section11.people.permissions import Permission, check
from section11.web.exceptions import why_not

from ..forms.availability import AttendeesForm, AvailabilityForm, CalendarUploadForm
from ..models import Challenge, ChallengedAgency, PanelMember
from ..operations import availabilities
from ..setting_up import attending, free_busy
from .by_link import by_link


@dataclass(frozen=True)
class Page:
    """Whose answers a page is about, who fills it in, and where it stands."""

    challenge: Challenge
    of: PanelMember | ChallengedAgency
    by: User
    address: str
    on_behalf: bool = False
    key: str = ""

    @property
    def agency(self):
        return self.of.agency if isinstance(self.of, ChallengedAgency) else None

    @property
    def why_shut(self):
        """Why the half-days cannot be changed now, in a sentence; nothing while they can."""
        rule = self.challenge.must_not_be_released if self.on_behalf else None
        return why_not(rule or self.challenge.must_take_answers)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def panel_availability(request, pk):
    """A panel member's own page, and the coordinator's for them."""
    member = get_object_or_404(
        PanelMember.objects.visible_to(request.user)
        .current()
        .select_related("user", "challenge__cycle__partnership", "challenge__asked_by"),
        pk=pk,
    )
    is_own = member.user_id == request.user.pk
    if not is_own:
        check(Permission.CHALLENGE_MANAGE, member.challenge.permissions_of(request.user))
    return _answer(
        request,
        Page(member.challenge, member, request.user, request.path, on_behalf=not is_own),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agency_availability(request, pk):
    """The page of an agency for its leads and approvers, and the coordinator's for them."""
    part = get_object_or_404(
        ChallengedAgency.objects.visible_to(request.user)
        .current()
        .select_related("agency", "challenge__cycle__partnership", "challenge__asked_by"),
        pk=pk,
    )
    permissions = part.permissions_of(request.user)
    is_own = Permission.CHALLENGE_ATTEND in permissions
    if not is_own:
        check(Permission.CHALLENGE_MANAGE, permissions)
    return _answer(
        request, Page(part.challenge, part, request.user, request.path, on_behalf=not is_own)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def availability_by_link(request, link, key):
    """Whoever holds the link answers in the name of the person to whom it was sent."""
    of = link.panel_member or link.challenged_agency
    return _answer(request, Page(link.challenge, of, link.user, request.path, key=key))


def _answer(request, page):
    """Show the half-days; read a calendar into them; or note the answers."""
    uploading = request.method == "POST" and "calendar" in request.POST
    sent = request.POST if request.method == "POST" and not uploading else None
    upload = CalendarUploadForm(request.POST, request.FILES) if uploading else CalendarUploadForm()
    half_days, there = _standing(page)
    reading = _read(upload, half_days) if uploading and not page.why_shut else None
    form = AvailabilityForm(
        sent, half_days=half_days, answers=there, begin=_begin(request, half_days, there, reading)
    )
    attendees = _attendees(page, sent)
    valid = [one.is_valid() for one in (form, attendees) if one is not None]
    if sent is not None and all(valid):
        return _save(request, page, form, attendees)
    return render(
        request,
        "challenge/availability.html",
        {
            "page": page,
            "challenge": page.challenge,
            "form": form,
            "attendees": attendees,
            "upload": upload,
            "reading": reading,
            "weeks": _weeks(form.lines),
        },
    )


def _save(request, page, form, attendees):
    overtaken, lost = [], form.changed_in_words() if page.why_shut else []
    if attendees is not None:
        availabilities.name_attendees(
            challenged_agency=page.of, users=attendees.cleaned_data["users"], by=page.by
        )
    if attendees is None or not page.why_shut:
        overtaken = availabilities.give(
            of=page.of,
            answers=form.answers(),
            drawn=form.drawn_with(),
            by=page.by,
            on_behalf=page.on_behalf,
        )
    if lost:
        messages.success(request, "Who comes is saved.")
        messages.warning(
            request, f"These answers are not saved: {'; '.join(lost)}. {page.why_shut}"
        )
    else:
        messages.success(request, "Saved. You can come back and change it.")
    if overtaken:
        days = "; ".join(map(str, overtaken))
        messages.warning(
            request, f"Somebody else had changed these meanwhile, and your answer stands: {days}."
        )
    return redirect(page.address)


def _standing(page):
    """The half-days asked about, and what was said of them by id."""
    open_ones = page.challenge.possible_sessions.filter(is_shut=False)
    answers = dict(page.of.availabilities.values_list("possible_session", "answer"))
    half_days = list(open_ones)
    for one in half_days:
        one.challenge = page.challenge
    return half_days, {one.pk: answers[one.pk] for one in half_days if one.pk in answers}


def _begin(request, half_days, there, reading):
    """What the radios show at first; none for what is there."""
    if reading and reading.answers:
        return {one.pk: str(said) for one, said in zip(half_days, reading.answers, strict=True)}
    if request.GET.get("fill") in ("yes", "no"):
        return {one.pk: request.GET["fill"] for one in half_days} | there
    return None


def _read(upload, half_days):
    """What the calendar says; what is wrong with it is said beside the field."""
    if not upload.is_valid():
        return None
    asked = [(one.starts_at, one.ends_at) for one in half_days]
    try:
        return free_busy.read(upload.cleaned_data["file"].read(), asked)
    except free_busy.CalendarRefused as refused:
        upload.add_error("file", str(refused))
        return None


def _attendees(page, sent):
    if page.agency is None or why_not(page.challenge.must_not_be_released):
        return None
    people = attending.people(page.of)
    named = set(page.of.attending.values_list("user", flat=True))
    # Whoever fills it in comes, most likely, if they are one of those of whom one must.
    likely = {user.pk for user, _, must_come in people if must_come and user.pk == page.by.pk}
    return AttendeesForm(sent, people=people, named=named or likely)


def _weeks(lines):
    """[(the first day, the half-days of that week)]"""
    weeks = {}
    for line in lines:
        weeks.setdefault(line[0].on.isocalendar()[:2], []).append(line)
    return [(week[0][0].on, week) for week in weeks.values()]
