"""Feedback letters: drafted from the record, edited by several, approved, released to the agency."""

from django.db import transaction
from django.utils import timezone

from section11.audits.merging import Outcome, merge, normalised
from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import after_emails
from ..after import agency_results, letter_drafts
from ..models import FeedbackLetter, Moderation
from ..sessions.typed import Clash
from . import confirmations


@transaction.atomic
def draft(*, challenged, by):
    """Draft the agency's letter from its record; return it, or the one there is already.

    Raises RuleBroken where nothing is recorded of the agency.
    """
    challenged.challenge.must_not_be_closed()
    there = FeedbackLetter.objects.filter(challenged_agency=challenged).first()
    if there:
        return there
    results = agency_results.of(challenged)
    if not results.standards:
        raise RuleBroken(
            f"{challenged.agency} has no moderated rating, so there is nothing to write about yet.",
            challenged.challenge,
        )
    letter = FeedbackLetter(
        challenged_agency=challenged,
        body=letter_drafts.sections(results),
        drafted_by=by,
        updated_by=by,
    )
    letter._history_user = by
    letter.save()
    _record(Event.Kind.LETTER_DRAFTED, letter, by=by)
    return letter


def draft_missing(*, challenge, agencies, by):
    """Draft a letter for each of the agencies that has a record and no letter; return how many."""
    rated = Moderation.objects.filter(level__isnull=False).values("challenged_agency")
    wanted = agencies.filter(challenge=challenge, letter=None, pk__in=rated)
    for challenged in wanted:
        draft(challenged=challenged, by=by)
    return len(wanted)


@transaction.atomic
def change(*, letter, sections, confirmed=(), by):
    """Save what was typed; return the clashes by the key of their section.

    `sections` are Typed values by key. What two people changed stands as it was saved first. A
    changed letter is a draft again.
    """
    letter = lock(letter)
    letter.must_not_be_released()
    changed, clashes = [], {}
    rows = letter_drafts.rows(letter.body)
    for row in rows:
        if row.key in sections:
            is_changed, clashing = _merge(row, sections[row.key], letter.updated_by)
            changed += [row.key] if is_changed else []
            if clashing:
                clashes[row.key] = clashing
    if changed:
        _write(letter, [vars(row) for row in rows], by=by)
        _record(Event.Kind.LETTER_CHANGED, letter, by=by, sections=changed)
        confirmations.note(confirmed, letter, challenged=letter.challenged_agency, by=by)
    return clashes


@transaction.atomic
def refresh(*, letter, by):
    """Take the tables anew from the record; the texts stay as they are."""
    letter = lock(letter)
    letter.must_not_be_released()
    body = letter_drafts.with_tables(letter.body, _results(letter))
    if body != letter.body:
        _write(letter, body, by=by)
        _record(Event.Kind.LETTER_CHANGED, letter, by=by, sections=list(letter_drafts.TABLES))


def is_behind(letter):
    """Whether the record says something else than the letter's tables."""
    return letter_drafts.with_tables(letter.body, _results(letter)) != letter.body


@transaction.atomic
def approve(*, letter, seen, by):
    """Approve the letter as it was read: `seen` is `version_of` it. Raises RuleBroken if somebody
    changed it since, or if its tables are not those of the record any more.
    """
    letter = lock(letter)
    letter.must_not_be_released()
    if letter.is_approved:
        return letter
    if seen != version_of(letter):
        raise RuleBroken(
            f"{letter.updated_by} changed this letter after you opened it. Read it again before you"
            " approve it.",
            letter,
        )
    _must_agree_with_record(letter)
    letter.approved_at, letter.approved_by = timezone.now(), by
    _save(letter, by, "approved_at", "approved_by")
    _record(Event.Kind.LETTER_APPROVED, letter, by=by)
    return letter


@transaction.atomic
def release(*, letter, by):
    """Let the agency read an approved letter, and tell it. Raises RuleBroken before the ratings are
    released, and while a reply waits for the panel.
    """
    letter = lock(letter)
    if letter.is_released:
        return letter
    must_be_releasable(letter)
    letter.released_at, letter.released_by = timezone.now(), by
    _save(letter, by, "released_at", "released_by")
    _record(Event.Kind.LETTER_RELEASED, letter, by=by)
    after_emails.letter_released(letter)
    return letter


def release_approved(*, letters, by):
    """Release each of the letters that can be; return how many were, and why others were not."""
    done, refused = 0, []
    for letter in letters.filter(approved_at__isnull=False, released_at=None):
        try:
            release(letter=letter, by=by)
        except RuleBroken as broken:
            refused.append((letter, broken.sentence))
        else:
            done += 1
    return done, refused


def must_be_releasable(letter):
    """Raise RuleBroken while the letter could still turn out wrong."""
    letter.challenged_agency.challenge.must_be_released()
    if not letter.is_approved:
        raise RuleBroken("This letter is not approved yet.", letter)
    waiting = letter.challenged_agency.moderations.filter(
        reply__stance="disputed", reply__decided_at=None
    )
    if waiting.exists():
        raise RuleBroken(
            "The agency asked the panel to look again at a rating, and the panel has not decided"
            " yet. Release the letter after that.",
            letter,
        )
    _must_agree_with_record(letter)


def note_download(*, letter, fmt, by):
    """Record that someone took a copy of the letter."""
    _record(Event.Kind.LETTER_DOWNLOADED, letter, by=by, format=fmt)


def version_of(letter):
    """What tells one version of a letter from the next."""
    return letter.updated_at.isoformat()


def lock(letter):
    """The letter held until the transaction ends, all that rules and mails ask of it loaded."""
    return (
        FeedbackLetter.objects.select_for_update(of=("self",))
        .select_related(
            "challenged_agency__agency",
            "challenged_agency__challenge__closed_by",
            "challenged_agency__challenge__cycle__partnership",
            "challenged_agency__challenge__cycle__standard_set",
            "challenged_agency__challenge__cycle__compared_with__standard_set",
            "updated_by",
            "released_by",
        )
        .get(pk=letter.pk)
    )


def _merge(row, typed, changed_by):
    """Put onto the section what may be taken: whether anything was, and what clashed."""
    is_changed, clashes = False, []
    for part, text in typed.values.items():
        mine, theirs = normalised(text), getattr(row, part)
        outcome = merge(base=typed.base[part], mine=mine, theirs=theirs)
        if outcome is Outcome.TAKE:
            setattr(row, part, mine)
            is_changed = True
        elif outcome is Outcome.CLASH:
            clashes.append(Clash(part, mine, theirs, changed_by))
    return is_changed, clashes


def _must_agree_with_record(letter):
    if is_behind(letter):
        raise RuleBroken(
            "The record has changed since this letter was drafted. Take its tables anew from the"
            " record, and read it again.",
            letter,
        )


def _results(letter):
    return agency_results.of(letter.challenged_agency)


def _write(letter, body, *, by):
    letter.body = body
    letter.updated_at, letter.updated_by = timezone.now(), by
    letter.approved_at = letter.approved_by = None
    _save(letter, by, "body", "updated_at", "updated_by", "approved_at", "approved_by")


def _save(letter, by, *fields):
    letter._history_user = by
    letter.save(update_fields=list(fields))


def _record(kind, letter, /, *, by, **detail):
    challenged = letter.challenged_agency
    events.record(
        kind,
        letter,
        by=by,
        agency_id=challenged.agency_id,
        partnership_id=challenged.challenge.cycle.partnership_id,
        **detail,
    )
