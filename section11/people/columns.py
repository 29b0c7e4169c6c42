"""What the cells of a file of agencies, or of people, may say. Text in, value out.

What cannot be read raises ValueError with a sentence for the person who wrote it.
"""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from section11.tables.cells import guard
from section11.tables.rows import shown

# Beyond so many names a likeness is not looked for: every row of a wrong file would ask for one.
COMPARED = 60

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


def one_of(choices: Iterable[tuple[str, str]], *, blank: bool = False) -> Callable[[str], str]:
    """A reader of cells that hold one of the choices, by its code or its label in any capitals."""
    choices = list(choices)
    codes = {word.casefold(): code for code, label in choices for word in (label, code)}

    def read(text: str) -> str:
        if not text and blank:
            return ""
        try:
            return codes[text.casefold()]
        except KeyError:
            raise ValueError(_not_among(text, [label for _, label in choices])) from None

    return read


def named(things: dict[str, Any], *, what: str) -> Callable[[str], Any]:
    """A reader of cells that hold the name of one of `things`, by folded name; blank is None."""

    def read(text: str) -> Any:
        if not text:
            return None
        if text.casefold() in things:
            return things[text.casefold()]
        near = _nearest(text, [str(thing) for thing in things.values()])
        raise ValueError(f"There is no {what} “{shown(text)}”.{near}")

    return read


def _refuse_formula(text: str) -> None:
    if guard(text) != text:
        raise ValueError(f"“{shown(text)}” looks like a formula. Write the text itself.")


def _not_among(text: str, words: list[str]) -> str:
    near = _nearest(text, words)
    said = f"“{shown(text)}” is not known here." if text else "This cell needs a value."
    return f"{said}{near}" if near else f"{said} Write one of: {'; '.join(words)}."


def _nearest(text: str, words: list[str]) -> str:
    by_folded = {word.casefold(): word for word in words[:COMPARED]}
    near = get_close_matches(text.casefold()[:100], by_folded, n=1)
    return f" Did you mean “{by_folded[near[0]]}”?" if near else ""
