"""Why agencies are left out and pins broken: rules that clash, in words, and what would help.

Rules are given up one after another by solving anew; those without which the rest could be kept are
the clash, and none of them can be left out of it.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from .. import costs, rules
from ..problem import Agency, Clash, Pins, Plan, Problem, Remedy
from . import fewest, reasons, relaxing, remedies

NO_HELP = "There was no time to look for what would help: plan again when less is going on."
UNTRIED = "There was no time to try every rule: some may have no part in this."


def explain(problem: Problem, plan: Plan, *, seconds: float = 5) -> tuple[Clash, ...]:
    """A clash for each pin that the plan breaks, then one for each reason for which it leaves
    agencies out, that which stands for most of them first. `plan` is one that breaks and leaves out
    as little as can be. In so many seconds: remedies are left away where there is no time for them.
    Raises SolverFailed.
    """
    end = time.monotonic() + seconds
    told = _Explanation(problem, plan, lambda: end - time.monotonic())
    return (*told.of_pins(), *told.of_agencies())


class _Explanation:
    def __init__(self, problem, plan, left):
        kept = [pin for _, pin, keeps in rules.pins(problem, plan) if keeps]
        self.asked, self.problem = problem, replace(problem, pins=_all(kept), published=None)
        self.plan, self.left = plan, left

    def of_pins(self) -> list[Clash]:
        return [
            self._of_pin(sentence, pin)
            for sentence, pin, keeps in rules.pins(self.asked, self.plan)
            if not keeps
        ]

    def _of_pin(self, sentence, pin):
        others = {said: other for said, other, keeps in rules.pins(self.asked, self.plan) if keeps}
        pinned = replace(self.problem, agencies=self.asked.agencies)

        def clashes(words):
            kept = _all([pin, *(others[one] for one in words if one in others)])
            given_up = [rule for rule in every_rule if rule not in words]
            tried = relaxing.without(replace(pinned, pins=kept), given_up)
            return (fewest.pins_broken(tried, seconds=max(0.0, self.left())) or 0) > 0

        every_rule = [r for r in relaxing.rules_of(pinned) if r != relaxing.PINS]
        words, tried = self._irreducible([*others, *every_rule], clashes)
        session = next(iter([*pin.agencies.values(), *pin.held, *pin.shut, *_sessions(pin)]))
        who = next(iter([*pin.agencies, *_people(pin)]), "")
        return Clash(
            agencies=tuple(pin.agencies),
            rules=(sentence, *words),
            sentence=_joined(
                f"{sentence} That cannot be kept together with: {' '.join(words)}"
                " The timetable is made without this pin.",
                tried,
            ),
            remedies=(Remedy("unpin", "Unpin it, and it clashes no more.", who, session),),
        )

    def of_agencies(self) -> list[Clash]:
        out = set(costs.unplaced(self.problem, self.plan))
        alone, together = defaultdict(list), []
        for agency in self.problem.agencies:
            if agency.id in out:
                only = replace(self.problem, agencies=(agency,))
                if fewest.left_out(only, seconds=max(0.0, self.left())) == 1:
                    alone[reasons.key(only, agency)].append(agency)
                else:
                    together.append(agency)
        groups = [(agencies, False) for agencies in alone.values()]
        groups += [(together, True)] if together else []
        groups.sort(key=lambda group: -len(group[0]))
        found = [self._of_group(group, *how, alone) for group, *how in groups]
        return [self._with_remedies(clash, len(found) - n) for n, clash in enumerate(found)]

    def _of_group(self, agencies: list[Agency], crowded: bool, alone) -> Clash:
        """The clash of agencies that are out for one reason; `crowded`: each by itself has room."""
        if crowded:
            hopeless = {agency.id for group in alone.values() for agency in group}
            rest = tuple(a for a in self.problem.agencies if a.id not in hopeless)
            problem, fewer = replace(self.problem, agencies=rest), len(agencies)
        else:
            problem, fewer = replace(self.problem, agencies=(agencies[0],)), 1

        def clashes(words):
            given_up = [rule for rule in every_rule if rule not in words]
            tried = relaxing.without(problem, given_up)
            left = fewest.left_out(tried, seconds=max(0.0, self.left()))
            return left is not None and left >= fewer

        every_rule = list(relaxing.rules_of(problem))
        if not crowded:
            # Those that the sentence will speak of are tried last, so they stay if they can.
            said = reasons.rule_words(self.problem, agencies[0])
            every_rule.sort(key=lambda rule: relaxing.speaks_of(rule, said))
        words, tried = self._irreducible(every_rule, clashes)
        sentence = (
            reasons.crowded(problem, agencies, words)
            if crowded
            else reasons.alone(self.problem, agencies, words)
        )
        return Clash(tuple(a.id for a in agencies), tuple(words), _joined(sentence, tried))

    def _irreducible(
        self, words: list[str], clashes: Callable[[list[str]], bool]
    ) -> tuple[list[str], bool]:
        """Those of the rules that clash still, each of which matters; and whether all were tried."""
        kept = list(words)
        for word in words:
            if self.left() <= 0:
                return kept, False
            fewer = [one for one in kept if one != word]
            if clashes(fewer):
                kept = fewer
        return kept, True

    def _with_remedies(self, clash: Clash, shares: int) -> Clash:
        end = self.left() * (1 - 1 / shares)
        found = remedies.remedies(
            self.problem,
            self.plan,
            frozenset(clash.agencies),
            deadline=lambda: self.left() - end,
        )
        helpful = tuple(found)
        if not helpful and self.left() <= end:
            return replace(clash, sentence=f"{clash.sentence} {NO_HELP}")
        return replace(clash, remedies=helpful)


def _joined(sentence, tried):
    return sentence if tried else f"{sentence} {UNTRIED}"


def _all(pins: list[Pins]) -> Pins:
    """These pins as one."""
    return Pins(
        agencies={agency: s for pin in pins for agency, s in pin.agencies.items()},
        seated=frozenset().union(*(pin.seated for pin in pins)),
        not_seated=frozenset().union(*(pin.not_seated for pin in pins)),
        held=frozenset().union(*(pin.held for pin in pins)),
        shut=frozenset().union(*(pin.shut for pin in pins)),
    )


def _people(pin):
    return [person for person, _ in (*pin.seated, *pin.not_seated)]


def _sessions(pin):
    return [session for _, session in (*pin.seated, *pin.not_seated)]
