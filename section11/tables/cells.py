"""One cell: how a typed value becomes text, and how text stays harmless in a spreadsheet."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

# What spreadsheets take for the start of a formula (OWASP, CSV injection), full-width signs
# included, after blanks or not. Apostrophes before it count, so that the guard can be undone.
_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠]|'*[\t\r\n]")


def guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before what looks like one."""
    return "'" + text if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Exactly what `guard` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def is_code_column(name: str) -> bool:
    """Whether the column holds codes such as 1.10, which a number cannot keep apart from 1.1."""
    return re.split(r"[\s_]+", name.casefold())[-1] == "code"


def column_letters(index: int) -> str:
    """The spreadsheet's name of a column, counted from 0: 27 becomes "AB"."""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def text_of(value: Any) -> str:
    """A value as the text that is read and shown: whole numbers without a point, ISO dates."""
    match value:
        case str():
            return tidy(value)
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            whole = value.is_integer() and abs(value) < 1e15
            return str(int(value)) if whole else repr(value)
        case datetime():
            if value.time() == time():
                return value.date().isoformat()
            return _clock(value, sep=" ")
        case date():
            return value.isoformat()
        case time():
            return _clock(value)
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def tidy(text: str) -> str:
    """Text as typed, but with one kind of line end and without white space around it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip()


def _clock(value, **options) -> str:
    exact = value.second or value.microsecond
    return value.isoformat(timespec="seconds" if exact else "minutes", **options)
