"""Whoever has an interest in an agency never sees its material: on no page, in no file, by no mail.

Words are planted (tests/planted_material.py) in all that there is of an agency, and people with an
interest in it, one for each role that reads results, are given a seat with it as well: as somebody
has who declares late. Then each of them opens every page of the access table, in every format.
A new row there is walked by itself.
"""

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from challenge.models import Slot
from section11.people.models import Role
from section11.record import jobs
from section11.record.models import Email
from tests import challenge_factories as made
from tests import factories
from tests.access_table import SUBJECTS, names
from tests.planted_material import NAME, NOBODYS, TEXTS, WORDS, plant
from tests.test_planted_names import read, sent, signed_in

pytest_plugins = ["tests.subjects", "tests.challenge_subjects", "tests.survey_subjects"]

# Of what there is in several formats, those that text can be read from.
FORMATS = ["csv", "xlsx", "docx", "svg", "json", "ics"]
# Whoever reads results may do no more than one of these.
ROLES = [Role.COORDINATOR, Role.CHAIR, Role.PANEL_MEMBER]


@pytest.fixture
def everything(request, people):
    """everything(subject): its fixture, then all the material of `agency`, planted."""

    def make(subject=None):
        found = request.getfixturevalue(subject) if subject else {}
        challenge = request.getfixturevalue("challenge")
        agency = request.getfixturevalue("agency")
        chair = challenge.panel_members.get(user=people["seated member"])
        planted = plant(challenge=challenge, agency=agency, chair=chair, lead=people["lead"])
        return found, planted

    return make


@pytest.fixture
def panel(request, partnership, agency):
    """panel(conflicted): a person for each of ROLES, on the panel, with a seat with `agency`."""

    def make(*, conflicted):
        challenge = request.getfixturevalue("challenge")
        slot = challenge.agencies.get(agency=agency).slots.get(cancelled_at=None)
        found = {}
        for role in ROLES:
            user = factories.member(role, partnership=partnership)
            member = made.panel_member(challenge=challenge, user=user)
            made.seat(session=slot.session, panel_member=member)
            if conflicted:
                made.interest(panel_member=member, agency=agency)
            found[role] = user
        return found

    return make


def in_session(session):
    """From its opening on the panel sees what each member had rated alone."""
    session.status, session.opened_at = "open", session.starts_at
    session.opened_by = session.challenge.set_up_by
    session.save()


def release(challenge):
    made.release(challenge)
    for challenged in challenge.agencies.all():
        letter = challenged.letter
        letter.approved_at = letter.released_at = challenge.released_at
        letter.approved_by = letter.released_by = challenge.set_up_by
        letter.save()


def addresses(address, those, subject, found, planted):
    """Each page's address, in each format there may be; and that of the planted object of its kind."""
    for name in those:
        if not isinstance(found, dict):
            yield name, address(name, subject)
            if other := planted.get(type(found)):
                yield name, reverse(name, kwargs={"pk": other.pk})
        elif "fmt" in found:
            for fmt in FORMATS:
                yield name, reverse(name, kwargs=found | {"fmt": fmt})
        else:
            yield name, reverse(name, kwargs=found)


def told(name, text):
    """The planted words in it; the Board's pages must not have the agency's name either."""
    words = WORDS | {NAME} if name.startswith("board:") else WORDS
    return sorted(word for word in words if word.lower() in text.lower())


def leaks(readers, urls, ask=read):
    found = set()
    for role, user in readers.items():
        client = signed_in(user)
        for name, url in urls:
            if slipped := told(name, ask(client, url)):
                found.add((str(role), name, url, *slipped))
    return found


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_no_page_file_or_answer_to_a_form_shows_what_is_withheld(
    request, address, everything, panel, subject
):
    """All of a subject at once, for it takes longer to make than to ask for."""
    found, planted = everything(subject)
    readers = panel(conflicted=True)
    opened = list(addresses(address, names("get", subject), subject, found, planted))
    filled_in = list(addresses(address, names("post", subject), subject, found, planted))

    answered = leaks(readers, filled_in, ask=lambda client, url: sent(client, url, {})[1])
    before = leaks(readers, opened)
    release(request.getfixturevalue("challenge"))
    after = leaks(readers, opened)

    assert answered == set()
    assert before == set()
    assert after == set()


def test_no_mail_holds_what_is_withheld(request, everything, panel):
    everything()
    readers = panel(conflicted=True)
    release(request.getfixturevalue("challenge"))

    jobs.run_all()

    for mail in Email.objects.filter(to__in=readers.values()):
        assert told("", f"{mail.subject}\n{mail.body}\n{mail.calendar}") == []


def test_whoever_has_no_interest_sees_it_all(request, everything, panel):
    """Were a word planted where no page shows it, the tests above could not fail."""
    _, planted = everything()
    readers = panel(conflicted=False)
    urls = seen_by_a_panel(planted)
    in_session(planted[Slot].session)

    found = leaks(readers, urls)
    release(request.getfixturevalue("challenge"))
    found |= leaks(readers, urls)

    shown = {word for _, _, _, *words in found for word in words}

    assert shown >= WORDS - NOT_SHOWN_TO_A_PANEL


# Why an agency was chosen is on the coordinator's page of agencies, until the release.
NOT_SHOWN_TO_A_PANEL = {"Tintinnabulation"}


def seen_by_a_panel(planted):
    of = {model.__name__: row for model, row in planted.items()}
    slot, action, standard = of["Slot"], of["AgreedAction"], of["Moderation"].standard_id
    cycle = of["SelfAudit"].cycle_id
    pages = {
        "audits:self-audit-detail": {"pk": of["SelfAudit"].pk},
        "audits:submission-detail": {"pk": of["SignOff"].pk},
        "board:cell-detail": {
            "pk": cycle,
            "agency_pk": of["SelfAudit"].agency_id,
            "standard_pk": standard,
        },
        "board:heatmap": {"pk": cycle},
        "challenge:slot-detail": {"pk": slot.pk},
        "challenge:slot-standard": {"pk": slot.pk, "standard_pk": standard},
        "challenge:slot-enquiries": {"pk": slot.pk},
        "challenge:slot-record": {"pk": slot.pk},
        "challenge:slot-record-standard": {"pk": slot.pk, "standard_pk": standard},
        "challenge:slot-rate": {"pk": slot.pk},
        "challenge:agency-results": {"pk": of["ChallengedAgency"].pk},
        "challenge:letter-detail": {"pk": of["FeedbackLetter"].pk},
        "challenge:action-detail": {"pk": action.pk},
        "surveys:free-text-list": {"pk": of["FreeText"].surveyed_agency.survey_id},
        "surveys:free-text-edit": {"pk": of["FreeText"].pk},
    }
    return [(name, reverse(name, kwargs=found)) for name, found in pages.items()]


@pytest.mark.parametrize("app", ["challenge", "surveys"])
def test_every_text_is_planted_or_nobodys(app):
    """A new model with a text needs a word here, or a reason why it is nobody's material."""
    texts = (models.TextField, models.JSONField)
    holding = {
        model.__name__
        for model in apps.get_app_config(app).get_models()
        if any(isinstance(field, texts) for field in model._meta.fields)
        and not hasattr(model, "history_id")
    }

    assert holding - {model.__name__ for model in TEXTS} - set(NOBODYS) == set()
