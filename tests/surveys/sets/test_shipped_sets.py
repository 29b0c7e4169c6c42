"""The survey sets that come with the product, as their files have them."""

from functools import cache
from itertools import groupby

import pytest
from django.conf import settings

from section11.standards.columns import listed
from section11.tables.reading import read


@cache
def rows(name):
    with (settings.ROOT / f"fixtures/{name}.yaml").open("rb") as file:
        return [row.values for row in read(file, f"{name}.yaml").rows]


def practitioners():
    return rows("surveys/practitioners-2026")


def lineages(year):
    return {row["lineage"] for row in rows(f"standards/section11-{year}")}


def counted(prefix):
    """Questions whose agreement is counted for standards whose lineages begin like this."""
    asked = [row for row in practitioners() if row["kind"] in ("agreement", "yes_no")]
    return [row for row in asked if any(t.startswith(prefix) for t in listed(row["tests"]))]


def test_twenty_questions_on_short_pages():
    pages = [len(list(group)) for _, group in groupby(practitioners(), lambda row: row["group"])]

    assert pages == [5, 5, 4, 3, 3]


def test_each_question_tests_self_audit_questions_that_exist():
    known = lineages(2026) | lineages(2024)

    untested = [row["code"] for row in practitioners() if not listed(row["tests"])]
    unknown = {code for row in practitioners() for code in listed(row["tests"])} - known

    assert (untested, unknown) == ([], set())


def test_each_question_tests_one_of_the_newest_standards():
    newest = lineages(2026)

    assert [r["code"] for r in practitioners() if not newest & set(listed(r["tests"]))] == []


def test_most_questions_test_one_of_the_older_standards_too():
    older = lineages(2024)

    assert len([r for r in practitioners() if older & set(listed(r["tests"]))]) == 17


def test_neglect_and_supervision_are_counted_by_several_questions():
    assert (len(counted("neglect-")), len(counted("supervision-"))) == (5, 5)


def test_some_questions_are_turned_round_and_two_ask_for_a_text():
    turned = [row["code"] for row in practitioners() if row["good_is_disagreeing"] == "yes"]
    texts = [row["code"] for row in practitioners() if row["kind"] == "text"]

    assert (turned, texts) == (["2", "9", "13", "19"], ["10", "20"])


@pytest.mark.parametrize("name", ["practitioners-2026", "session-feedback-2026"])
def test_each_question_is_one_short_sentence(name):
    texts = [row["text"] for row in rows(f"surveys/{name}")]

    assert [text for text in texts if len(text.split()) > 20] == []
    assert [text for text in texts if text.count(".") + text.count("?") != 1] == []


def test_the_feedback_has_five_questions_on_one_page():
    feedback = rows("surveys/session-feedback-2026")

    assert (len(feedback), len({row["group"] for row in feedback})) == (5, 1)
