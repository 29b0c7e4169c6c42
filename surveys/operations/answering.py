"""What a respondent does. Nobody is named: there is no `by`, no event, no time and no address.

docs/survey-privacy.md states the scheme; tests/surveys/unlinkable/ attacks it.
"""

import secrets

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from section11.people.models.invitation import digest

from .. import emails, exceptions
from ..answering import box, ceiling, drafts
from ..answering.paper import Paper
from ..models import SealedAnswers, Survey, SurveyDraft, SurveyToken
from ..running import links
from .locking import lock_agency

# So many others' answers are put into the box anew, in random order, with each that comes: all of
# them are then equally the newest.
MIXED_WITH = 30
# Two tabs of one device may save at the same moment; more of them hardly do.
TRIES = 5

# All that a page needs, and no more: each column that is read takes time at every page saved.
_FOUND = SurveyDraft.objects.select_related("surveyed_agency__survey").only(
    "sealed",
    *(f"surveyed_agency__{name}" for name in ("link_version", "survey_id")),
    *(
        f"surveyed_agency__survey__{name}"
        for name in ("survey_set_id", "name", "access", "opens_on", "closes_on", "opened_at")
    ),
    *(f"surveyed_agency__survey__{name}" for name in ("closed_at", "role_groups", "threshold")),
)


def agency_of(key):
    """The SurveyedAgency whose link has that key. Raises AnsweringRefused unless it is open."""
    found = links.surveyed_agency_of(key)
    if found is None:
        raise exceptions.UnknownLink
    _must_take_answers(found.survey)
    return found


def find(*, key, device):
    """The device's Paper by the link of that key, or None. Raises AnsweringRefused once closed."""
    if not device.secret:
        return None
    draft = next(iter(_FOUND.filter(pk=drafts.row_of(device.secret))), None)
    if draft is None or not constant_time_compare(links.key_of(draft.surveyed_agency), key):
        return None
    _must_take_answers(draft.surveyed_agency.survey)
    try:
        return Paper(draft, device.secret, drafts.open_draft(device.secret, draft.sealed))
    except box.Spoilt:
        return None


def token_of(surveyed_agency, device):
    """The unused personal link that the device came by; None where the agency has one for all.

    Raises AnsweringRefused without one, or with one that was used.
    """
    if surveyed_agency.survey.access != Survey.Access.TOKENS:
        return None
    token = surveyed_agency.tokens.filter(key_digest=digest(device.token)).first()
    if token is None:
        raise exceptions.PersonalLinkNeeded
    if token.is_used:
        raise exceptions.PersonalLinkUsed
    return token


def has_answered(surveyed_agency, device):
    """Whether the device says so; with a personal link that says it itself, the device does not."""
    by_token = device.token and surveyed_agency.survey.access == Survey.Access.TOKENS
    return device.has_answered and not by_token


def begin(*, surveyed_agency, device):
    """A new Paper, nothing answered, for the device. Raises AnsweringRefused where none is given."""
    token_of(surveyed_agency, device)
    # Before the transaction, so that a refusal is counted too.
    if ceiling.too_many_at_once(surveyed_agency):
        raise exceptions.TooManyAtOnce
    return _begin(surveyed_agency, device)


@transaction.atomic
def _begin(surveyed_agency, device):
    surveyed_agency = lock_agency(surveyed_agency)
    _must_take_answers(surveyed_agency.survey)
    paper = Paper(None, device.secret, drafts.nothing_yet())
    paper.draft = SurveyDraft(surveyed_agency=surveyed_agency, pk=drafts.row_of(device.secret))
    if surveyed_agency.drafts.filter(pk=paper.draft.pk).exists():
        _read_again(paper)  # another tab of the device was first
        return paper
    there, most = surveyed_agency.drafts.count(), ceiling.most_drafts(surveyed_agency)
    if there >= most:
        raise exceptions.LinkFull
    paper.draft.sealed = _sealed_draft(paper, paper.answers)
    paper.draft.save(force_insert=True)
    if there + 1 == most:
        emails.survey_link_full(surveyed_agency)
    return paper


def save_page(*, paper, role_group, answers):
    """Keep one page's answers with those of the others, by one UPDATE that waits for nobody.

    `answers` are by lineage, None for one that is taken back; `role_group` is None to leave it. The
    row is written only as it was read, so that another tab's page is never lost. Raises DraftLost
    if it is gone, such as when the survey closed a moment ago.
    """
    for _ in range(TRIES):
        changed = _with(paper.answers, role_group, answers)
        if changed == paper.answers:
            return
        sealed = _sealed_draft(paper, changed)
        same = SurveyDraft.objects.filter(pk=paper.draft.pk, sealed=paper.draft.sealed)
        if same.update(sealed=sealed):
            paper.answers, paper.draft.sealed = changed, sealed
            return
        _read_again(paper)
    raise exceptions.TooManyAtOnce


@transaction.atomic
def hand_in(*, paper, device):
    """Put the answers into the box and destroy the draft. Raises AnsweringRefused if it cannot be."""
    version = paper.surveyed_agency.link_version
    surveyed_agency = lock_agency(paper.surveyed_agency)
    _must_take_answers(surveyed_agency.survey)
    if surveyed_agency.link_version != version:
        raise exceptions.UnknownLink
    token = token_of(surveyed_agency, device)
    _read_again(paper)
    there, most = surveyed_agency.sealed_answers.count(), ceiling.most(surveyed_agency)
    if there >= most:
        raise exceptions.LinkFull
    paper.draft.delete()
    if token:
        _mark_used(token)
    _into_box(surveyed_agency, box.seal(paper.answers, paper.asked.capacity))
    if there + 1 == most:
        emails.survey_link_full(surveyed_agency)


def _must_take_answers(survey):
    today = timezone.localdate()
    if survey.takes_answers_on(today):
        return
    if survey.closed_at or today > survey.closes_on:
        raise exceptions.Closed(survey)
    raise exceptions.NotYetOpen(survey)


def _with(before, role_group, answers):
    kept = before["answers"] | answers
    return {
        "role_group": before["role_group"] if role_group is None else role_group,
        "answers": {lineage: answer for lineage, answer in kept.items() if answer is not None},
    }


def _sealed_draft(paper, answers):
    return drafts.seal(paper.secret, answers, paper.asked.capacity)


def _read_again(paper):
    sealed = SurveyDraft.objects.filter(pk=paper.draft.pk).values_list("sealed", flat=True).first()
    if sealed is None:
        raise exceptions.DraftLost
    paper.draft.sealed = sealed
    paper.answers = drafts.open_draft(paper.secret, sealed)


def _mark_used(token):
    """In one statement that writes every row of the agency, so that none is the last written."""
    used = Case(When(pk=token.pk, then=Value(True)), default=F("is_used"))
    SurveyToken.objects.filter(surveyed_agency=token.surveyed_agency_id).update(is_used=used)


def _into_box(surveyed_agency, sealed):
    """With others' answers, taken out and put back under new numbers and in random order."""
    ids = list(surveyed_agency.sealed_answers.values_list("pk", flat=True))
    mixed = secrets.SystemRandom().sample(ids, min(MIXED_WITH, len(ids)))
    others = SealedAnswers.objects.filter(pk__in=mixed)
    contents = [*others.values_list("link_version", "sealed")]
    contents.append((surveyed_agency.link_version, sealed))
    secrets.SystemRandom().shuffle(contents)
    others.delete()
    SealedAnswers.objects.bulk_create(
        SealedAnswers(surveyed_agency=surveyed_agency, link_version=version, sealed=text)
        for version, text in contents
    )
