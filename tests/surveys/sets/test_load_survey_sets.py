from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from surveys.models import SurveySet

PRACTITIONERS = settings.ROOT / "fixtures/surveys/practitioners-2026.yaml"


def load(*files):
    out = StringIO()
    call_command("load_survey_sets", *files, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def standards(db):
    call_command("load_standards", stdout=StringIO())


def changed(tmp_path, before, after):
    text = PRACTITIONERS.read_text()
    assert before in text
    spoilt = tmp_path / PRACTITIONERS.name
    spoilt.write_text(text.replace(before, after))
    return spoilt


def test_both_sets_are_loaded_and_published_once(standards):
    assert load() == ["practitioners-2026: loaded", "session-feedback-2026: loaded"]
    assert load() == ["practitioners-2026: unchanged", "session-feedback-2026: unchanged"]

    shipped = SurveySet.objects.filter(partnership=None)
    assert {s.code: (s.purpose, s.status, s.questions.count()) for s in shipped} == {
        "practitioners-2026": ("practitioners", "published", 20),
        "session-feedback-2026": ("session_feedback", "published", 5),
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("is often put off", "is at times put off"),
        ("Practitioner survey 2026", "Other"),
        ("purpose: practitioners", "purpose: session_feedback"),
    ],
)
def test_a_published_set_whose_file_changed_is_refused(standards, tmp_path, before, after):
    load(PRACTITIONERS)

    with pytest.raises(CommandError, match="is published, so it cannot change"):
        load(changed(tmp_path, before, after))


def test_a_question_that_tests_nothing_known_is_refused(standards, tmp_path):
    with pytest.raises(CommandError) as refused:
        load(changed(tmp_path, "[training-impact]", "[training-impat]"))

    assert "Row 18, column tests: “training-impat” is not the lineage" in str(refused.value)
    assert "Did you mean training-impact?" in str(refused.value)
    assert not SurveySet.objects.exists()


def test_without_the_standards_nothing_is_loaded(db):
    with pytest.raises(CommandError, match="is not the lineage of a self-audit question"):
        load()

    assert not SurveySet.objects.exists()


def test_a_file_that_does_not_say_what_it_is_for_is_refused(standards, tmp_path):
    with pytest.raises(CommandError, match="Column purpose: The head of the file does not say"):
        load(changed(tmp_path, "purpose: practitioners", "purpose: ''"))
