from datetime import timedelta

import pytest

from section11.standards import sets
from section11.standards.models import Question
from tests import factories


def codes(standard_set):
    return [question.code for question in sets.read_one(standard_set).questions]


@pytest.mark.django_db
def test_what_a_published_set_asks_is_read_once(django_assert_num_queries):
    standard_set = factories.standard_set(standards=2, questions=2)

    with django_assert_num_queries(4):
        first = codes(standard_set)
    with django_assert_num_queries(0):
        again = codes(standard_set)

    assert first == again == ["1.1", "1.2", "2.1", "2.2"]


@pytest.mark.django_db
def test_several_sets_are_read_at_once(django_assert_num_queries):
    made = [factories.standard_set(standards=1, questions=n) for n in (1, 2, 3)]
    sets.read(made[:1])

    with django_assert_num_queries(4):
        asks = sets.read(made)

    assert [len(asks[one.pk].questions) for one in made] == [1, 2, 3]
    assert [asks[one.pk].standards for one in made] == [(one.standards.get(),) for one in made]
    assert [asks[one.pk].levels for one in made] == [tuple(one.scale.levels.all()) for one in made]


@pytest.mark.django_db
def test_a_draft_is_read_each_time():
    draft = factories.standard_set(standards=1, questions=1, published=False)
    assert codes(draft) == ["1.1"]

    factories.question(standard=draft.standards.get(), order=2)

    assert codes(draft) == ["1.1", "1.2"]


@pytest.mark.django_db
def test_a_set_of_another_database_with_the_same_id_is_read_anew():
    standard_set = factories.standard_set(standards=1, questions=1)
    assert codes(standard_set) == ["1.1"]

    Question.objects.filter(standard__standard_set=standard_set).update(code="9.9")
    standard_set.published_at += timedelta(microseconds=1)

    assert codes(standard_set) == ["9.9"]


@pytest.mark.django_db
def test_no_more_is_kept_than_there_is_room_for(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(sets, "KEPT_AT_MOST", 2)
    monkeypatch.setattr(sets, "_kept", {})
    made = [factories.standard_set(standards=1, questions=1) for _ in range(3)]

    for one in made:
        sets.read_one(one)

    assert len(sets._kept) == 2
    with django_assert_num_queries(0):
        sets.read(made[1:])
