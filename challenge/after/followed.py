"""The agreed actions of a partnership as those who follow them see them; a fixed number of queries."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery

from section11.audits.models import Escalation
from section11.board import focus
from section11.standards import sets

from ..models import AgreedAction, AgreedActionEscalation, AgreedActionUpdate, Moderation
from .risk import Line, ordered

COLUMNS = [
    "Agency",
    "Cycle",
    "Standard code",
    "Standard",
    "Question",
    "Action",
    "Lead",
    "Due",
    "Status",
    "Days overdue",
    "Moderated rating",
    "Board priority",
    "Escalated to",
    "Last update",
    "Last update on",
    "Verified on",
]


def lines(actions) -> list[Line]:
    """A line for each action of the queryset, the riskiest first."""
    last = AgreedActionUpdate.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    escalated = AgreedActionEscalation.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    found = list(
        actions.select_related(
            "challenged_agency__agency",
            "challenged_agency__challenge__cycle__standard_set",
            "standard",
            "question",
            "verified_by",
        ).annotate(
            last_text=Subquery(last.values("text")[:1]),
            last_at=Subquery(last.values("at")[:1]),
            escalated_step=Subquery(escalated.values("step")[:1]),
        )
    )
    rated = _rated(found)
    speaking = _priority_questions(found)
    return ordered(_line(action, rated, speaking) for action in found)


def table(shown: Iterable[Line]) -> list[Sequence[Any]]:
    """A row of values for each line, in the order of COLUMNS."""
    return [
        [
            one.action.challenged_agency.agency.name,
            one.action.challenged_agency.challenge.cycle.name,
            one.action.standard.code,
            one.action.standard.title,
            one.action.question.code if one.action.question else "",
            one.action.what,
            one.action.lead,
            one.action.due_on,
            one.action.get_status_display(),
            one.action.days_overdue,
            one.rated.label if one.rated else "",
            "Yes" if one.is_priority else "",
            one.escalated_to,
            one.action.last_text or "",
            one.action.last_at.date() if one.action.last_at else "",
            one.action.verified_at.date() if one.action.verified_at else "",
        ]
        for one in shown
    ]


def _line(action, rated, speaking):
    level = rated.get((action.challenged_agency_id, action.standard_id))
    about = focus.names_a_theme(action.standard.title)
    return Line(
        action=action,
        rated=level,
        is_worst=level is not None and level.pk in _worst(action),
        is_priority=about or action.question_id in speaking,
        escalated_to=Escalation.Step(action.escalated_step).label if action.escalated_step else "",
    )


def _worst(action):
    """The id of the worst level of the cycle's scale."""
    levels = sets.read_one(action.challenged_agency.challenge.cycle.standard_set).levels
    return {level.pk for level in [one for one in levels if one.counts_in_score][:1]}


def _rated(actions):
    """The moderated level of each agency and standard that an action is about."""
    agreed = Moderation.objects.filter(
        challenged_agency__in={action.challenged_agency_id for action in actions},
        level__isnull=False,
    ).select_related("level__scale")
    return {(one.challenged_agency_id, one.standard_id): one.level for one in agreed}


def _priority_questions(actions):
    """Ids of the questions that speak to a priority that names neglect or supervision."""
    asks = sets.read(action.challenged_agency.challenge.cycle.standard_set for action in actions)
    found = set()
    for of_set in asks.values():
        named = {one.pk for one in of_set.priorities if focus.names_a_theme(one.title)}
        found |= {pk for pk, spoken_to in of_set.speaks_to.items() if named & spoken_to}
    return found


def of_partnership(user, partnership):
    """The released actions of the partnership that the person may see."""
    return (
        AgreedAction.objects.visible_to(user)
        .released()
        .filter(challenged_agency__challenge__cycle__partnership=partnership)
    )
