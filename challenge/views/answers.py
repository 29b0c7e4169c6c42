"""Who has answered when they can come: asking, the table of answers, and files of them, for the
coordinator.
"""

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from section11.people.permissions import Permission, check
from section11.tables.writing import MIME
from section11.web.exceptions import RuleBroken

from ..forms.asking import AnswersApplyForm, AnswersUploadForm, AskForm
from ..models import ChallengedAgency, PanelMember
from ..operations import asking, availabilities
from ..setting_up import answer_files, answers_table, whom_to_ask
from .loading import to_manage

FORMATS = {"csv": "CSV", "xlsx": "XLSX"}
SALT = "challenge.answers"
LISTED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_ask(request, pk):
    """Ask everybody who has not been asked when they can come."""
    challenge = to_manage(request, pk)
    challenge.must_not_be_released()
    form = AskForm(request.POST or None, initial={"due_on": _due_on(challenge)})
    if form.is_valid():
        asked = asking.ask(challenge=challenge, due_on=form.cleaned_data["due_on"], by=request.user)
        people = "1 e-mail is" if len(asked) == 1 else f"{len(asked)} e-mails are"
        messages.success(request, f"{people} on the way.")
        return redirect("challenge:challenge-answers", challenge.pk)
    everybody = whom_to_ask.find(challenge)
    return render(
        request,
        "challenge/challenge_ask.html",
        {
            "challenge": challenge,
            "form": form,
            "why_not": asking.why_not_ask(challenge),
            "asked": [one for one in everybody if not one.has_link],
            "had_link": sum(one.has_link for one in everybody),
            "without": whom_to_ask.without_anybody(challenge, everybody),
            "half_days": challenge.possible_sessions.filter(is_shut=False).count(),
        },
    )


@never_cache
@require_safe
def challenge_answers(request, pk):
    """Who can come when, in one table."""
    challenge = to_manage(request, pk)
    return render(
        request,
        "challenge/challenge_answers.html",
        {"challenge": challenge, "table": answers_table.read(challenge), "formats": FORMATS},
    )


@require_safe
def challenge_answers_download(request, pk, fmt):
    challenge = to_manage(request, pk)
    if fmt not in FORMATS:
        raise Http404
    return HttpResponse(
        answer_files.written(answers_table.read(challenge), fmt),
        content_type=MIME[fmt],
        headers={"Content-Disposition": content_disposition_header(True, f"availability.{fmt}")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_answers_upload(request, pk):
    """Look at what a file would change. Nothing of it is kept but the preview, on the page."""
    challenge = to_manage(request, pk)
    challenge.must_not_be_released()
    form = AnswersUploadForm(request.POST or None, request.FILES or None)
    preview, apply_form = None, None
    if form.is_valid():
        preview = answer_files.preview(form.table, answers_table.read(challenge))
        apply_form = AnswersApplyForm(initial={"preview": _signed(challenge, preview)})
    return render(
        request,
        "challenge/challenge_answers_upload.html",
        {
            "challenge": challenge,
            "form": form,
            "preview": preview,
            "apply_form": apply_form,
            "formats": FORMATS,
            "limits": answer_files.LIMITS.in_words(),
            "listed": LISTED,
        },
    )


@require_POST
def challenge_answers_apply(request, pk):
    """Bring in what the preview showed."""
    challenge = to_manage(request, pk)
    answers, seen = _unsigned(challenge, request.POST.get("preview", ""))
    members = {one.pk: one for one in challenge.panel_members.current()}
    agencies = {one.pk: one for one in challenge.agencies.current()}
    whose = {True: agencies, False: members}
    availabilities.bring_in(
        challenge=challenge,
        answers=[
            (whose[is_agency][of], half_day, said)
            for is_agency, of, half_day, said in answers
            if of in whose[is_agency]
        ],
        seen=seen,
        by=request.user,
    )
    messages.success(request, "Brought in.")
    return redirect("challenge:challenge-answers", challenge.pk)


@require_POST
def panel_link_send(request, pk):
    """Send a panel member a new personal link."""
    found = (
        PanelMember.objects.visible_to(request.user).current().select_related("challenge__cycle")
    )
    member = get_object_or_404(found, pk=pk)
    check(Permission.CHALLENGE_MANAGE, member.challenge.permissions_of(request.user))
    asking.send_again(panel_member=member, by=request.user)
    messages.success(request, f"A new link is on its way to {member}. Earlier ones work no more.")
    return redirect("challenge:challenge-answers", member.challenge_id)


@require_POST
def agency_link_send(request, pk):
    """Send new personal links to whoever speaks for an agency."""
    found = ChallengedAgency.objects.visible_to(request.user).current()
    part = get_object_or_404(found.select_related("agency", "challenge__cycle"), pk=pk)
    check(Permission.CHALLENGE_MANAGE, part.permissions_of(request.user))
    asked = asking.send_again(challenged_agency=part, by=request.user)
    names = ", ".join(one.user.name for one in asked)
    messages.success(request, f"A new link is on its way to {names}. Earlier ones work no more.")
    return redirect("challenge:challenge-answers", part.challenge_id)


def _due_on(challenge):
    """The day to begin with: that of the settings, unless it is past."""
    due_on = challenge.availability_due_on
    return due_on if due_on and due_on >= timezone.localdate() else None


def _signed(challenge, preview):
    """The preview as the page carries it: whoever sends it back can change nothing in it."""
    seen = availabilities.digest_of(availabilities.standing(challenge))
    return signing.dumps([challenge.pk, preview.answers(), seen], salt=SALT, compress=True)


def _unsigned(challenge, text):
    try:
        pk, answers, seen = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        pk = None
    if pk != challenge.pk:
        raise RuleBroken("This preview is not one of ours. Upload the file again.", challenge)
    return answers, seen
