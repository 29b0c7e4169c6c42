"""The cycles of the demo: opened, answered by each agency, and all but the last closed again."""

from dataclasses import dataclass
from datetime import date
from random import Random

from section11.audits.models import Cycle, SelfAudit
from section11.audits.operations import cycles
from section11.audits.roll_up import RollUp
from section11.people.models import Role
from section11.standards.models import StandardSet

from . import dates, items, ratings, self_audits, standings, texts
from .content import Content
from .dating import Diary, date_back_closing, date_back_launch
from .partnership import Cast

# The worst of all questions would make nearly every cell red or amber.
ROLL_UP = RollUp.ESSENTIAL_WORST
# Whose task list shows a standard that needs attention in the open cycle, and why.
SLIPS = {
    "adult-social-care": standings.Slip.TWO_AT_ONCE,
    "youth-justice": standings.Slip.CHILDS_DATA,
}


@dataclass(frozen=True)
class Stage:
    """One cycle to be played. `year` is what the content calls it; `is_last` leaves it open."""

    content: Content
    cast: Cast
    today: date
    year: int
    held: dates.Round
    is_last: bool


def play(*, content: Content, cast: Cast, rounds: list[dates.Round], today: date) -> list[Cycle]:
    """Play the content's cycles in their rounds, each compared with the one before; return them."""
    played, before = [], {}
    for year, held in zip(content.years, rounds, strict=True):
        stage = Stage(content, cast, today, year, held, is_last=year == content.years[-1])
        cycle = _open(stage, compared_with=played[-1] if played else None)
        before = _answer(stage, cycle, before)
        if not stage.is_last:
            diary = Diary()
            diary.note(held.closed_at)
            cycles.close(cycle=cycle, by=cast.coordinator)
            date_back_closing(cycle, diary)
        played.append(cycle)
    return played


def _open(stage, *, compared_with):
    diary = Diary()
    diary.note(dates.at(stage.held.opens_on, 9))
    cycle = cycles.open_cycle(
        partnership=stage.cast.partnership,
        name=f"{stage.content.partnership['cycle']['name']} {stage.held.year}",
        year=stage.held.year,
        standard_set=StandardSet.objects.get(
            partnership=None, code=stage.content.ratings["cycles"][stage.year]["set"]
        ),
        opens_on=stage.held.opens_on,
        due_on=stage.held.due_on,
        agencies=[stage.cast.agencies[key] for key in _taking_part(stage)],
        by=stage.cast.coordinator,
        roll_up=ROLL_UP,
        compared_with=compared_with,
    )
    date_back_launch(cycle, diary)
    return cycle


def _taking_part(stage):
    stories = stage.content.stories
    return [key for key in stories if stage.year in stories[key]["cycles"]]


def _answer(stage, cycle, before):
    """Play each agency's self-audit; return what was written, by agency and lineage."""
    levels = {level.letter: level for level in cycle.standard_set.scale.levels.all()}
    by_agency = {
        self_audit.agency_id: self_audit
        for self_audit in SelfAudit.objects.filter(cycle=cycle).select_related(
            "agency", "cycle__standard_set"
        )
    }
    written = {}
    for key in _taking_part(stage):
        self_audit = by_agency[stage.cast.agencies[key].pk]
        script = _script(stage, key, self_audit, levels, before.get(key, {}))
        standing = _standing(stage, key)
        if standing:
            self_audits.play(
                self_audit=self_audit,
                standing=standing,
                players=_players(stage.cast, key),
                script=script,
            )
        written[key] = script.written
    return written


def _players(cast, key):
    return self_audits.Players(
        lead=cast.people[key, Role.LEAD][0],
        others=cast.people.get((key, Role.CONTRIBUTOR), []),
        approver=cast.people[key, Role.APPROVER][0],
        coordinator=cast.coordinator,
    )


def _standing(stage, key):
    story = stage.content.stories[key]
    chance = Random(f"days {key} {stage.year}")  # noqa: S311 - repeatable on purpose
    if not stage.is_last:
        return standings.closed(
            days_after_due=story["submitted"][stage.year], held=stage.held, chance=chance
        )
    return standings.current(
        state=story["state_2026"],
        themes=stage.content.ratings["themes"],
        held=stage.held,
        today=stage.today,
        chance=chance,
        slip=SLIPS.get(key),
    )


def _script(stage, key, self_audit, levels, before):
    """All that the agency types in this cycle."""
    content, agency, story = stage.content, stage.content.agency[key], stage.content.stories[key]
    asked = [_asked(stage, key, question) for question in self_audit.questions]
    written = texts.write_all(
        bank=content.bank,
        agency=agency,
        story=story,
        asked=asked,
        on=stage.held.opens_on,
        before=before,
    )
    backing = items.back_all(
        bank=content.bank,
        files=content.files,
        agency=agency,
        asked=asked,
        written=written,
        on=stage.held.opens_on,
        actions_from=stage.held.due_on,
    )
    theme = {question.lineage: question.theme for question in asked}
    return self_audits.Script(theme, written, backing, levels)


def _asked(stage, key, question):
    content, theme = stage.content, stage.content.theme(question.lineage)
    return texts.Asked(
        lineage=question.lineage,
        code=question.code,
        theme=theme,
        letter=ratings.letter(
            key=key,
            story=content.stories[key],
            year=stage.year,
            lineage=question.lineage,
            theme=theme,
            essential=question.essential,
            spreads=content.ratings["spreads"],
        ),
        essential=question.essential,
        words=f"{question.text} {question.guidance} {question.good_evidence}",
    )
