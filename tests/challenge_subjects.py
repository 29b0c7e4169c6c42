"""What the challenge's URLs are about: fixtures, each an object of `agency` or `partnership`.

The seated member has a seat in the session with `agency`, the conflicted member an interest in it;
both are on the panel.
"""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from challenge.operations import (
    calendar_feeds,
    calendars,
    declarations,
    personal_links,
    planning_runs,
)
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def challenge(cycle, agency, people):
    """A challenge of which `agency` is part, with the two members."""
    found = made.challenge(cycle=cycle)
    made.challenged_agency(challenge=found, agency=agency)
    made.possible_session(challenge=found)
    made.panel_member(challenge=found, user=people["seated member"], may_chair=True)
    conflicted = made.panel_member(challenge=found, user=people["conflicted member"])
    made.interest(panel_member=conflicted, agency=agency)
    return found


@pytest.fixture
def challenged_agency(challenge, agency):
    return challenge.agencies.get(agency=agency)


@pytest.fixture
def panel_member(challenge, people):
    return challenge.panel_members.get(user=people["seated member"])


@pytest.fixture
def session(challenge, panel_member):
    held = made.session(challenge=challenge)
    made.seat(session=held, panel_member=panel_member, is_chair=True)
    return held


@pytest.fixture
def slot(session, challenged_agency):
    return made.slot(session=session, challenged_agency=challenged_agency)


@pytest.fixture
def published_challenge(slot):
    """A challenge with a published session in which `agency` has its slot."""
    return slot.session.challenge


@pytest.fixture
def published_csv(published_challenge):
    return {"pk": published_challenge.pk, "fmt": "csv"}


@pytest.fixture
def slot_session(slot):
    """A session in which `agency` has its slot."""
    return slot.session


@pytest.fixture
def mail_calendar(published_challenge):
    """A mail that has a calendar file."""
    return calendars.tell(challenge=published_challenge, by=None)[0]


@pytest.fixture
def feed_key(people):
    """The key of the lead's private calendar."""
    return {"key": calendar_feeds.make(by=people["lead"])}


@pytest.fixture
def pack(challenge, panel_member, agency):
    """A slot of a session in a week: its pack is open to the panel, with one line of enquiry."""
    day = timezone.localdate() + timedelta(days=7)
    return _slot_on(challenge, panel_member, agency, day)


@pytest.fixture
def pack_standard(pack):
    return _with_standard(pack)


@pytest.fixture
def session_today(challenge, panel_member, agency):
    """Its chair may open it."""
    return _slot_on(challenge, panel_member, agency, timezone.localdate()).session


@pytest.fixture
def slot_on(challenge, panel_member, agency):
    """A slot of a session that has been opened: its record may be written."""
    return _slot_on(challenge, panel_member, agency, timezone.localdate(), status="open")


@pytest.fixture
def session_on(slot_on):
    return slot_on.session


@pytest.fixture
def slot_on_standard(slot_on):
    return _with_standard(slot_on)


def _slot_on(challenge, panel_member, agency, day, **fields):
    challenged = challenge.agencies.get(agency=agency)
    made.submit(challenged.self_audit)
    half_day = made.possible_session(challenge=challenge, on=day)
    held = made.session(challenge=challenge, possible_session=half_day, **fields)
    made.seat(session=held, panel_member=panel_member, is_chair=True)
    made.enquiry(challenged_agency=challenged)
    return made.slot(session=held, challenged_agency=challenged)


def _with_standard(slot):
    return {"pk": slot.pk, "standard_pk": made.first_standard(slot.challenged_agency).pk}


@pytest.fixture
def challenge_csv(challenge):
    return {"pk": challenge.pk, "fmt": "csv"}


@pytest.fixture
def personal_key(panel_member):
    """As the seated member finds it in the mail: nobody else ever sees it."""
    key = personal_links.make(
        user=panel_member.user, panel_member=panel_member, by=panel_member.challenge.set_up_by
    )
    return {"key": key}


@pytest.fixture
def recusal(challenge, people, agency):
    """The conflicted member is recused from the agency, too."""
    member = challenge.panel_members.get(user=people["conflicted member"])
    return declarations.recuse(
        panel_member=member, agency=agency, reason="A complaint.", by=people["coordinator"]
    )


@pytest.fixture
def agency_tie(partnership, agency, people):
    return made.agency_tie(agency=agency, other=factories.agency(partnership=partnership))


@pytest.fixture
def rated(challenge, agency, panel_member):
    """A moderated rating of `agency` that is not released; the seated member chaired its session."""
    return made.rated(challenge=challenge, agency=agency, chair=panel_member)


@pytest.fixture
def rated_challenge(rated, challenge):
    return challenge


@pytest.fixture
def rating(rated, challenge):
    """The same, released to the agency."""
    made.release(challenge)
    return rated


@pytest.fixture
def results(rating):
    return rating.challenged_agency


@pytest.fixture
def released_challenge(rating, challenge):
    return challenge


@pytest.fixture
def disputed(rating, people):
    return made.reply(moderation=rating, by=people["lead"])


@pytest.fixture
def reply_with_file(rating, people):
    """One version of a reply, with a file."""
    found = made.reply(
        moderation=rating,
        by=people["lead"],
        file=ContentFile(b"%PDF-1.7\n", "stored.pdf"),
        file_name="Training.pdf",
        file_kind="PDF",
    )
    return {"pk": found.pk, "version": found.history.get().history_id}


@pytest.fixture
def letter(results):
    """Approved, not released."""
    return made.letter(challenged_agency=results, approved=True)


@pytest.fixture
def released_letter(results):
    return made.letter(challenged_agency=results, released=True)


@pytest.fixture
def letter_docx(letter):
    return {"pk": letter.pk, "fmt": "docx"}


@pytest.fixture
def released_letter_pdf(released_letter):
    return {"pk": released_letter.pk, "fmt": "pdf"}


@pytest.fixture
def agreed(results):
    """An action agreed with the agency."""
    return made.agreed_action(challenged_agency=results)


@pytest.fixture
def agreed_overdue(results):
    yesterday = timezone.localdate() - timedelta(days=1)
    return made.agreed_action(challenged_agency=results, due_on=yesterday)


@pytest.fixture
def agreed_done(agreed, people):
    return made.done(agreed, by=people["lead"])


@pytest.fixture
def proof(agreed, people):
    """An update of an agreed action, with a file."""
    return agreed.updates.create(
        by=people["lead"],
        text="Trained.",
        file=ContentFile(b"%PDF-1.7\n", "stored.pdf"),
        file_name="Training.pdf",
        file_kind="PDF",
    )


@pytest.fixture
def planning_run(challenge):
    """It waits for a worker."""
    return planning_runs.ask(challenge=challenge, by=challenge.set_up_by)


@pytest.fixture
def draft(challenge, challenged_agency, panel_member):
    """A draft in which the seated member meets the agency."""
    half_day = challenge.possible_sessions.get()
    for one in (challenged_agency, panel_member):
        made.free(one, [half_day])
    challenge.seats_least = 1
    challenge.save(update_fields=["seats_least"])
    return made.planned(challenge)


@pytest.fixture
def draft_agency(draft, challenged_agency):
    return {"pk": draft.pk, "agency": challenged_agency.pk}


@pytest.fixture
def draft_session(draft, challenge):
    return {"pk": draft.pk, "session": str(challenge.possible_sessions.get().pk)}


@pytest.fixture
def challenged_submission(submission, challenge):
    """What `agency` submitted, which is challenged: withheld from the conflicted member."""
    return submission


@pytest.fixture
def challenged_audit(submitted, challenge):
    return submitted


@pytest.fixture
def challenged_file(sent_file, challenge):
    return sent_file


@pytest.fixture
def challenged_cell(cell, challenge):
    return cell
