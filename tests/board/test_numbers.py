from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from section11.audits.models import Answer, Cycle, SelfAudit, SignOff
from section11.board import numbers
from section11.board.results import NOT_APPLICABLE, Standing
from section11.standards.models import Priority
from tests import factories

RED, AMBER, GREEN = 0, 1, 2


def read(cycle):
    return numbers.read([Cycle.objects.select_related("standard_set").get(pk=cycle.pk)], user=None)[
        cycle.pk
    ]


def rate(self_audit, **levels):
    """Give the questions with these lineages (question_1_2="red") those levels."""
    for lineage, code in levels.items():
        Answer.objects.filter(
            self_audit=self_audit, question__lineage=lineage.replace("_", "-")
        ).update(level=code and factories.level(code))


@pytest.mark.database
def test_the_ratings_of_a_submitted_self_audit_are_read_by_lineage(cycle, agency):
    self_audit = factories.self_audit(cycle=cycle, agency=agency, submitted=True)
    rate(self_audit, question_1_1="red", question_1_2="amber", question_2_1="na", question_2_2=None)

    results = read(cycle)

    assert results.ratings == {
        self_audit.pk: {"question-1-1": RED, "question-1-2": AMBER, "question-2-1": NOT_APPLICABLE}
    }


@pytest.mark.database
@pytest.mark.parametrize("trait", [{"answered": "red"}, {"answered": "red", "sent": True}])
def test_no_rating_is_read_before_the_self_audit_is_submitted(cycle, agency, trait):
    self_audit = factories.self_audit(cycle=cycle, agency=agency, **trait)
    assert self_audit.answers.filter(level__code="red").count() == 4

    results = read(cycle)

    assert results.ratings == {}
    assert [row.self_audit_id for row in results.rows] == [self_audit.pk]


@pytest.mark.database
def test_an_answer_hidden_by_a_change_of_sector_is_not_read(cycle, agency):
    self_audit = factories.self_audit(cycle=cycle, agency=agency, submitted=True)
    rate(self_audit, question_1_1="red")
    self_audit.answers.filter(question__code="1.1").update(in_scope=False)

    results = read(cycle)

    assert "question-1-1" not in results.ratings[self_audit.pk]
    assert len(results.ratings[self_audit.pk]) == 3


@pytest.mark.database
def test_a_self_audit_submitted_without_an_answer_has_no_rating(cycle, agency):
    self_audit = factories.self_audit(cycle=cycle, agency=agency, submitted=True)
    self_audit.answers.update(level=None)

    results = read(cycle)

    assert results.ratings_of(results.row_of[agency.pk]) == {}


@pytest.mark.database
def test_the_levels_of_another_scale_have_its_own_places(partnership, agency):
    scale = factories.scale(
        [
            ("zero", "0", "0", "#b22222", "triangle", True, True, False, False),
            ("one", "1", "1", "#ffbf47", "diamond", True, True, False, False),
            ("none", "Not applicable", "N/A", "#ffffff", "dash", False, False, False, True),
            ("two", "2", "2", "#cfe8a0", "square", True, False, False, False),
            ("three", "3", "3", "#00703c", "circle", True, False, True, False),
        ],
        code="zero-to-three",
    )
    rag_set = factories.standard_set(standards=1, questions=3)
    points_set = factories.standard_set(standards=1, questions=3, scale=scale)
    rag_cycle = factories.cycle(partnership=partnership, standard_set=rag_set)
    points_cycle = factories.cycle(partnership=partnership, standard_set=points_set)
    by_colour = factories.self_audit(
        cycle=rag_cycle, agency=agency, answered="amber", submitted=True
    )
    by_points = factories.self_audit(
        cycle=points_cycle, agency=agency, answered="three", submitted=True
    )
    by_points.answers.filter(question__code="1.1").update(
        level=factories.level("none", "zero-to-three")
    )

    results = numbers.read([rag_cycle, points_cycle], user=None)

    assert results[rag_cycle.pk].ratings[by_colour.pk]["question-1-1"] == AMBER
    assert results[points_cycle.pk].ratings[by_points.pk] == {
        "question-1-1": NOT_APPLICABLE,
        "question-1-2": 3,
        "question-1-3": 3,
    }
    assert [level.label for level in results[points_cycle.pk].levels] == ["0", "1", "2", "3"]
    assert [level.letter for level in results[points_cycle.pk].other_levels] == ["N/A"]


@pytest.mark.database
def test_rows_come_by_name_with_the_basis_in_this_partnership(cycle, partnership):
    zebra = factories.agency(partnership=partnership, name="Zebra Trust", basis="voluntary")
    asp = factories.agency(partnership=partnership, name="asp Council", sector="education")
    elsewhere = factories.partnership()
    elsewhere.agency_places.create(agency=asp, basis="relevant_agency")
    for agency in (zebra, asp):
        factories.self_audit(cycle=cycle, agency=agency)

    rows = read(cycle).rows

    assert [(row.name, row.sector, row.basis) for row in rows] == [
        ("asp Council", "education", "section_11"),
        ("Zebra Trust", "police", "voluntary"),
    ]


def test_every_standing_is_told_apart(cycle, partnership):
    def begin(name, **fields):
        agency = factories.agency(partnership=partnership, name=name)
        return factories.self_audit(cycle=cycle, agency=agency, **fields)

    begin("A")
    begin("B", answered="green")
    begin("C", sent=True)
    begin("D", submitted=True)
    reopened = begin("E", answered="green")
    SignOff.objects.create(
        self_audit=reopened, number=1, by=reopened.agency.leads[0], name="N", post="P", content={}
    )

    rows = read(cycle).rows

    assert [row.standing for row in rows] == [
        Standing.NOT_STARTED,
        Standing.IN_PROGRESS,
        Standing.WITH_APPROVER,
        Standing.SUBMITTED,
        Standing.REOPENED,
    ]


@pytest.mark.parametrize(
    ("days", "submitted", "is_late"),
    [(-1, False, True), (0, False, False), (1, False, False), (-1, True, False)],
)
def test_late_is_past_its_own_due_date_and_not_submitted(cycle, agency, days, submitted, is_late):
    due_on = timezone.localdate() + timedelta(days=days)
    factories.self_audit(cycle=cycle, agency=agency, submitted=submitted, due_on=due_on)

    assert [row.is_late for row in read(cycle).rows] == [is_late]


def test_every_status_of_a_self_audit_has_a_standing():
    assert {numbers._standing(status, False) for status in SelfAudit.Status.values} == (
        set(Standing) - {Standing.REOPENED}
    )


def test_the_priorities_and_what_speaks_to_them_are_read(cycle):
    standard_set = cycle.standard_set
    second = Priority.objects.create(standard_set=standard_set, order=2, code="b", title="Second")
    first = Priority.objects.create(standard_set=standard_set, order=1, code="a", title="First")
    question = factories.question(standard=standard_set.standards.get(code="1"), order=9)
    question.priorities.set([first, second])

    results = read(cycle)

    assert results.priorities == (first, second)
    assert results.speaks_to == {question.pk: {first.pk, second.pk}}
    assert [q.code for q in results.about(priority=second.pk).questions] == ["1.9"]
    assert [s.code for s in results.about(priority=second.pk).standards] == ["1"]


@pytest.mark.parametrize(("cycles", "agencies"), [(1, 1), (5, 1), (5, 3)])
def test_the_number_of_queries_is_the_same_for_any_number_of_cycles_and_agencies(
    partnership, cycles, agencies
):
    made = [factories.cycle(partnership=partnership) for _ in range(cycles)]
    for _ in range(agencies):
        agency = factories.agency(partnership=partnership)
        for cycle in made:
            factories.self_audit(cycle=cycle, agency=agency, submitted=True)
    made = list(Cycle.objects.select_related("standard_set"))

    with CaptureQueriesContext(connection) as queries:
        results = numbers.read(made, user=None)

    assert len(queries) == 2
    assert sum(len(one.ratings_of(row)) for one in results.values() for row in one.rows) == (
        4 * cycles * agencies
    )


def test_the_chain_follows_the_cycles_compared_with_for_at_most_five(
    partnership, django_assert_num_queries
):
    cycles = [factories.cycle(partnership=partnership, opens_on=date(2018, 1, 1))]
    for year in range(2019, 2026):
        cycles.append(
            factories.cycle(
                partnership=partnership, opens_on=date(year, 1, 1), compared_with=cycles[-1]
            )
        )
    aside = factories.cycle(partnership=partnership)

    with django_assert_num_queries(1):
        chain = numbers.chain(cycles[-1])

    assert chain == cycles[:-6:-1]
    assert numbers.chain(aside) == [aside]


def test_a_circle_of_cycles_ends(partnership):
    one = factories.cycle(partnership=partnership)
    other = factories.cycle(partnership=partnership, compared_with=one)
    Cycle.objects.filter(pk=one.pk).update(compared_with=other)
    one.refresh_from_db()

    assert numbers.chain(one) == [one, other]
