"""The challenges of the demo: that of the cycle before, held and closed; and that of the open
cycle, for which everybody has said when they can come, so that it waits to be planned.
"""

from datetime import date, timedelta
from random import Random

from challenge.operations import agency_ties, asking, availabilities, chosen
from challenge.problem import Answer
from section11.audits.models import Cycle

from . import challenge_held
from .challenge_stage import Stage, declare, set_up, tuesday_after
from .content import Content
from .partnership import Cast
from .passing import Story

DAYS_AGO = 14  # everybody was asked, and answered; whole weeks, for sessions keep their weekdays


def play(*, content: Content, cast: Cast, cycles: list[Cycle], today: date) -> None:
    """Play the challenge of the cycle before the last, then prepare that of the last."""
    stage, story = Stage(content, cast, today), Story()
    for tie in stage.asks["ties"]:
        agency_ties.add(
            partnership=cast.partnership,
            agency=stage.agency(tie["agency"]),
            kind=tie["kind"],
            other=stage.agency(tie["other"]),
            by=stage.by,
        )
    before = challenge_held.play(stage, cycles[-2], story)
    cast.partnership.agency_ties.update(added_at=before.set_up_at)
    _prepare(stage, cycles[-1], like=before)


def _prepare(stage, cycle, *, like):
    """Three weeks of half-days after the self-audits are due, and who can come on each."""
    story = Story()
    first_day = tuesday_after(cycle.due_on + timedelta(weeks=5)) + timedelta(days=DAYS_AGO)
    challenge = set_up(stage, cycle, first_day, weeks=3, like=like)
    left_out = {stage.agency(key).pk for key in stage.asks["not_challenged"]}
    agencies = cycle.self_audits.exclude(agency__in=left_out).values_list("agency", flat=True)
    chosen.choose(
        challenge=challenge,
        bring_in={pk: ["Every agency is challenged this year."] for pk in agencies},
        long=[stage.agency(key).pk for key in stage.asks["long_slots"]],
        by=stage.by,
    )
    asking.ask(challenge=challenge, due_on=stage.today + timedelta(days=4 + DAYS_AGO), by=stage.by)
    chance = Random("who can come")  # noqa: S311 - repeatable on purpose
    share = {stage.user(row).pk: row["can_come"] for row in stage.asks["panel"]}
    for member in challenge.panel_members.current().select_related("user"):
        _answer(stage, member, share[member.user_id], chance, by=member.user)
    for challenged in challenge.agencies.current().select_related("agency"):
        lead = challenged.agency.leads[0]
        _answer(stage, challenged, stage.asks["agencies_can_come"], chance, by=lead)
        availabilities.name_attendees(
            challenged_agency=challenged,
            users=[lead.pk, *(one.pk for one in challenged.agency.approvers[:1])],
            by=lead,
        )
    declare(stage, challenge)
    story.pass_days(challenge, DAYS_AGO)
    story.forget_mail()


def _answer(stage, of, share, chance, *, by):
    """Who can come on `share` of a hundred half-days; on some of them only if need be."""
    answers = {}
    for half_day in of.challenge.possible_sessions.filter(is_shut=False):
        said = Answer.NO
        if chance.randint(1, 100) <= share:
            need_be = chance.randint(1, 100) <= stage.asks["need_be"]
            said = Answer.IF_NEED_BE if need_be else Answer.YES
        answers[half_day.pk] = said
    availabilities.give(of=of, answers=answers, by=by)
