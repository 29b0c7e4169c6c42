"""A session in which one agency is challenged by three members, with the people around it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests import challenge_factories as made
from tests import factories

LEVELS = "red amber amber green"


class World:
    """Two standards, Neglect (or `first`) and Recruitment, of two questions each, and the cycle before."""

    def __init__(
        self,
        partnership,
        *,
        days=0,
        status="preparing",
        levels=LEVELS,
        first="Neglect",
        **challenge,
    ):
        self.partnership = partnership
        asked = factories.standard_set()
        asked.standards.filter(code="1").update(title=first)
        asked.standards.filter(code="2").update(title="Recruitment")
        self.before = factories.cycle(partnership=partnership, name="2025", standard_set=asked)
        self.cycle = factories.cycle(
            partnership=partnership, name="2026", standard_set=asked, compared_with=self.before
        )
        self.neglect, self.recruitment = asked.standards.order_by("order")
        self.day = timezone.localdate() + timedelta(days=days)
        self.challenge = made.challenge(
            cycle=self.cycle, first_day=self.day, last_day=self.day, **challenge
        )
        self.coordinator = made.coordinator_of(partnership)
        half_day = made.possible_session(challenge=self.challenge, on=self.day)
        self.session = made.session(
            challenge=self.challenge, possible_session=half_day, status=status
        )
        self.slot = self.add_agency(levels)
        self.challenged = self.slot.challenged_agency
        self.agency = self.challenged.agency
        self.self_audit = self.challenged.self_audit
        self.lead = self.agency.leads[0]
        self.chair_seat = self.add_member(is_chair=True)
        self.member_seat = self.add_member()
        self.lay_seat = self.add_member(capacities=["lay"])
        self.chair = self.chair_seat.panel_member.user
        self.member = self.member_seat.panel_member.user
        self.lay = self.lay_seat.panel_member.user

    def add_member(self, *, capacities=("independent",), **fields):
        member = made.panel_member(challenge=self.challenge, capacities=capacities)
        return made.seat(session=self.session, panel_member=member, **fields)

    def add_agency(self, levels=LEVELS, before="green", **fields):
        """Its slot; the agency submitted in both cycles."""
        agency = factories.agency(partnership=self.partnership, **fields)
        if before:
            factories.self_audit(cycle=self.before, agency=agency, answered=before, submitted=True)
        audit = factories.self_audit(
            cycle=self.cycle, agency=agency, answered="green", submitted=True
        )
        answers = audit.answers.order_by("question__standard__order", "question__order")
        for answer, code in zip(answers, levels.split(), strict=True):
            answer.level = factories.level(code)
            answer.narrative = f"What {agency} does about {answer.question.code} now."
            answer.save()
        challenged = made.challenged_agency(challenge=self.challenge, agency=agency)
        taken = self.session.slots.count()
        return made.slot(
            session=self.session,
            challenged_agency=challenged,
            starts_at=self.session.starts_at + timedelta(minutes=50 * taken),
        )

    def answer(self, code):
        return self.self_audit.answers.get(question__code=code)


def url(name, *args):
    return reverse(f"challenge:{name}", args=args)


def sent(form, **typed):
    """What a browser sends of a form that was drawn, with what was typed instead."""
    found = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    return found | {form.add_prefix(name): value for name, value in typed.items()}
