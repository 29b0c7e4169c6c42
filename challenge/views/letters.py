"""Feedback letters: the list of a challenge, and one letter read, edited, approved, released."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from section11.people import withheld
from section11.people.permissions import Permission, check
from section11.web.exceptions import why_not

from ..after import agency_results, letter_content, letter_drafts, letter_pdf, letter_word
from ..forms.after import LetterForm
from ..models import Challenge, ChallengedAgency, FeedbackLetter
from ..operations import letters
from . import trails

FORMATS = {"docx": letter_word.MIME, "pdf": letter_pdf.MIME}


@never_cache
@require_safe
def letter_list(request, pk):
    """Every rated agency of the challenge with its letter."""
    challenge = _load_challenge(request, pk)
    agencies = list(
        _agencies(request.user, challenge).filter(moderations__level__isnull=False).distinct()
    )
    drafted = [one.letter for one in agencies if hasattr(one, "letter")]
    context = {
        "breadcrumbs": trails.to_challenge(challenge, "Feedback letters"),
        "challenge": challenge,
        "agencies": agencies,
        "missing": len(agencies) - len(drafted),
        "to_release": sum(one.is_approved and not one.is_released for one in drafted),
        "why_closed": why_not(challenge.must_not_be_closed),
        "why_not_released": why_not(challenge.must_be_released),
    }
    return render(request, "challenge/letter_list.html", context)


@require_POST
def letters_draft(request, pk):
    challenge = _load_challenge(request, pk)
    challenge.must_not_be_closed()
    count = letters.draft_missing(
        challenge=challenge, agencies=_agencies(request.user, challenge), by=request.user
    )
    messages.success(request, f"Drafted: {count} letter{'' if count == 1 else 's'}.")
    return redirect("challenge:letter-list", challenge.pk)


@require_POST
def letters_release(request, pk):
    challenge = _load_challenge(request, pk)
    of_challenge = FeedbackLetter.objects.visible_to(request.user).filter(
        challenged_agency__challenge=challenge
    )
    done, refused = letters.release_approved(letters=of_challenge, by=request.user)
    messages.success(request, f"Released: {done} letter{'' if done == 1 else 's'}.")
    for letter, sentence in refused:
        messages.warning(request, f"{letter}: {sentence}")
    return redirect("challenge:letter-list", challenge.pk)


@never_cache
@require_safe
def letter_detail(request, pk):
    letter = _load(request, pk)
    permissions = letter.permissions_of(request.user)
    edits = Permission.LETTER_APPROVE in permissions
    context = {
        "letter": letter,
        "challenged": letter.challenged_agency,
        "challenge": letter.challenged_agency.challenge,
        "content": letter_content.of(letter),
        "edits": edits,
        "is_behind": edits and not letter.is_released and letters.is_behind(letter),
        "seen": letters.version_of(letter),
        "why_no_release": why_not(letters.must_be_releasable, letter) if edits else "",
        "why_no_edit": why_not(letter.must_not_be_released),
    }
    return render(request, "challenge/letter_detail.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def letter_edit(request, pk):
    letter = _load_to_approve(request, pk)
    if request.method == "GET":
        letter.must_not_be_released()
    form = LetterForm(request.POST or None, sections=letter_drafts.rows(letter.body))
    clashes = {}
    if form.is_valid():
        clashes = letters.change(
            letter=letter, sections=form.typed(), confirmed=form.confirmed, by=request.user
        )
        if not clashes:
            messages.success(request, "Letter saved.")
            return redirect(letter)
        letter.refresh_from_db(fields=["body"])
        form = form.as_drawn_again(letter_drafts.rows(letter.body), clashes)
    context = {
        "letter": letter,
        "challenged": letter.challenged_agency,
        "form": form,
        "clashes": [clash for found in clashes.values() for clash in found],
    }
    return render(request, "challenge/letter_edit.html", context)


@require_POST
def letter_refresh(request, pk):
    letter = _load_to_approve(request, pk)
    letters.refresh(letter=letter, by=request.user)
    messages.success(request, "The tables are as the record has them now.")
    return redirect(letter)


@require_POST
def letter_approve(request, pk):
    letter = _load_to_approve(request, pk)
    letters.approve(letter=letter, seen=request.POST.get("seen", ""), by=request.user)
    messages.success(request, "Letter approved.")
    return redirect(letter)


@require_POST
def letter_release(request, pk):
    letter = _load_to_approve(request, pk)
    letters.release(letter=letter, by=request.user)
    messages.success(request, f"Released. {letter.challenged_agency.agency} has been written to.")
    return redirect(letter)


@require_GET
def letter_download(request, pk, fmt):
    letter = _load(request, pk)
    if fmt not in FORMATS:
        raise Http404
    content = letter_content.of(letter)
    if fmt == "docx":
        made = letter_word.make(content)
    else:
        made = letter_pdf.make(content, timestamp=int(letter.updated_at.timestamp()))
    letters.note_download(letter=letter, fmt=fmt, by=request.user)
    challenged = letter.challenged_agency
    name = slugify(f"feedback letter {challenged.agency.short_name} {challenged.challenge.cycle}")
    return HttpResponse(
        made,
        content_type=FORMATS[fmt],
        headers={"Content-Disposition": f'attachment; filename="{name}.{fmt}"'},
    )


def _load_challenge(request, pk):
    challenge = get_object_or_404(
        Challenge.objects.visible_to(request.user).select_related(
            "cycle__partnership", "closed_by"
        ),
        pk=pk,
    )
    check(Permission.LETTER_APPROVE, challenge.permissions_of(request.user))
    return challenge


def _agencies(user, challenge):
    """The challenge's agencies without those in which the person has an interest."""
    shown = withheld.shown_to(user, partnership="challenge__cycle__partnership", agency="agency")
    return (
        ChallengedAgency.objects.filter(shown, challenge=challenge)
        .current()
        .select_related(*agency_results.LOADED, "letter")
    )


def _load(request, pk):
    loaded = (f"challenged_agency__{name}" for name in agency_results.LOADED)
    found = FeedbackLetter.objects.visible_to(request.user).select_related(
        "approved_by", "released_by", "updated_by", *loaded
    )
    return get_object_or_404(found, pk=pk)


def _load_to_approve(request, pk):
    letter = _load(request, pk)
    check(Permission.LETTER_APPROVE, letter.permissions_of(request.user))
    return letter
