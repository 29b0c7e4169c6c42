"""Why agencies are left out, in words, and what is told to help: small cases worked by hand."""

from dataclasses import replace
from datetime import date, time

import pytest

from challenge import timetable
from challenge.problem import Agency, Answer, Half, Person, Pins, Problem, Rules, Session
from challenge.solver import clashes

MONDAY, TUESDAY = "2026-03-02 morning", "2026-03-03 morning"


def case(**more):
    """One agency, a morning on two days, somebody of the police who may chair and one of health."""
    both = {MONDAY: Answer.YES, TUESDAY: Answer.YES}
    sessions = tuple(
        Session(f"s{day}", date(2026, 3, day), Half.MORNING, time(9, 30), 60) for day in (2, 3)
    )
    given = {
        "sessions": sessions,
        "agencies": (Agency("a", "Housing", available=both),),
        "people": (
            Person("p", "Priya", frozenset({"police"}), may_chair=True, available=both),
            Person("h", "Hana", frozenset({"health"}), available=both),
        ),
        "rules": Rules(
            seats_least=1, seats_most=3, required={"police": 1, "health": 1}, agencies_most=1
        ),
    }
    return Problem(**given | more)


def changed(problem, person, **how):
    people = tuple(replace(p, **how) if p.id == person else p for p in problem.people)
    return replace(problem, people=people)


def explained(problem):
    outcome = timetable.solve(problem, seconds=20)
    return outcome.clashes


def remedies(clash):
    return [(r.kind, r.who, r.session) for r in clash.remedies]


def test_where_nothing_is_wrong_there_is_nothing_to_say():
    assert explained(case()) == ()


def test_nobody_of_a_capacity_at_any_time():
    (clash,) = explained(changed(case(), "h", available={}))

    assert clash.agencies == ("a",)
    assert clash.sentence == (
        "No health member can come on any of the two days: Housing cannot be placed."
    )
    assert clash.rules == (
        "Panel members sit only when they can.",
        "Each panel has 1 of health at least.",
    )
    assert set(remedies(clash)) == {("ask_person", "h", "s2"), ("ask_person", "h", "s3")}
    assert clash.remedies[0].sentence.startswith("Ask Hana about ")
    assert clash.remedies[0].sentence.endswith(" March in the morning: room for one more agency.")


def test_nobody_who_may_chair_when_the_agency_can_come():
    problem = changed(case(), "p", available={TUESDAY: Answer.YES})
    housing = replace(problem.agencies[0], available={MONDAY: Answer.YES})
    problem = replace(
        problem, agencies=(housing,), rules=replace(problem.rules, required={"health": 1})
    )

    (clash,) = explained(problem)

    assert clash.sentence == (
        "No member who may chair can come on 2 March in the morning when Housing can."
    )
    assert set(clash.rules) == {
        "Agencies come only when they can.",
        "Panel members sit only when they can.",
        "Somebody on each panel may chair.",
    }
    assert ("ask_person", "p", "s2") in remedies(clash)
    assert ("ask_agency", "a", "s3") in remedies(clash)


def test_everybody_who_could_has_an_interest():
    (clash,) = explained(changed(case(), "p", interests=frozenset({"a"})))

    assert clash.sentence.startswith("There is no panel on any half-day when Housing can come:")
    assert "every police member has an interest" in clash.sentence
    assert "Nobody sits with an agency that they have an interest in." in clash.rules
    assert clash.remedies == ()


def test_everybody_who_could_chair_has_an_interest():
    problem = changed(case(), "p", interests=frozenset({"a"}))
    problem = replace(problem, rules=replace(problem.rules, required={"health": 1}))

    (clash,) = explained(problem)

    assert clash.sentence == (
        "Everyone who could chair on the two half-days, when Housing can come, has an interest in it."
    )


def test_too_few_people():
    (clash,) = explained(replace(case(), rules=Rules(seats_least=3, seats_most=3)))

    assert clash.sentence == (
        "Too few people without an interest in Housing can come on any of the two half-days when"
        " Housing can."
    )
    assert clash.rules == ("A panel has so many members.",)


def test_an_agency_that_never_can_is_told_so_and_asked():
    (clash,) = explained(replace(case(), agencies=(Agency("a", "Housing"),)))

    assert clash.sentence == (
        "Housing cannot be placed. It cannot come to any session on the two days."
    )
    assert clash.rules == ("Agencies come only when they can.",)
    assert {kind for kind, _, _ in remedies(clash)} == {"ask_agency"}


def test_agencies_out_for_one_reason_are_told_together_by_their_ids_where_names_are_left_out():
    problem = changed(case(), "h", available={})
    two = tuple(replace(problem.agencies[0], id=one, name="") for one in "ab")

    (clash,) = explained(replace(problem, agencies=two))

    assert clash.agencies == ("a", "b")
    assert clash.sentence.endswith("a and b cannot be placed.")


def test_too_many_agencies_for_the_sessions():
    three = tuple(replace(case().agencies[0], id=one, name=one.upper()) for one in "abc")

    (clash,) = explained(replace(case(), agencies=three))

    assert clash.agencies
    assert clash.sentence.startswith("There is room for 2 of 3 agencies at most, so ")
    assert clash.rules == (
        "A session has so many agencies at most, and no more minutes than it lasts.",
    )
    assert clash.remedies == ()


def test_somebody_who_could_sit_once_more_is_named():
    two = tuple(replace(case().agencies[0], id=one, name=one.upper()) for one in "ab")
    problem = changed(replace(case(), agencies=two), "h", most=1)

    (clash,) = explained(problem)

    assert "Nobody sits more often than they agreed to." in clash.rules
    assert remedies(clash) == [("more_sittings", "h", "")]
    assert clash.remedies[0].sentence == (
        "Hana sits 2 times instead of 1: room for one more agency."
    )


def test_a_second_room_is_told_where_people_are_enough():
    problem = case()
    more = tuple(replace(p, id=f"{p.id}2", name=f"{p.name} 2") for p in problem.people)
    three = tuple(replace(problem.agencies[0], id=one, name=one.upper()) for one in "abc")

    (clash,) = explained(replace(problem, agencies=three, people=(*problem.people, *more)))

    assert {kind for kind, _, _ in remedies(clash)} == {"another_session"}
    assert "Hold a second session on" in clash.remedies[0].sentence


def test_a_pinned_session_in_the_way_is_told_to_be_unpinned():
    pins = Pins(shut=frozenset({"s2", "s3"}))

    (clash,) = explained(case(pins=pins))

    assert clash.sentence == "Housing can come only on the two half-days, pinned not to be held."
    assert clash.rules == ("What is pinned stays.",)
    assert set(remedies(clash)) == {("unpin", "", "s2"), ("unpin", "", "s3")}
    assert clash.remedies[0].sentence.startswith("Unpin the session on ")


def test_pins_that_clash_with_each_other_are_named():
    two = tuple(replace(case().agencies[0], id=one, name=one.upper()) for one in "ab")

    (clash,) = explained(case(agencies=two, pins=Pins(agencies={"a": "s2", "b": "s2"})))

    assert sorted(clash.rules) == [
        "A is pinned to 2 March in the morning.",
        "A session has so many agencies at most, and no more minutes than it lasts.",
        "B is pinned to 2 March in the morning.",
    ]
    assert clash.remedies[0].kind == "unpin"
    assert "The timetable is made without this pin." in clash.sentence


@pytest.mark.parametrize(
    ("pins", "rule"),
    [
        (Pins(seated=frozenset({("h", "s2")})), "Panel members sit only when they can."),
        (Pins(agencies={"a": "s2"}), "Panel members sit only when they can."),
        (Pins(held=frozenset({"s2"})), "Panel members sit only when they can."),
    ],
)
def test_a_pin_that_clashes_with_a_rule_is_told_with_it(pins, rule):
    problem = changed(case(pins=pins), "h", available={TUESDAY: Answer.YES})

    (clash,) = explained(problem)

    assert rule in clash.rules


def test_where_there_is_no_time_it_says_so():
    problem = changed(case(), "h", available={})
    outcome = timetable.solve(problem, seconds=20)

    (clash,) = clashes.explain(problem, outcome.plan, seconds=0)

    assert clash.sentence.endswith(f"{clashes.UNTRIED} {clashes.NO_HELP}")
    assert clash.remedies == ()


def test_what_helps_only_together_is_told_together():
    problem = changed(changed(case(), "h", available={}), "p", available={})

    (clash,) = explained(problem)

    assert "Ask " in clash.remedies[0].sentence
    assert " and ask " in clash.remedies[0].sentence
