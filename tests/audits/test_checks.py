from types import SimpleNamespace

import pytest

from section11.audits.checks import TEXT_LIMIT, Facts, Progress, problems, progress


def level(label, *, counts=True, action=False, evidence=False, reason=False):
    return SimpleNamespace(
        label=label,
        counts_in_score=counts,
        needs_action=action,
        needs_evidence=evidence,
        needs_reason=reason,
    )


RED = level("Red", action=True)
GREEN = level("Green", evidence=True)
NA = level("Not applicable", counts=False, reason=True)
WORDS = {"has_narrative": True, "has_impact": True}


@pytest.mark.parametrize(
    ("facts", "stops"),
    [
        (Facts(essential=True), ["Choose a rating."]),
        (Facts(essential=True, level=RED, **WORDS), ["A red rating needs an action."]),
        (Facts(essential=True, level=RED, actions=1, **WORDS), []),
        (
            Facts(essential=True, level=RED, actions=2, incomplete_actions=1, **WORDS),
            ["An action has no lead or no due date."],
        ),
        (
            Facts(essential=True, level=GREEN, **WORDS),
            ["A green rating on an essential question needs evidence."],
        ),
        (Facts(essential=True, level=GREEN, evidence=1, **WORDS), []),
        (Facts(essential=False, level=GREEN, **WORDS), []),
        (Facts(essential=True, level=NA), ["Say why it is not applicable."]),
        (Facts(essential=True, level=NA, has_reason=True), []),
        (
            Facts(essential=False, level=GREEN, open_clashes=1, **WORDS),
            ["Two texts were saved at once: choose which stands."],
        ),
        (
            Facts(essential=False, level=GREEN, open_warnings=1, **WORDS),
            ["Something looks like a child's data: correct it, or confirm that it is not."],
        ),
        (
            Facts(essential=False, level=GREEN, longest=TEXT_LIMIT + 1, **WORDS),
            ["A text is 20,001 characters long: the most is 20,000."],
        ),
    ],
)
def test_what_stops_submission(facts, stops):
    assert [p.sentence for p in problems(facts) if p.stops] == stops


@pytest.mark.parametrize(
    ("facts", "warnings"),
    [
        (Facts(essential=False, level=GREEN, evidence=1, **WORDS), []),
        (Facts(essential=False, level=GREEN, **WORDS), ["A green rating without evidence."]),
        (
            Facts(essential=False, level=GREEN, evidence=1),
            [
                "Nothing says what you do now: the panel will ask.",
                "Nothing says what difference it makes for children.",
            ],
        ),
        (
            Facts(essential=False, level=GREEN, evidence=1, unchanged=True, **WORDS),
            ["The text is the same as last cycle: is it still true?"],
        ),
        (Facts(essential=False, level=NA, has_reason=True), []),
    ],
)
def test_what_warns_but_lets_pass(facts, warnings):
    assert [p.sentence for p in problems(facts) if not p.stops] == warnings


BLANK = Facts(essential=False)
DONE = Facts(essential=False, level=GREEN, evidence=1, **WORDS)
HALF = Facts(essential=True, level=RED)
CLASHING = Facts(essential=False, level=GREEN, evidence=1, open_clashes=1, **WORDS)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([BLANK, BLANK], (Progress.NOT_STARTED, 0)),
        ([DONE, BLANK], (Progress.IN_PROGRESS, 1)),
        ([HALF, BLANK], (Progress.IN_PROGRESS, 0)),
        ([DONE, DONE], (Progress.READY, 2)),
        ([DONE, CLASHING], (Progress.NEEDS_ATTENTION, 1)),
    ],
)
def test_progress_of_a_standard(answers, state):
    assert progress(answers) == state
