"""Who answered and what was answered can never be joined: tried as somebody with the whole database.

While the survey is open. docs/survey-privacy.md says what this proves and what it cannot.
"""

import re

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.db import connection, models

from section11.record import outbox
from section11.record.models import Email, Event
from surveys.answering import box, drafts
from surveys.models import SealedAnswers, SurveyDraft, SurveyToken
from surveys.operations import answering as operations
from surveys.operations import tokens as token_operations
from tests import survey_factories as made
from tests.conftest import PageClient
from tests.surveys import attacker
from tests.surveys.attacked import (
    ADDRESS,
    DRAFT,
    IN_ORDER,
    MANY,
    PROGRAM,
    SEALED,
    TOKEN,
    answered_in_turn,
    begins,
    browser,
)
from tests.surveys.respondents import Respondent

MAIL, EVENT = Email._meta.db_table, Event._meta.db_table

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def arrivals(found):
    """The sealed rows, opened with the service's own keys, as the numbers in which they came."""
    opened = (box.open_sealed(row["sealed"]) for row in found)
    return [int(re.sub(r"\D", "", one["answers"]["words"])) for one in opened]


def test_no_cell_of_the_database_holds_what_anybody_answered(by_token, tokens):
    answered_in_turn(by_token, tokens=tokens[:5])
    begins(by_token, 99, tokens[6])

    said = attacker.everything_said(attacker.whole_database())

    assert "heliotrope" not in said
    assert said.count(made.ROLE_GROUPS[0]) == 1  # the survey's own list


def test_no_cell_holds_an_address_a_browser_or_a_device(by_token, tokens):
    answered_in_turn(by_token, tokens=tokens[:3])
    waiting = begins(by_token, 99, tokens[6])

    said = attacker.everything_said(attacker.whole_database())

    assert ADDRESS not in said
    assert PROGRAM not in said
    assert waiting.cookies["survey"] not in said
    assert not any(token in said for token in tokens)


def test_answering_changes_only_the_box_and_whether_a_link_was_used(by_token, tokens):
    waiting = begins(by_token, 0, tokens[0])
    before = attacker.whole_database()

    waiting.sends()

    after = attacker.whole_database()
    assert attacker.changed(before, after) - {"sqlite_sequence"} == {SEALED, DRAFT, TOKEN}
    used = [row["is_used"] for row in after[TOKEN]]
    assert [used.count(said) for said in ("1", "True")] in ([1, 0], [0, 1])


def test_a_page_saved_changes_only_the_draft(by_link):
    somebody = begins(by_link, 0)
    before = attacker.whole_database()

    somebody.fills_in("1", q1="5", words="another word")

    assert attacker.changed(before, attacker.whole_database()) == {DRAFT}


def test_beginning_leaves_a_number_in_the_cache_and_no_more(by_link):
    cache.clear()
    before = attacker.whole_database()
    Respondent(by_link, browser=browser()).starts()

    after = attacker.whole_database()

    assert attacker.changed(before, after) == {DRAFT, "shared_cache"}
    [entry] = after["shared_cache"]
    assert entry["cache_key"].endswith(f"survey-starts-{by_link.pk}")
    minute, count = cache.get(f"survey-starts-{by_link.pk}")
    assert (minute > 0, count) == (True, 1)


def test_there_is_no_event_no_mail_and_no_session_of_it(by_link):
    events, mails = Event.objects.count(), Email.objects.count()

    answered_in_turn(by_link, 3)

    assert Event.objects.count() == events
    assert Email.objects.count() == mails
    assert attacker.rows("django_session") == []


def test_whoever_is_signed_in_meanwhile_is_as_unknown(by_link, people):
    signed_in = PageClient(REMOTE_ADDR=ADDRESS)
    signed_in.force_login(people["lead"])
    before = attacker.whole_database()

    sent = Respondent(by_link, browser=signed_in).answers(q1="4", words="my words")

    assert sent.status_code == 302
    changed = attacker.changed(before, attacker.whole_database()) - {"sqlite_sequence"}
    assert changed <= {SEALED, "shared_cache", "django_session"}


def test_nothing_on_its_way_has_a_time():
    for model in (SealedAnswers, SurveyDraft, SurveyToken):
        kinds = {type(field) for field in model._meta.concrete_fields}
        assert not kinds & {models.DateTimeField, models.DateField, models.TimeField}


def test_no_value_of_a_personal_link_stands_in_the_box_but_its_agency(by_token, tokens):
    answered_in_turn(by_token, tokens=tokens[:5])
    dump = attacker.whole_database()

    shared = cells(dump[TOKEN]) & cells(dump[SEALED])

    # The last writing is that of all links of the agency, so it tells none from another.
    hidden = {row.get("hidden xmin::text") for row in dump[TOKEN]}
    assert len(hidden) == 1
    assert shared - hidden <= {str(by_token.pk), "1"}


def cells(found):
    """The cells of some rows; the places in the file, which count up in every table, apart."""
    return {
        cell
        for row in found
        for name, cell in row.items()
        if name not in ("hidden rowid", "hidden ctid::text")
    }


def test_which_personal_link_was_used_last_is_not_to_be_seen(by_token, tokens):
    answered_in_turn(by_token, tokens=tokens[:5])
    before = [row["id"] for row in attacker.rows(TOKEN)]

    answered_in_turn(by_token, tokens=[tokens[20]])

    found = attacker.rows(TOKEN)
    # PostgreSQL writes all of them anew, one after another: where it begins in the file says nothing.
    start = [row["id"] for row in found].index(before[0])
    assert [row["id"] for row in found[start:] + found[:start]] == before
    assert len({row.get("hidden xmin::text") for row in found}) == 1


def test_nothing_is_left_of_whether_a_lost_link_was_used(by_token, tokens, people):
    answered_in_turn(by_token, tokens=tokens[:5])
    links_of = dict(SurveyToken.objects.values_list("is_used", "address"))
    cells_of = {}

    for was_used, address in links_of.items():
        before = attacker.whole_database()
        token_operations.replace_lost(surveyed_agency=by_token, address=address, by=people["lead"])
        outbox.send_waiting()
        after = attacker.whole_database()
        assert address not in attacker.everything_said({MAIL: after[MAIL], EVENT: after[EVENT]})
        assert len({row.get("hidden xmin::text") for row in after[TOKEN]}) == 1
        cells_of[was_used] = [
            lasting(row) for table in (MAIL, EVENT) for row in after[table][len(before[table]) :]
        ]

    assert set(links_of) == {True, False}
    assert cells_of[True] == cells_of[False]


def lasting(row):
    """What a row says, apart from its number, its place and when it came."""
    return {
        name: cell
        for name, cell in row.items()
        if name not in ("id", "at", "not_before")
        and not name.startswith("hidden ")
        and "_at" not in name
    }


@pytest.mark.parametrize(
    "column", ["id", *(f"hidden {n}" for n in attacker.HIDDEN[connection.vendor])]
)
def test_even_opened_the_box_keeps_no_order(by_token, tokens, column):
    answered_in_turn(by_token, tokens=tokens)
    found = attacker.rows(SEALED)

    in_order = sorted(found, key=lambda row: place(row[column]))

    assert sorted(arrivals(found)) == list(range(MANY))
    if len({row[column] for row in found}) > 1:
        assert abs(attacker.rank_correlation(arrivals(in_order))) < IN_ORDER
    assert abs(attacker.rank_correlation(arrivals(found))) < IN_ORDER


def place(cell):
    return [int(part) for part in re.findall(r"\d+", cell)]


def test_of_many_answers_the_last_is_hidden_among_thirty_others(by_link, monkeypatch):
    made.sealed(surveyed_agency=by_link, times=60)
    before = {row["sealed"]: row["id"] for row in attacker.rows(SEALED)}

    answered_in_turn(by_link, 1)

    found = attacker.rows(SEALED)
    written = [row for row in found if before.get(row["sealed"]) != row["id"]]
    assert len(found) == 61
    assert len(written) == operations.MIXED_WITH + 1
    if connection.vendor == "postgresql":
        newest = max(int(row["hidden xmin::text"]) for row in found)
        assert sum(int(row["hidden xmin::text"]) == newest for row in found) == len(written)


def test_all_in_the_box_are_equally_long(by_link):
    answered_in_turn(by_link, 3)
    Respondent(by_link).answers(q1="1")

    assert len({len(row["sealed"]) for row in attacker.rows(SEALED)}) == 1


def test_drafts_are_equally_long_however_far_people_have_come(by_link):
    Respondent(by_link).starts()
    begins(by_link, 3)

    assert len({len(row["sealed"]) for row in attacker.rows(DRAFT)}) == 1


def test_the_services_own_keys_do_not_open_a_draft(by_link):
    begins(by_link, 3)
    [draft] = attacker.rows(DRAFT)

    for key in [project.SECRET_KEY, *project.ENCRYPTION_KEYS, draft["key_digest"]]:
        with pytest.raises(box.Spoilt):
            drafts.open_draft(key, draft["sealed"])
    with pytest.raises(box.Spoilt):
        box.open_sealed(draft["sealed"])


def test_a_personal_link_alone_does_not_open_the_draft_begun_by_it(by_token, tokens):
    """It waits in the outbox until it is sent, so somebody with the database may know it."""
    begins(by_token, 3, tokens[0])
    [draft] = attacker.rows(DRAFT)

    for secret in (tokens[0], f".{tokens[0]}", f"answered.{tokens[0]}"):
        assert drafts.row_of(secret) != draft["key_digest"]
        with pytest.raises(box.Spoilt):
            drafts.open_draft(secret, draft["sealed"])
