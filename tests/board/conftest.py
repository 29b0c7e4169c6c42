import pytest

from section11.audits.models import Cycle
from section11.standards.models import Priority
from tests import factories


class World:
    """A partnership with a cycle of two standards, Neglect and Supervision, and the one before."""

    def __init__(self, partnership, roll_up="worst"):
        self.partnership = partnership
        self.old_set = factories.standard_set(standards=0)
        self.new_set = factories.standard_set(standards=0, based_on=self.old_set)
        for made in (self.old_set, self.new_set):
            for order, title in enumerate(["Neglect", "Supervision"], 1):
                made.standards.create(
                    order=order, code=str(order), title=title, summary=f"{title}."
                )
        for made in (self.old_set, self.new_set):
            for standard in made.standards.all():
                for order in (1, 2):
                    factories.question(
                        standard=standard, order=order, lineage=f"{standard.title.lower()}-{order}"
                    )
        self.before = factories.cycle(
            partnership=partnership, standard_set=self.old_set, name="2025", roll_up=roll_up
        )
        self.cycle = factories.cycle(
            partnership=partnership,
            standard_set=self.new_set,
            compared_with=self.before,
            name="2026",
            roll_up=roll_up,
        )

    @property
    def neglect(self):
        return self.new_set.standards.get(title="Neglect")

    @property
    def supervision(self):
        return self.new_set.standards.get(title="Supervision")

    def agency(self, name, now=None, before=None, **fields):
        """An agency; `now` and `before` are the levels of its four questions, in order."""
        made = factories.agency(
            partnership=self.partnership, name=name, short_name=name[:24], **fields
        )
        for cycle, levels in ((self.before, before), (self.cycle, now)):
            if levels:
                self.submit(cycle, made, levels)
        return made

    def submit(self, cycle, agency, levels, **fields):
        made = factories.self_audit(cycle=cycle, agency=agency, submitted=True, **fields)
        answers = made.answers.order_by("question__standard__order", "question__order")
        for answer, code in zip(answers, levels.split(), strict=True):
            answer.level = None if code == "-" else factories.level(code)
            answer.save(update_fields=["level"])
        return made

    def priority(self, title, *lineages):
        made = Priority.objects.create(
            standard_set=self.new_set, order=1, code=title.lower(), title=title
        )
        for standard in self.new_set.standards.all():
            made.questions.add(*standard.questions.filter(lineage__in=lineages))
        return made

    def loaded(self, cycle=None):
        return Cycle.objects.select_related(
            "partnership", "standard_set", "compared_with__standard_set"
        ).get(pk=(cycle or self.cycle).pk)


@pytest.fixture
def world(partnership):
    return World(partnership)


@pytest.fixture
def board_member(client, people):
    """A Board member who is signed in."""
    client.force_login(people["board member"])
    return people["board member"]
