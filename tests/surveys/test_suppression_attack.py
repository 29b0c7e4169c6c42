"""Trying to tell the answers of fewer people than the threshold from all that is published."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from surveys.results import published, suppression
from tests.surveys.subtraction import Attacker, Population

THRESHOLD = 5


def of_sizes(sizes, *, threshold=THRESHOLD, seed=0):
    """A population of {(question, agency, group): people} who answer by chance."""
    chance = random.Random(seed)
    cells = {
        place: {
            value: answers.count(value)
            for answers in [chance.choices("12345", k=size)]
            for value in "12345"
        }
        for place, size in sizes.items()
    }
    return Population(cells, threshold=threshold)


@some.composite
def small_populations(draw):
    """A few agencies, role groups and questions with sizes on both sides of the threshold."""
    agencies = draw(some.integers(1, 4))
    groups = draw(some.integers(1, 3))
    questions = draw(some.integers(1, 2)) if agencies * groups <= 6 else 1
    size = some.integers(0, 2 * THRESHOLD + 2)
    sizes = {
        (question, agency, f"group {group}"): draw(size)
        for question in range(questions)
        for agency in range(agencies)
        for group in range(groups)
    }
    return of_sizes(sizes, seed=draw(some.integers(0, 9)))


@settings(max_examples=150, deadline=None)
@given(population=small_populations())
def test_no_sum_of_fewer_people_than_the_threshold_is_determined(population):
    attacker = Attacker(population)

    assert attacker.few_people_derived() == []


@settings(max_examples=150, deadline=None)
@given(population=small_populations())
def test_no_published_numbers_divide_fewer_people_than_the_threshold(population):
    attacker = Attacker(population)

    smallest = attacker.smallest_atom()

    assert smallest is None or smallest >= population.threshold


@pytest.mark.parametrize("seed", range(3))
def test_nor_in_a_partnership_of_sixty_agencies(seed):
    chance = random.Random(seed)
    sizes = {
        (question, agency, f"group {group}"): chance.choice([0, 1, 2, 3, 5, 8, 9, 10, 30])
        for question in range(4)
        for agency in range(60)
        for group in range(4)
        if agency % 4 or group < 2
    }
    population = of_sizes(sizes, threshold=10, seed=seed)

    attacker = Attacker(population, most_withheld=1)

    assert attacker.smallest_atom() >= 10
    assert len(attacker.rows) > 300


def test_something_is_shown_of_those_who_are_enough():
    population = of_sizes({(1, 1, "a"): 6, (1, 1, "b"): 7, (1, 2, "a"): 4, (1, 3, "a"): 4})

    numbers, by_group = population.results_for([1, 2, 3])

    assert numbers.by_question[1, "q1"].n == 13
    assert numbers.by_question[2, "q1"] is None
    assert numbers.overall_by_question["q1"].n == 21
    assert by_group.by_question[1, "a", "q1"].n == 6


def test_few_hidden_people_are_in_no_sum_at_all():
    population = of_sizes({(1, 1, "a"): 6, (1, 2, "a"): 4})

    numbers, _ = population.results_for([1, 2])

    assert numbers.overall_by_question["q1"].n == 6


def test_a_reader_from_whom_a_hidden_agency_is_withheld_sees_no_part_of_the_hidden_ones():
    population = of_sizes({(1, 1, "a"): 6, (1, 2, "a"): 4, (1, 3, "a"): 4, (1, 4, "a"): 3})

    numbers, _ = population.results_for([1, 2, 3])

    assert numbers.overall_by_question["q1"].n == 6


def test_a_group_is_hidden_where_it_would_tell_another():
    population = of_sizes({(1, 1, "a"): 6, (1, 1, "b"): 2, (1, 1, "c"): 9})

    _, by_group = population.results_for([1])

    assert by_group.by_question[1, "a", "q1"] is None
    assert by_group.by_question[1, "b", "q1"] is None
    assert by_group.by_question[1, "c", "q1"].n == 9


def test_the_attacker_succeeds_where_only_small_groups_are_hidden(monkeypatch):
    """That the attack can succeed: without complementary suppression it does."""
    monkeypatch.setattr(
        published,
        "shown_groups",
        lambda people, threshold: {group for group, n in people.items() if n >= threshold},
    )
    population = of_sizes({(1, 1, "a"): 6, (1, 1, "b"): 2})

    attacker = Attacker(population)

    assert attacker.few_people_derived()
    assert attacker.smallest_atom() == 2


def test_the_attacker_succeeds_where_all_agencies_hold_the_hidden_ones(monkeypatch):
    def careless(people, threshold):
        parted = suppression.part_agencies(people, threshold)
        return suppression.Parted(parted.alone, frozenset(people) - parted.alone)

    monkeypatch.setattr(published, "part_agencies", careless)
    population = of_sizes({(1, 1, "a"): 6, (1, 2, "a"): 2})

    attacker = Attacker(population)

    assert attacker.few_people_derived()
