from datetime import date

import pytest

from section11.board import numbers, tallies
from section11.board.results import NOT_APPLICABLE, Row, Standing
from section11.board.tallies import Tally, tally
from section11.board.travel import DirectionOfTravel
from tests import factories

RED, AMBER, GREEN = 0, 1, 2
IMPROVED, SAME, DECLINED, NEW, NOT_COMPARABLE = DirectionOfTravel
NA, NONE = NOT_APPLICABLE, None

POINTS = [
    ("zero", "0", "0", "#b22222", "triangle", True, True, False, False),
    ("one", "1", "1", "#ffbf47", "diamond", True, True, False, False),
    ("two", "2", "2", "#cfe8a0", "square", True, False, False, False),
    ("three", "3", "3", "#00703c", "circle", True, False, True, False),
    ("none", "Not applicable", "N/A", "#ffffff", "dash", False, False, False, True),
]


@pytest.mark.parametrize(
    ("given", "essential", "expected"),
    [
        # two amber of which one essential, one green, one not applicable, one not answered
        ((AMBER, AMBER, GREEN, NA, NONE), (1, 0, 0, 0, 0), Tally((0, 2, 1), (0, 1, 0), 1, 1)),
        ((RED, RED), (1, 1), Tally((2, 0, 0), (2, 0, 0), 0, 0)),
        ((NA, NA), (1, 0), Tally((0, 0, 0), (0, 0, 0), 2, 0)),
        ((NONE,), (1,), Tally((0, 0, 0), (0, 0, 0), 0, 1)),
        ((), (), Tally((0, 0, 0), (0, 0, 0), 0, 0)),
    ],
)
def test_a_tally_counts_each_level_and_what_has_none(given, essential, expected):
    assert tally(given, tuple(map(bool, essential)), 3) == expected


def test_a_tally_knows_a_scale_of_four_levels():
    assert tally((0, 3, 3), (False, True, False), 4) == Tally((1, 0, 0, 2), (0, 0, 0, 1), 0, 0)


class Years:
    """Two cycles of one agency: `then` compared with `now`, each on its own set."""

    def __init__(self, partnership, sector="police"):
        self.partnership = partnership
        self.agency = factories.agency(partnership=partnership, sector=sector)
        self.old_set = factories.standard_set(standards=0)
        self.new_set = factories.standard_set(standards=0, based_on=self.old_set)

    def ask(self, standard_set, code, *lineages, **fields):
        """A standard with a question for each lineage."""
        standard, _ = standard_set.standards.get_or_create(
            code=code, defaults={"order": int(code), "title": f"Standard {code}"}
        )
        for lineage in lineages:
            order = standard.questions.count() + 1
            factories.question(standard=standard, order=order, lineage=lineage, **fields)
        return standard

    def submit(self, *, now, then, **fields):
        """Submit both self-audits with these levels by lineage; None leaves one unanswered."""
        self.then = factories.cycle(partnership=self.partnership, standard_set=self.old_set)
        self.now = factories.cycle(
            partnership=self.partnership, standard_set=self.new_set, compared_with=self.then
        )
        for cycle, levels, more in ((self.then, then, {}), (self.now, now, fields)):
            self_audit = factories.self_audit(
                cycle=cycle, agency=self.agency, submitted=levels is not None, **more
            )
            for lineage, code in (levels or {}).items():
                self_audit.answers.filter(question__lineage=lineage).update(
                    level=code and factories.level(code, self_audit.cycle.standard_set.scale.code)
                )
        results = numbers.read([self.now, self.then], user=None)
        return results[self.now.pk], results[self.then.pk]

    def travel(self, now, then, rule="worst"):
        """The direction of each standard, by its code."""
        codes = {standard.pk: standard.code for standard in now.standards}
        return {
            codes[standard]: direction
            for (_, standard), direction in tallies.travels(now, then, rule).items()
        }


@pytest.fixture
def years(partnership):
    return Years(partnership)


def test_each_standard_counts_its_own_questions(years):
    one = years.ask(years.new_set, "1", "a", "b", "c")
    two = years.ask(years.new_set, "2", "d")
    years.ask(years.old_set, "1", "a")

    now, _ = years.submit(now={"a": "red", "b": "amber", "c": "amber", "d": "na"}, then=None)

    assert tallies.of(now) == {
        (years.agency.pk, one.pk): Tally((1, 2, 0), (1, 0, 0), 0, 0),
        (years.agency.pk, two.pk): Tally((0, 0, 0), (0, 0, 0), 1, 0),
    }


def test_a_question_that_does_not_apply_is_neither_counted_nor_missed(years):
    one = years.ask(years.new_set, "1", "a")
    years.ask(years.new_set, "1", "b", sectors=["housing"])
    years.ask(years.new_set, "2", "c", sectors=["housing"])
    years.ask(years.old_set, "1", "a")

    now, _ = years.submit(now={"a": "green"}, then=None)

    assert tallies.of(now) == {(years.agency.pk, one.pk): Tally((0, 0, 1), (0, 0, 1), 0, 0)}


def test_answers_hidden_by_a_change_of_sector_count_no_more(years):
    standard = years.ask(years.new_set, "1", "a", "b")
    years.ask(years.new_set, "1", "police-only", sectors=["police"])
    years.ask(years.old_set, "1", "a")
    now, then = years.submit(now={"a": "green", "b": "amber", "police-only": "red"}, then=None)
    self_audit = years.now.self_audits.get()
    assert tallies.of(now)[years.agency.pk, standard.pk].counts == (1, 1, 1)

    self_audit.answers.filter(question__lineage="police-only").update(in_scope=False)
    self_audit.sector = "housing"
    self_audit.save(update_fields=["sector"])
    now = numbers.read([years.now], user=None)[years.now.pk]

    assert tallies.of(now)[years.agency.pk, standard.pk] == Tally((0, 1, 1), (0, 0, 1), 0, 0)


def test_an_unrated_question_that_applies_is_unanswered(years):
    standard = years.ask(years.new_set, "1", "a", "b")
    years.ask(years.old_set, "1", "a")

    now, _ = years.submit(now={"a": "green", "b": None}, then=None)

    assert tallies.of(now) == {(years.agency.pk, standard.pk): Tally((0, 0, 1), (0, 0, 1), 0, 1)}


def test_the_cycle_before_is_brought_to_the_standards_of_now_by_lineage(years):
    years.ask(years.old_set, "1", "a", "b", "c")
    leadership = years.ask(years.new_set, "1", "a")
    neglect = years.ask(years.new_set, "2", "b", "c", "new")

    now, then = years.submit(now={}, then={"a": "green", "b": "red", "c": "amber"})

    assert tallies.of_then(now, then) == {
        (years.agency.pk, leadership.pk): Tally((0, 0, 1), (0, 0, 1), 0, 0),
        (years.agency.pk, neglect.pk): Tally((1, 1, 0), (1, 0, 0), 0, 0),
    }


def test_a_cycle_on_another_scale_is_not_brought_over(years):
    years.old_set.scale = factories.scale(POINTS, code="points")
    years.old_set.save(update_fields=["scale"])
    years.ask(years.old_set, "1", "a")
    years.ask(years.new_set, "1", "a")

    now, then = years.submit(now={"a": "green"}, then=None)

    assert tallies.of_then(now, then) == {}


def test_travel_compares_the_same_questions_wherever_they_stand(years):
    years.ask(years.old_set, "1", "a", "b", "c")
    years.ask(years.new_set, "1", "a")
    years.ask(years.new_set, "2", "b", "c")

    now, then = years.submit(
        now={"a": "amber", "b": "amber", "c": "green"},
        then={"a": "green", "b": "red", "c": "green"},
    )

    assert years.travel(now, then) == {"1": DECLINED, "2": IMPROVED}


def test_travel_follows_the_rule_of_the_cycle(years):
    years.ask(years.old_set, "1", "a", "b", "c")
    years.ask(years.new_set, "1", "a", "b", "c")

    now, then = years.submit(
        now={"a": "green", "b": "green", "c": "red"},
        then={"a": "amber", "b": "amber", "c": "red"},
    )

    assert years.travel(now, then, "worst") == {"1": SAME}
    assert years.travel(now, then, "majority") == {"1": IMPROVED}
    assert years.travel(now, then, "essential_worst") == {"1": IMPROVED}  # only "a" is essential


def test_a_standard_whose_questions_are_all_new_is_new(years):
    years.ask(years.old_set, "1", "a")
    years.ask(years.new_set, "1", "a")
    years.ask(years.new_set, "2", "b", "c")

    now, then = years.submit(now={"b": "red"}, then={"a": "green"})

    assert years.travel(now, then) == {"1": SAME, "2": NEW}


def test_a_standard_of_split_questions_is_not_comparable(years):
    years.ask(years.old_set, "1", "whole")
    years.ask(years.new_set, "1", "half", "other-half", came_from=["whole"])

    now, then = years.submit(now={}, then={"whole": "red"})

    assert years.travel(now, then) == {"1": NOT_COMPARABLE}


def test_half_of_the_rated_questions_must_have_been_rated_before(years):
    years.ask(years.old_set, "1", "a", "b")
    years.ask(years.new_set, "1", "a", "x")
    years.ask(years.new_set, "2", "b", "y", "z")

    now, then = years.submit(now={}, then={"a": "red", "b": "red"})

    assert years.travel(now, then) == {"1": IMPROVED, "2": NOT_COMPARABLE}


def test_another_scale_is_not_comparable(years):
    years.old_set.scale = factories.scale(POINTS, code="points")
    years.old_set.save(update_fields=["scale"])
    years.ask(years.old_set, "1", "a")
    years.ask(years.new_set, "1", "a")
    years.ask(years.new_set, "2", "new")
    years.then = factories.cycle(partnership=years.partnership, standard_set=years.old_set)
    years.now = factories.cycle(
        partnership=years.partnership, standard_set=years.new_set, compared_with=years.then
    )
    factories.self_audit(cycle=years.then, agency=years.agency, answered="three", submitted=True)
    factories.self_audit(cycle=years.now, agency=years.agency, answered="green", submitted=True)
    results = numbers.read([years.now, years.then], user=None)

    assert years.travel(results[years.now.pk], results[years.then.pk]) == {
        "1": NOT_COMPARABLE,
        "2": NEW,
    }


def test_a_question_asked_then_of_another_kind_of_agency_only_is_new(years):
    years.ask(years.old_set, "1", "a", sectors=["housing"])
    years.ask(years.new_set, "1", "a")

    now, then = years.submit(now={"a": "green"}, then={})

    assert years.travel(now, then) == {"1": NEW}


def test_what_was_not_applicable_then_is_not_comparable(years):
    years.ask(years.old_set, "1", "a")
    years.ask(years.new_set, "1", "a")

    now, then = years.submit(now={"a": "green"}, then={"a": "na"})

    assert years.travel(now, then) == {"1": NOT_COMPARABLE}


def test_nothing_rated_now_has_no_direction(years):
    years.ask(years.old_set, "1", "a")
    years.ask(years.new_set, "1", "a")

    now, then = years.submit(now={"a": "na"}, then={"a": "green"})

    assert years.travel(now, then) == {}


def test_a_draft_of_the_cycle_before_is_not_comparable_and_not_told(years):
    years.ask(years.old_set, "1", "a")
    years.ask(years.new_set, "1", "a")
    years.then = factories.cycle(partnership=years.partnership, standard_set=years.old_set)
    years.now = factories.cycle(
        partnership=years.partnership, standard_set=years.new_set, compared_with=years.then
    )
    factories.self_audit(cycle=years.then, agency=years.agency, answered="red")
    factories.self_audit(cycle=years.now, agency=years.agency, answered="green", submitted=True)
    results = numbers.read([years.now, years.then], user=None)
    now, then = results[years.now.pk], results[years.then.pk]

    assert years.travel(now, then) == {"1": NOT_COMPARABLE}
    assert tallies.of_then(now, then) == {}


def test_an_agency_that_took_no_part_before_is_new(years):
    years.ask(years.old_set, "1", "a")
    years.ask(years.new_set, "1", "a")
    newcomer = factories.agency(partnership=years.partnership)
    years.submit(now={"a": "green"}, then={"a": "red"})
    factories.self_audit(cycle=years.now, agency=newcomer, submitted=True)
    results = numbers.read([years.now, years.then], user=None)

    directions = tallies.travels(results[years.now.pk], results[years.then.pk], "worst")

    assert {agency: direction for (agency, _), direction in directions.items()} == {
        years.agency.pk: IMPROVED,
        newcomer.pk: NEW,
    }


def test_each_question_has_its_own_direction(years):
    years.ask(years.old_set, "1", "up", "down", "unrated", "whole")
    years.ask(years.new_set, "1", "up", "down", "unrated", "new", "na")
    years.ask(years.new_set, "1", "half", came_from=["whole"])

    now, then = years.submit(
        now={"up": "green", "down": "red", "na": "na"},
        then={"up": "amber", "down": "amber", "unrated": None},
    )

    assert tallies.question_travels(now, then, now.row_of[years.agency.pk]) == {
        "up": IMPROVED,
        "down": DECLINED,
        "unrated": NOT_COMPARABLE,
        "new": NEW,
        "half": NOT_COMPARABLE,
    }


def test_a_row_that_has_not_submitted_counts_nothing():
    row = Row(1, 2, "A", "A", "police", "large", "", Standing.IN_PROGRESS, False, date(2026, 1, 1))

    assert not row.is_submitted
    assert row.kind == ("police", "large")
