"""E-mail addresses out of a text or a table, with what is wrong by line or row."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from section11.tables.limits import MB, Limits
from section11.tables.rows import Table

LIMITS = Limits(bytes=2 * MB, rows=5_000, columns=20)
COLUMNS = ("email", "e-mail", "e mail", "address", "email address", "e-mail address")


@dataclass(frozen=True)
class Problem:
    """What is wrong, and in which line or row; in none where it is the whole file."""

    row: int | None
    sentence: str


def of_text(text: str) -> tuple[list[str], list[Problem]]:
    """(addresses, problems) of a text with an address on each line."""
    return _checked(enumerate(text.split("\n"), 1))


def of_table(table: Table) -> tuple[list[str], list[Problem]]:
    """The same of a table: those in its column of addresses. Other columns are not looked at."""
    column = next((name for name in table.columns if name.casefold().strip() in COLUMNS), None)
    if column is None:
        return [], [Problem(None, "No column is called “email”. Write that above the addresses.")]
    found, wrong = _checked((row.number, row.values[column]) for row in table.rows)
    if not found and not wrong:
        wrong = [Problem(None, "The file has no addresses.")]
    return found, wrong


def _checked(lines):
    found, wrong = {}, []
    for number, text in lines:
        address = text.strip().strip(",;").lower()
        if not address:
            continue
        try:
            validate_email(address)
        except ValidationError:
            wrong.append(Problem(number, f"“{address[:60]}” is not an e-mail address."))
            continue
        if len(address) > 254:
            wrong.append(Problem(number, "This address is too long."))
            continue
        found[address] = None
    if len(found) > LIMITS.rows:
        wrong.append(Problem(None, f"At most {LIMITS.rows:,} addresses are taken at once."))
    return list(found), wrong
