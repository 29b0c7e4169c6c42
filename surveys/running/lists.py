"""The surveys that somebody may know of, by cycle, in a fixed number of queries."""

from dataclasses import dataclass, field

from section11.audits.models import Cycle
from section11.people.permissions import Permission, partnerships_with

from ..models import Survey


@dataclass
class OfCycle:
    """A cycle with its surveys; `runs` says whether the person may set one up, `has_feedback`
    whether participants of its challenge sessions were asked what they made of them.
    """

    cycle: Cycle
    runs: bool
    surveys: list[Survey] = field(default_factory=list)
    has_feedback: bool = False


def by_cycle(user) -> list[OfCycle]:
    """The latest cycle first. Cycles without a survey only where the person may set one up."""
    run = partnerships_with(Permission.SURVEY_MANAGE, user)
    open_ones = Cycle.objects.filter(partnership__in=run).exclude(status=Cycle.Status.CLOSED)
    found = {
        cycle.pk: OfCycle(cycle, runs=True) for cycle in open_ones.select_related("partnership")
    }
    for survey in Survey.objects.visible_to(user).select_related("cycle__partnership"):
        cycle = survey.cycle
        of_cycle = found.setdefault(cycle.pk, OfCycle(cycle, cycle.partnership_id in run))
        if survey.gathering_key:
            of_cycle.has_feedback = True
        else:
            of_cycle.surveys.append(survey)
    return sorted(found.values(), key=lambda one: (one.cycle.opens_on, one.cycle.pk), reverse=True)
