"""The steps by which an overdue self-audit, or an action agreed later in the cycle, is escalated,
with who holds each role and what was done. Two queries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from section11.people.models import Agency, Membership, Partnership, Role

from .models import Escalation, SelfAudit


@dataclass(frozen=True)
class Rung:
    """One step. `place` is the agency or the partnership in which its role is held."""

    step: Escalation.Step
    place: str
    held: list[Membership]
    taken: list[Escalation]
    is_next: bool

    @property
    def is_open(self) -> bool:
        """Whether it can be taken now: the next one, or anew one that was taken."""
        return bool(self.held) and (self.is_next or bool(self.taken))

    @property
    def is_in_agency(self) -> bool:
        return self.step != Escalation.Step.CHAIR

    @property
    def choice(self) -> str:
        if not self.taken:
            return self.step.label
        last = timezone.localtime(self.taken[-1].at)
        return f"{self.step.label}, once more: the last time was {last:%-d %B %Y}"

    @property
    def people_in_words(self) -> str:
        return ", ".join(held.person_name for held in self.held)

    @property
    def why_not(self) -> str:
        """Why it cannot be taken now, in a sentence."""
        if not self.held:
            return f"Nobody is {self.step.label.lower()} of {self.place}."
        return "The step before it comes first."


@dataclass(frozen=True)
class Ladder:
    rungs: list[Rung]

    @property
    def count(self) -> int:
        """How many steps have been taken, those taken anew counted again."""
        return sum(len(rung.taken) for rung in self.rungs)

    @property
    def last(self) -> Escalation | None:
        taken = [escalation for rung in self.rungs for escalation in rung.taken]
        return max(taken, key=lambda escalation: (escalation.at, escalation.pk), default=None)

    @property
    def next(self) -> Rung | None:
        return next((rung for rung in self.rungs if rung.is_next), None)

    def rung(self, step) -> Rung:
        return next(rung for rung in self.rungs if rung.step == step)


def of(self_audit: SelfAudit) -> Ladder:
    """The steps in order. The next is the first that nobody took and whose role somebody holds."""
    taken = self_audit.escalations.select_related("by")
    return of_steps(taken, agency=self_audit.agency, partnership=self_audit.cycle.partnership)


def of_steps(
    taken: Iterable[Any],
    *,
    agency: Agency,
    partnership: Partnership,
    may_know: Callable[[Membership], bool] = lambda held: True,
) -> Ladder:
    """The same for anything of an agency; `taken` are escalations, each with a step, and who took it
    when. Those whom `may_know` leaves out are not written to.
    """
    taken = list(taken)
    held = _held(agency, partnership, may_know)
    steps = list(Escalation.Step)
    done = {escalation.step for escalation in taken}
    following = next((step for step in steps if step not in done and held[step]), None)
    return Ladder(
        [
            Rung(
                step,
                str(partnership if step == Escalation.Step.CHAIR else agency),
                held[step],
                [escalation for escalation in taken if escalation.step == step],
                step == following,
            )
            for step in steps
        ]
    )


def _held(agency, partnership, may_know):
    """Who holds the role of each step today: a step is called what its role is called."""
    in_agency = [Role.LEAD, Role.APPROVER, Role.CHIEF_OFFICER]
    today = (
        Membership.objects.current()
        .filter(
            Q(role__in=in_agency, agency=agency) | Q(role=Role.CHAIR, partnership=partnership),
            user__is_active=True,
        )
        .select_related("user")
        .order_by("user__name")
    )
    held = {step: [] for step in Escalation.Step}
    for membership in today:
        if may_know(membership):
            held[membership.role].append(membership)
    return held
