"""What the cells of a file of agencies, or of people, may say. Text in, value out.

What cannot be read raises ValueError with a sentence for the person who wrote it.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from section11.tables.cells import guard
from section11.tables.rows import shown

LIKENESSES = 20

AGENCY_COLUMNS = ("name", "short_name", "sector", "size", "statutory_partner", "basis")
PEOPLE_COLUMNS = ("email", "name", "post", "role", "agency")


def line(text: str, *, longest: int, blank: bool = False) -> str:
    """One line of text that no spreadsheet takes for a formula."""
    text = " ".join(text.split())
    if not text and not blank:
        raise ValueError("This cell needs a text.")
    _refuse_formula(text)
    if len(text) > longest:
        raise ValueError(f"At most {longest} characters fit here; this has {len(text)}.")
    return text


def email(text: str) -> str:
    """An address in small letters: two that differ in capitals are one person."""
    text = text.strip().lower()
    if not text:
        raise ValueError("This cell needs an e-mail address.")
    _refuse_formula(text)
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError(
            f"“{shown(text)}” is no e-mail address such as name@example.org."
        ) from None
    if len(text) > 254:
        raise ValueError("An e-mail address has at most 254 characters.")
    return text


class OneOf:
    """Reads cells that hold one of the choices, by its code or its label in any capitals.

    What a wrong word may have meant is looked for `LIKENESSES` times in all: each row of a wrong
    file would ask for it. A resource copies its readers, so each file has its own.
    """

    def __init__(self, choices: Iterable[tuple[str, str]], *, blank: bool = False):
        choices = list(choices)
        self.labels = [label for _, label in choices]
        self.known: dict[str, Any] = {
            word.casefold(): code for code, label in choices for word in (label, code)
        }
        self.blank = blank
        self.left = LIKENESSES

    def __call__(self, text: str) -> Any:
        text = " ".join(text.split())
        if not text and self.blank:
            return ""
        if text.casefold() in self.known:
            return self.known[text.casefold()]
        raise ValueError(self.refusal(text))

    def refusal(self, text: str) -> str:
        if not text:
            return f"This cell needs a value.{self.all}"
        return f"“{shown(text)}” is not known here.{self.near(text) or self.all}"

    @property
    def all(self) -> str:
        return f" Write one of: {'; '.join(self.labels)}."

    def near(self, text: str) -> str:
        """Which of the labels may be meant, as a question; or nothing."""
        self.left -= 1
        if self.left < 0:
            return ""
        labels = {label.casefold(): label for label in self.labels}
        near = get_close_matches(text.casefold()[:100], labels, n=1)
        return f" Did you mean “{labels[near[0]]}”?" if near else ""


class Named(OneOf):
    """Reads cells that hold the name of one of `things`, in any capitals; blank is None."""

    def __init__(self, things: Iterable[Any], *, what: str):
        things = {str(thing): thing for thing in things}
        super().__init__((name, name) for name in things)
        self.known = {name.casefold(): thing for name, thing in things.items()} | {"": None}
        self.what = what

    def refusal(self, text: str) -> str:
        return f"There is no {self.what} “{shown(text)}”.{self.near(text)}"


def _refuse_formula(text: str) -> None:
    if guard(text) != text:
        raise ValueError(f"“{shown(text)}” looks like a formula. Write the text itself.")
