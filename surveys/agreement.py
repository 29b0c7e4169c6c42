"""What can be answered to each kind of question, how it is stored, and which of it says good.

Pure: `question` is whatever has a kind, choices and good_is_disagreeing, as a SurveyQuestion has.
A share of agreement is always a share of answers that say the good thing, so that it reads the
same way for "I know whom to tell" and for "I have to look after myself".
"""

from typing import Any

# Stored values, in the order in which they are offered.
VALUES: dict[str, tuple[str, ...]] = {
    "agreement": ("1", "2", "3", "4", "5"),
    "yes_no": ("yes", "no", "dont_know"),
}
# Kinds whose answers count towards a share of agreement.
COUNTED_KINDS = frozenset(VALUES)

_LABELS = {
    "1": "Strongly disagree",
    "2": "Disagree",
    "3": "Neither agree nor disagree",
    "4": "Agree",
    "5": "Strongly agree",
    "yes": "Yes",
    "no": "No",
    "dont_know": "Don’t know",
}
_GOOD = {("agreement", False): {"4", "5"}, ("agreement", True): {"1", "2"}}
_GOOD |= {("yes_no", False): {"yes"}, ("yes_no", True): {"no"}}


def values(question: Any) -> tuple[str, ...]:
    """What can be answered to the question; nothing for a text, which can be anything."""
    if question.kind in ("choice", "choices"):
        return tuple(str(place) for place in range(len(question.choices)))
    return VALUES.get(question.kind, ())


def label(question: Any, value: str) -> str:
    """The answer in words."""
    return _LABELS[value] if question.kind in VALUES else str(question.choices[int(value)])


def good_values(question: Any) -> frozenset[str]:
    """The answers that say the good thing; none for a kind that is not counted."""
    return frozenset(_GOOD.get((str(question.kind), bool(question.good_is_disagreeing)), ()))


def says_good(question: Any, value: str) -> bool | None:
    """Whether the answer says the good thing. None: the question does not count.

    Not knowing is not good: whoever does not know whom to tell has not been told.
    """
    if question.kind not in COUNTED_KINDS:
        return None
    return value in good_values(question)
