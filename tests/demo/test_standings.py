from datetime import date, timedelta
from random import Random

import pytest

from section11.demo import content, dates, standings
from section11.demo.standings import Slip, Standing

TODAY = date(2026, 11, 20)
HELD = dates.rounds(TODAY, 3)[-1]
THEMES = ["leadership", "neglect", "supervision"]


def current(today=TODAY, slip=None, **state):
    held = dates.rounds(today, 3)[-1]
    return standings.current(
        state=state, themes=THEMES, held=held, today=today, chance=Random(1), slip=slip
    )


def test_not_started_stands_nowhere():
    assert current(state="not_started") is None


def test_a_self_audit_that_is_nearly_done_lacks_what_is_missing():
    standing = current(state="nearly", missing=["supervision"])

    assert (standing.done, standing.partly) == ({"leadership", "neglect"}, set())
    assert standing.sent_on is None


def test_half_done_is_what_is_done_and_what_was_begun():
    standing = current(state="half", done=["leadership"], partly=["neglect"], slip=Slip.CHILDS_DATA)

    assert (standing.done, standing.partly) == ({"leadership"}, {"neglect"})
    assert standing.slip is Slip.CHILDS_DATA


def test_one_that_just_started_began_days_ago():
    standing = current(state="started", done=[], partly=["neglect"])

    assert standing.began_on == TODAY - timedelta(days=9)


def test_a_late_one_has_a_deadline_that_is_past():
    standing = current(state="late", due_days_ago=9, done=["leadership"], partly=[])

    assert standing.due_on == date(2026, 11, 11)
    assert standing.worked_until == date(2026, 11, 16)


def test_what_was_sent_back_or_reopened_keeps_its_reason():
    sent_back = current(state="ready_to_send", sent_back_days_ago=3, reason="Not yet.")
    reopened = current(
        state="reopened", submitted_days_ago=14, reopened_days_ago=2, reason="Wrong."
    )

    assert (sent_back.sent_back_on, sent_back.reason) == (date(2026, 11, 17), "Not yet.")
    assert sent_back.sent_on < sent_back.sent_back_on
    assert (reopened.submitted_on, reopened.reopened_on) == (date(2026, 11, 6), date(2026, 11, 18))
    assert reopened.sent_on < reopened.submitted_on


def test_in_a_closed_cycle_it_was_submitted_so_many_days_after_the_deadline():
    early = standings.closed(days_after_due=-3, held=HELD, chance=Random(1))
    late = standings.closed(days_after_due=23, held=HELD, chance=Random(1))

    assert early.submitted_on == HELD.due_on - timedelta(days=3)
    assert late.submitted_on == HELD.due_on + timedelta(days=23)
    assert early.done is None


@pytest.mark.parametrize("days", range(7))
def test_whatever_day_it_is_each_act_follows_the_one_before_and_none_is_to_come(days):
    today = TODAY + timedelta(days=days)

    for told in content.read():
        held = dates.rounds(today, len(told.years), told.weeks_later)
        rounds = dict(zip(told.years, held, strict=True))
        for key, story in told.stories.items():
            for standing in all_standings(story, rounds, today):
                acts = moments(standing)
                assert acts == sorted(acts), key
                assert acts[-1].date() < today, key


def all_standings(story, rounds, today):
    for year, days in story.get("submitted", {}).items():
        yield standings.closed(days_after_due=days, held=rounds[year], chance=Random(year))
    standing = standings.current(
        state=story["state_2026"],
        themes=THEMES,
        held=rounds[2026],
        today=today,
        chance=Random(2026),
    )
    if standing:
        yield standing


def moments(standing: Standing):
    """When work began, when it ended, and each move, as self_audits.play dates them."""
    acts = [
        *dates.work_between(standing.began_on, standing.worked_until, 5, Random(1)),
        standing.sent_on and dates.at(standing.sent_on, 16),
        standing.sent_back_on and dates.at(standing.sent_back_on, 17),
        standing.submitted_on and dates.at(standing.submitted_on, 17, 20),
        standing.reopened_on and dates.at(standing.reopened_on, 17, 40),
    ]
    return [act for act in acts if act]
