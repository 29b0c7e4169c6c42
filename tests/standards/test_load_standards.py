from collections import Counter
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from section11.people.models import Sector, Size
from section11.standards.models import Priority, RatingScale, StandardSet

SCALE = settings.ROOT / "fixtures/scales/rag.yaml"
OLDER = settings.ROOT / "fixtures/standards/section11-2024.yaml"
NEWER = settings.ROOT / "fixtures/standards/section11-2026.yaml"


def load(*files):
    out = StringIO()
    call_command("load_standards", *files, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def loaded(db):
    load()
    return {s.code: s for s in StandardSet.objects.filter(partnership=None)}


def changed(path, tmp_path, before, after):
    text = path.read_text()
    assert before in text
    spoilt = tmp_path / path.name
    spoilt.write_text(text.replace(before, after, 1))
    return spoilt


def test_scales_come_first_and_older_sets_before_newer(db):
    assert load(NEWER, OLDER, SCALE) == [
        "rag: loaded",
        "section11-2024: loaded",
        "section11-2026: loaded",
    ]


def test_all_that_comes_with_the_product_is_published(loaded):
    assert {s.status for s in loaded.values()} == {StandardSet.Status.PUBLISHED}
    assert set(loaded) == {"section11-2024", "section11-2026"}
    assert {scale.code for scale in RatingScale.objects.all()} == {"rag", "zero-to-three"}
    assert loaded["section11-2026"].based_on == loaded["section11-2024"]


def test_loading_again_changes_nothing(loaded):
    assert load() == [
        "rag: unchanged",
        "zero-to-three: unchanged",
        "section11-2024: unchanged",
        "section11-2026: unchanged",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Think Family", "Thinking Family"),
        ("Section 11 standards 2026", "Other"),
        ('essential: "yes"', 'essential: "no"'),
    ],
)
def test_a_published_set_whose_file_changed_is_refused(loaded, tmp_path, before, after):
    spoilt = changed(NEWER, tmp_path, before, after)

    with pytest.raises(CommandError, match="section11-2026 is published, so it cannot change"):
        load(spoilt)

    assert load(NEWER) == ["section11-2026: unchanged"]


def test_a_file_with_problems_loads_nothing_at_all(db, tmp_path):
    spoilt = changed(OLDER, tmp_path, 'code: "1.2"', 'code: "1.1"')

    with pytest.raises(CommandError, match="Row 2, column code: Row 1 has the code 1.1 as well"):
        load(SCALE, spoilt)

    assert not RatingScale.objects.exists()


def test_a_set_on_a_scale_that_is_not_there(db):
    with pytest.raises(CommandError, match="There is no rating scale “rag”"):
        load(OLDER)


def test_a_set_based_on_one_that_is_not_there(db):
    with pytest.raises(CommandError, match="There is no set “section11-2024”"):
        load(SCALE, NEWER)


def test_a_set_that_does_not_say_what_it_is_called(db, tmp_path):
    nameless = tmp_path / "nameless.csv"
    nameless.write_text("code,text\n1.1,Why?\n")

    with pytest.raises(CommandError, match="Column code: The head of the file does not say this"):
        load(SCALE, nameless)


def test_a_file_that_is_no_table(db, tmp_path):
    page = tmp_path / "page.yaml"
    page.write_text("<html>")

    with pytest.raises(CommandError, match="This is a web page"):
        load(page)


def test_a_file_that_is_not_there(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        load(tmp_path / "none.yaml")


# What the shipped set promises.


def questions(standard_set):
    return list(standard_set.questions_in_full())


def test_the_2026_set_has_its_standards_and_questions(loaded):
    asked = questions(loaded["section11-2026"])
    counts = Counter(question.standard.title for question in asked)

    assert len(counts) >= 12
    assert len(asked) >= 55
    assert counts["Neglect"] >= 8
    assert counts["Supervision"] >= 9


def test_every_question_of_both_sets_is_complete(loaded):
    for standard_set in loaded.values():
        for question in questions(standard_set):
            assert question.guidance, question
            assert question.good_evidence, question
            assert [d.level.code for d in question.descriptors.all()] == ["red", "amber", "green"]


def test_every_sector_is_asked_something_under_every_standard(loaded):
    for standard_set in loaded.values():
        for sector in Sector.values:
            standards = {
                q.standard.code for q in standard_set.questions if q.applies_to(sector, Size.LARGE)
            }
            assert standards == set(standard_set.standards.values_list("code", flat=True)), sector


def test_a_charity_of_five_can_answer_its_variant(loaded):
    for standard_set in loaded.values():
        asked = [q for q in standard_set.questions if q.applies_to(Sector.VOLUNTARY, Size.SMALL)]
        large = [q for q in standard_set.questions if q.applies_to(Sector.VOLUNTARY, Size.LARGE)]

        assert {q.standard_id for q in asked} == {s.pk for s in standard_set.standards.all()}
        assert len(asked) < len(large)
        assert any(q.small_text for q in asked)


def test_the_priorities_of_the_business_plan_have_questions(loaded):
    priorities = Priority.objects.filter(standard_set=loaded["section11-2026"])

    assert {p.title for p in priorities} == {
        "Think Family",
        "Supporting adolescents",
        "Early help",
        "Neglect",
    }
    assert all(priority.questions.exists() for priority in priorities)


def test_the_older_set_has_no_neglect_and_the_newer_is_comparable_with_it(loaded):
    older, newer = loaded["section11-2024"], loaded["section11-2026"]
    changes = Counter(question.change for question in newer.questions)
    kept = {q.lineage for q in newer.questions if q.change in ("kept", "reworded")}

    assert not older.standards.filter(title__icontains="neglect").exists()
    assert kept < {q.lineage for q in older.questions}
    assert set(changes) == {"kept", "reworded", "split", "merged", "new"}
