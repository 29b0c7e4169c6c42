from section11.board import numbers, overview
from section11.board.heatmap import Gap
from section11.board.results import Standing
from section11.board.tallies import Tally
from section11.board.travel import DirectionOfTravel
from tests import factories

IMPROVED, SAME, DECLINED, NEW, NOT_COMPARABLE = DirectionOfTravel


def of(world):
    chain = numbers.chain(world.cycle)
    return overview.of(numbers.read(chain, user=None), chain, world.cycle.roll_up)


def test_it_counts_who_is_how_far_and_names_the_late(world):
    world.agency("Submitted", now="green green green green")
    late = world.agency("Late")
    factories.self_audit(cycle=world.cycle, agency=late, due_on=world.cycle.opens_on)
    factories.self_audit(cycle=world.cycle, agency=world.agency("Drafting"), answered="red")

    seen = of(world)

    assert (seen.submitted, seen.total) == (1, 3)
    assert seen.standings == dict.fromkeys(Standing, 0) | {
        Standing.SUBMITTED: 1,
        Standing.NOT_STARTED: 1,
        Standing.IN_PROGRESS: 1,
    }
    assert [(label, [row.name for row in rows]) for label, rows in seen.groups] == [
        ("Late", ["Late"]),
        ("In progress", ["Drafting"]),
        ("Submitted", ["Submitted"]),
    ]


def test_the_share_of_each_standard_counts_agencies_by_their_rolled_up_rating(world):
    world.agency("A", now="red green green green")
    world.agency("B", now="amber green na na")
    factories.self_audit(cycle=world.cycle, agency=world.agency("C"))

    neglect, supervision = of(world).standards

    assert neglect.share.levels == (1, 1, 0)
    assert (neglect.share.rated, neglect.share.unrated) == (2, 0)
    assert supervision.share.levels == (0, 0, 1)
    assert (supervision.share.unrated, supervision.share.gaps[Gap.NOT_SUBMITTED]) == (1, 1)
    assert of(world).with_worst == 1


def test_earlier_cycles_are_brought_to_the_standards_of_now(world):
    moved = world.old_set.standards.get(title="Supervision").questions.get(order=1)
    moved.lineage = "neglect-2"
    moved.save(update_fields=["lineage"])
    world.old_set.standards.get(title="Neglect").questions.get(order=2).delete()
    world.agency("A", now="green green green green", before="amber red green")

    neglect, supervision = of(world).standards

    assert [(year.cycle.name, year.share.levels) for year in neglect.years] == [
        ("2025", (1, 0, 0)),  # amber from its own question, red from the one that has moved here
        ("2026", (0, 0, 1)),
    ]
    assert supervision.years[0].share.levels == (0, 0, 1)


def test_a_cycle_on_another_scale_has_no_share(world):
    world.old_set.scale = factories.scale(
        [("low", "Low", "L", "#000000", "square", True, False, False, False)], code="low-only"
    )
    world.old_set.save(update_fields=["scale"])
    world.agency("A", now="red red red red")

    assert of(world).standards[0].years[0].share is None


def test_each_question_counts_the_agencies_that_are_asked_it(world):
    question = world.neglect.questions.get(order=1)
    question.sectors = ["police"]
    question.save(update_fields=["sectors"])
    world.agency("A", now="red green green green", before="green green green green")
    world.agency("B", now="na - green green", before="green red green green")
    world.agency("C", now="green green green", before="green green green green", sector="housing")

    first, second = of(world).standards[0].answered

    assert first.tally == Tally((1, 0, 0), (1, 0, 0), 1, 0)
    assert first.asked == 2
    assert first.movement == [(DECLINED, 1)]
    assert second.tally == Tally((0, 0, 2), (0, 0, 0), 0, 1)
    assert second.movement == [(SAME, 2)]


def test_a_priority_adds_up_the_questions_that_speak_to_it(world):
    priority = world.priority("Think Family", "neglect-2", "supervision-1")
    world.agency("A", now="red green amber red")
    world.agency("B", now="red green green red")

    (view,) = of(world).priorities

    assert view.priority == priority
    assert [one.question.lineage for one in view.answered] == ["neglect-2", "supervision-1"]
    assert view.total == (0, 1, 3)


def test_a_first_cycle_has_no_movement(world):
    world.agency("A", before="red green green green")
    chain = numbers.chain(world.before)

    seen = overview.of(numbers.read(chain, user=None), chain, "worst")

    assert seen.standards[0].answered[0].movement == []
    assert [year.cycle for year in seen.standards[0].years] == [world.before]
