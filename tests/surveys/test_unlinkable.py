"""Who answered and what was answered can never be joined: tried as somebody with the whole database.

docs/survey-privacy.md says what this proves and what it cannot.
"""

import logging
import re

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from section11.record.models import Email, Event
from surveys.answering import box, drafts, logs
from surveys.models import FreeText, SealedAnswers, SurveyDraft, SurveyToken
from surveys.operations import answering as operations
from surveys.running import links
from tests import survey_factories as made
from tests.surveys import attacker
from tests.surveys.respondents import Respondent, step_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SEALED, DRAFT, TOKEN = (m._meta.db_table for m in (SealedAnswers, SurveyDraft, SurveyToken))
# Far from order: of 25 in random order one in a million comes so near to it.
IN_ORDER = 0.8
MANY = 25
ADDRESS, PROGRAM = "203.0.113.77", "Somebodys-Phone/7.7"


@pytest.fixture
def survey_set():
    found = made.survey_set(questions=2)
    made.question(survey_set=found, kind="text", code="words", lineage="words", group="Page 1")
    return found


@pytest.fixture
def by_link(cycle, agency, survey_set):
    return made.survey(cycle=cycle, agencies=[agency], survey_set=survey_set).agencies.get()


@pytest.fixture
def by_token(cycle, agency, survey_set):
    survey = made.survey(cycle=cycle, agencies=[agency], survey_set=survey_set, access="tokens")
    return survey.agencies.get()


def word(n):
    """What the n-th to answer wrote: nobody else wrote it."""
    return f"heliotrope{n}x"


def browser():
    return Client(REMOTE_ADDR=ADDRESS, headers={"user-agent": PROGRAM})


def begins(surveyed, n, token=""):
    one = Respondent(surveyed, token=token, browser=browser())
    one.starts()
    one.fills_in("you", role_group=made.ROLE_GROUPS[n % 2])
    one.fills_in("1", q1="4", words=word(n))
    return one


def answered_in_turn(surveyed, times=MANY, *, tokens=()):
    tokens = tokens or [""] * times
    for n, token in enumerate(tokens):
        assert begins(surveyed, n, token).sends().status_code == 302


@pytest.fixture
def tokens(by_token):
    """MANY personal links, in the order in which they will be used."""
    return [made.token(surveyed_agency=by_token)[1] for _ in range(MANY)]


def arrivals(found):
    """The sealed rows, opened with the service's own keys, as the numbers in which they came."""
    opened = (box.open_sealed(row["sealed"]) for row in found)
    return [int(re.sub(r"\D", "", one["answers"]["words"])) for one in opened]


# While the survey is open


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
    assert [row["id"] for row in found] == before
    assert len({row.get("hidden xmin::text") for row in found}) == 1


@pytest.mark.parametrize("column", ["id", *(f"hidden {n}" for n in attacker.HIDDEN[connection.vendor])])
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


# Once it is counted


@pytest.fixture
def counted(by_token, tokens):
    answered_in_turn(by_token, tokens=tokens[:-2])
    begins(by_token, 99, tokens[-1])
    sealed = {row["sealed"] for row in attacker.rows(SEALED) + attacker.rows(DRAFT)}
    made.closed(by_token.survey)
    return sealed


def test_answers_drafts_and_personal_links_are_destroyed(counted):
    assert [attacker.rows(table) for table in (SEALED, DRAFT, TOKEN)] == [[], [], []]


def test_nothing_sealed_is_left_in_any_cell(counted, tokens):
    said = attacker.everything_said(attacker.whole_database())

    assert not any(text in said for text in counted)
    assert not any(links.digest(token) in said for token in tokens)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file only on SQLite")
@pytest.mark.django_db(transaction=True)
def test_nothing_sealed_is_left_in_the_file(counted):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(connection.settings_dict["NAME"], "rb") as file:
        left = file.read()

    # A text is laid over several pages of 4 kB; its beginning and its end are on the same one each.
    assert [text for text in counted if text[100:160].encode() in left] == []
    assert [text for text in counted if text[-80:-20].encode() in left] == []


def test_texts_are_parted_from_other_answers_and_from_their_order(counted):
    found = attacker.rows(FreeText._meta.db_table)
    order = [int(re.sub(r"\D", "", row["text"])) for row in found]

    assert sorted(order) == list(range(MANY - 2))
    assert abs(attacker.rank_correlation(order)) < IN_ORDER
    assert not any(group in row.values() for row in found for group in made.ROLE_GROUPS)


def test_what_is_left_is_numbers_of_many(counted):
    """Each of the others' rows is a count: no row stands for a person, texts apart."""
    counts = attacker.rows("surveys_answercount")

    assert sum(int(row["count"]) for row in counts) == MANY - 2
    assert len(counts) == len(made.ROLE_GROUPS)


# Logs


def test_no_log_names_a_link_an_address_or_an_answer(by_token, tokens, caplog):
    caplog.set_level(logging.INFO)
    caplog.handler.addFilter(logs.WithoutSurveyLinks())
    answered_in_turn(by_token, tokens=tokens[:2])
    late = Respondent(by_token, token=tokens[0], browser=browser())

    assert late.opens().status_code == 410
    assert late.fills_in("1", words=word(0)).status_code in (403, 410)
    browser().get(reverse("surveys:answer-once", args=["no-such-link"]))

    assert "/survey/" in caplog.text
    for secret in (*tokens, "no-such-link", links.key_of(by_token), ADDRESS, PROGRAM, "heliotrope"):
        assert secret not in caplog.text


def test_every_handler_of_the_log_takes_links_out():
    handlers = project.LOGGING["handlers"].values()

    assert [handler["filters"] for handler in handlers] == [["no_survey_links"]] * len(handlers)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Gone: /survey/once/a-Secret_key/", "Gone: /survey/once/…/"),
        ("Not Found: /survey/1-abc/2/", "Not Found: /survey/…/2/"),
        ("Not Found: /surveys/3/", "Not Found: /surveys/3/"),
    ],
)
def test_a_log_record_keeps_the_rest_of_its_words(said, kept):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s", (said,), None)

    logs.WithoutSurveyLinks().filter(record)

    assert record.getMessage() == kept


def test_an_error_report_would_hold_no_answer(by_link):
    """Django leaves out of its reports what a view calls sensitive: here, all that was typed."""
    request = Client().post(step_of(by_link, "1"), {"1-q-words": word(1)}).wsgi_request

    assert request.sensitive_post_parameters == "__ALL__"
