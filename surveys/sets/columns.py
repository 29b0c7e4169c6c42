"""The flat format of a survey set: a row a question, the same columns in every kind of file.

Text in, value out. What cannot be read raises ValueError with a sentence for the person who wrote
it; what every kind of set has in common is read by `section11.standards.columns`.
"""

import re
from collections.abc import Collection
from difflib import get_close_matches
from functools import partial

from section11.standards.columns import line, listed, plain, quoted, slug

COLUMNS = (
    "group",
    "code",
    "text",
    "hint",
    "kind",
    "choices",
    "good_is_disagreeing",
    "tests",
    "lineage",
)
REQUIRED = tuple(name for name in COLUMNS if name != "hint")

KINDS = ("agreement", "yes_no", "choice", "choices", "text")

LONGEST_TEXT = 300
LONGEST_HINT = 500
LONGEST_LINEAGE = 80
FEWEST_CHOICES, MOST_CHOICES = 2, 12

group = partial(line, longest=100)
code = partial(slug, longest=12)
text = partial(line, longest=LONGEST_TEXT)
lineage = partial(slug, longest=LONGEST_LINEAGE)
_choice = partial(line, longest=100)


def example() -> dict[str, str]:
    """A row that shows how to fill the columns."""
    return {
        "group": "Your supervision",
        "code": "1",
        "text": "My supervision is often put off.",
        "hint": "",
        "kind": "agreement",
        "choices": "",
        "good_is_disagreeing": "yes",
        "tests": "supervision-frequency",
        "lineage": "supervision-put-off",
    }


def hint(text: str) -> str:
    return line(text, LONGEST_HINT) if plain(text) else ""


def choices(text: str) -> list[str]:
    """What to choose from, in order: "Weekly; Monthly; Never"."""
    found = [_choice(part) for part in re.split(r"[;\n]", plain(text)) if part.strip()]
    if not found:
        return []
    folded = [choice.casefold() for choice in found]
    twice = next((c for c in found if folded.count(c.casefold()) > 1), None)
    if twice:
        raise ValueError(f"{quoted(twice)} stands there twice.")
    if not FEWEST_CHOICES <= len(found) <= MOST_CHOICES:
        raise ValueError(
            f"Give {FEWEST_CHOICES} to {MOST_CHOICES} choices with semicolons between them, not"
            f" {len(found)}."
        )
    return found


def tests(text: str, known: Collection[str]) -> list[str]:
    """Lineages of questions of standard sets, each once, in the order they stand."""
    found = listed(text)
    for code in found:
        if code not in known:
            near = get_close_matches(code.casefold()[:LONGEST_LINEAGE], known, n=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise ValueError(f"{quoted(code)} is not the lineage of a self-audit question.{meant}")
    return found
