"""Who answered and what was answered can never be joined: tried as somebody with the whole database.

Once it is counted. docs/survey-privacy.md says what this proves and what it cannot.
"""

import re
import subprocess

import pytest
from django.db import connection

from surveys.models import AnswerCount, FreeText
from surveys.running import links
from tests import survey_factories as made
from tests.surveys import attacker
from tests.surveys.attacked import (
    DRAFT,
    IN_ORDER,
    MANY,
    SEALED,
    TOKEN,
    answered_in_turn,
    begins,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]


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
    # By another process: to close the file in this one would drop the locks that SQLite holds on it.
    file = str(connection.settings_dict["NAME"])
    left = subprocess.run(["cat", file], stdout=subprocess.PIPE, check=True).stdout

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
    counts = attacker.rows(AnswerCount._meta.db_table)

    assert sum(int(row["count"]) for row in counts) == MANY - 2
    assert len(counts) == len(made.ROLE_GROUPS)
