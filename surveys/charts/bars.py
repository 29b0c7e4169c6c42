"""From the results of a survey to bars: one agency against all agencies, question by question.

The page's tables and the picture are made from the same values, so that they say the same.
"""

from dataclasses import dataclass
from itertools import groupby

from .. import agreement
from ..models import FEWEST_SHOWN
from ..results.published import Share, Spread
from .figure import Bar, Chart, Group, Item, Step

# From one end to the other, the neutral one in the middle. The colours are none of a rating's, and
# are told apart by whoever sees no red or green.
STEPS = {
    "agreement": {
        "1": Step("Strongly disagree", "SD", "#a1410b", "\\\\\\\\"),
        "2": Step("Disagree", "D", "#f0b57d"),
        "3": Step("Neither agree nor disagree", "–", "#e3e3e3"),
        "4": Step("Agree", "A", "#b3a7d3"),
        "5": Step("Strongly agree", "SA", "#54338c", "////"),
    },
    "yes_no": {
        "no": Step("No", "No", "#f0b57d"),
        "dont_know": Step("Don’t know", "?", "#e3e3e3"),
        "yes": Step("Yes", "Yes", "#b3a7d3"),
    },
}
GOOD = {
    ("agreement", False): "agree",
    ("agreement", True): "disagree",
    ("yes_no", False): "yes",
    ("yes_no", True): "no",
}
READING = (
    "n: how many answered. Numbers in the bars are percent of those who answered, rounded; half of the"
    " middle answer stands on either side of the line."
)


@dataclass(frozen=True)
class Said:
    """What the people of one agency, or of all, answered to one question; `spread` and `share` are
    none where too few did.
    """

    who: str
    spread: Spread | None
    share: Share | None
    in_words: str

    def parts(self, kind: str) -> list[tuple[Step, int]]:
        """Each step with how many in a hundred gave it; none where too few answered."""
        if self.spread is None:
            return []
        return [(step, self.spread.percent(value)) for value, step in STEPS[kind].items()]


@dataclass(frozen=True)
class Asked:
    """A question with what each said to it."""

    question: object
    said: list[Said]

    @property
    def text(self) -> str:
        return f"{self.question.code}. {self.question.text}"

    @property
    def note(self) -> str:
        if not self.question.good_is_disagreeing:
            return ""
        return f"Here “{GOOD[self.question.kind, True]}” is the good answer."

    @property
    def rows(self) -> list[tuple[Said, list[tuple[Step, int]]]]:
        return [(one, one.parts(self.question.kind)) for one in self.said]


def asked(results, agency=None, standard=None) -> list[Asked]:
    """The questions that can be agreed with, those that test `standard` if one is given; `agency`
    is a line of the results.
    """
    wanted = results.questions_of.get(standard.pk, ()) if standard else None
    return [
        Asked(question, _said(results, question, agency))
        for question in results.questions
        if question.kind in agreement.COUNTED_KINDS
        and (wanted is None or question.lineage in wanted)
    ]


def of_gatherings(in_sum) -> list[Asked]:
    """The questions put to the participants of gatherings, with what all of them answered."""
    return [
        Asked(question, [_one(FEWEST_SHOWN, question, "All sessions", spread, share)])
        for question in in_sum.questions
        if question.kind in agreement.COUNTED_KINDS
        for spread in [in_sum.numbers.overall_spread.get(question.lineage)]
        for share in [in_sum.numbers.overall_by_question.get(question.lineage)]
    ]


def by_kind(these: list[Asked]) -> list[tuple[str, list[Step], list[Asked]]]:
    """What each kind of question is called, its steps, and those of that kind."""
    return [
        (
            of_kind[0].question.get_kind_display(),
            list(STEPS[kind].values()),
            of_kind,
        )
        for kind in STEPS
        if (of_kind := [one for one in these if one.question.kind == kind])
    ]


def title(survey, agency=None) -> str:
    return f"{survey}: {f'{agency.name} and all agencies' if agency else 'all agencies'}"


def chart(results, agency=None, standard=None) -> Chart:
    """What the picture is to show."""
    survey = results.survey
    about = [f"{survey.cycle.partnership}, {survey.cycle}"]
    if standard:
        about.append(f"Questions that test {standard.title}")
    about.append(f"Answered until {survey.last_day:%-d %B %Y}")
    these = asked(results, agency, standard)
    return Chart(
        title=title(survey, agency),
        subtitle=". ".join(about) + ".",
        note=" ".join(filter(None, [READING, hidden(survey), withheld(results)])),
        groups=[
            Group(name, [_item(one) for one in of_group])
            for name, of_group in groupby(these, key=lambda one: one.question.group)
        ],
    )


def hidden(survey) -> str:
    return f"Of fewer than {survey.threshold} answers nothing is shown."


def withheld(results) -> str:
    """How many agencies are left out for whoever looks, in a sentence; nothing if none is."""
    if not results.withheld:
        return ""
    are = "agency is" if results.withheld == 1 else "agencies are"
    return f"{results.withheld} {are} left out because of a conflict of interest."


def _said(results, question, agency):
    key = question.lineage
    few = results.survey.threshold
    of_all = _one(
        few,
        question,
        "All agencies",
        results.overall_spread.get(key),
        results.overall_by_question.get(key),
    )
    if agency is None:
        return [of_all]
    spread = results.spread.get((agency.id, key))
    share = results.by_question.get((agency.id, key))
    return [_one(few, question, agency.name, spread, share), of_all]


def _one(threshold, question, who, spread, share):
    if spread is None or share is None:
        return Said(who, None, None, f"Fewer than {threshold} answered")
    good = GOOD[question.kind, question.good_is_disagreeing]
    return Said(who, spread, share, f"{share.percent} % {good}, n = {share.people}")


def _item(one: Asked) -> Item:
    steps = STEPS[one.question.kind]
    bars = [
        Bar(
            said.who,
            said.in_words,
            [100 * said.spread.counts.get(value, 0) / said.spread.people for value in steps]
            if said.spread
            else None,
        )
        for said in one.said
    ]
    return Item(one.text, tuple(steps.values()), bars, one.note)
