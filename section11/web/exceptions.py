from dataclasses import dataclass


class RuleBroken(Exception):
    """Not now, and the sentence says why; `obj`, where given, is whose page to go back to.

    RuleBrokenMiddleware turns it into a message, so views do not catch it. For "not you" raise
    PermissionDenied, for "not yours" Http404.
    """

    def __init__(self, sentence, obj=None):
        super().__init__(sentence)
        self.sentence = sentence
        self.obj = obj


def why_not(rule, *args) -> str:
    """The sentence with which `rule` (a must_… of some object) refuses, or nothing."""
    try:
        rule(*args)
    except RuleBroken as broken:
        return broken.sentence
    return ""


@dataclass(frozen=True)
class Reason:
    """Beside what somebody cannot do: what they ask, and the sentence that answers."""

    question: str
    sentence: str


def listed(sentences: dict[str, str]) -> list[Reason]:
    """A Reason for each question that has a sentence."""
    return [Reason(question, sentence) for question, sentence in sentences.items() if sentence]
