"""Two people at the same moment, on real connections."""

import pytest

from challenge.models import Availability, Challenge
from challenge.operations import availabilities, challenges, panel
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def test_of_two_coordinators_who_set_a_challenge_up_one_is_first(cycle, people):
    made_like = made.challenge(cycle=cycle)
    values = {
        name: getattr(made_like, name) for name in ("first_day", "last_day", "place", "format")
    }
    made_like.delete()

    def set_up():
        return challenges.set_up(cycle=cycle, by=people["coordinator"], **values)

    results = at_once(set_up, set_up)

    assert {type(one) for one in results} == {Challenge, RuleBroken}
    assert Challenge.objects.count() == 1


def test_of_two_who_add_the_same_member_both_find_one(cycle, people):
    challenge = made.challenge(cycle=cycle)

    def add():
        return panel.add(challenge=challenge, users=[people["chair"].pk], by=people["coordinator"])

    results = at_once(add, add)

    assert sorted(map(len, results)) == [0, 1]
    assert challenge.panel_members.count() == 1


def test_two_who_answer_for_one_agency_leave_one_answer(cycle, agency, people):
    challenge = made.challenge(cycle=cycle)
    half_day = made.possible_session(challenge=challenge)
    part = made.challenged_agency(challenge=challenge, agency=agency)

    def give(answer):
        return lambda: availabilities.give(
            of=part, answers={half_day.pk: answer}, drawn={}, by=people["lead"]
        )

    results = at_once(give("yes"), give("no"))

    assert Availability.objects.count() == 1
    assert sorted(map(len, results)) == [0, 1]  # the second is told of the first
