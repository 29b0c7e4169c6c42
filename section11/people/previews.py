"""What a file of agencies or of people would do to a partnership, row by row. Nothing is written."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from . import columns
from .models import Agency, Membership, PartnershipAgency, Role, Sector, Size
from .resources import AgencyResource, AgencyRow, PersonResource

REQUIRED_OF_AGENCIES = ("name", "sector", "basis")
REQUIRED_OF_PEOPLE = ("email", "name", "role")
LABELS = {
    "sector": dict(Sector.choices),
    "size": dict(Size.choices),
    "statutory_partner": dict(Agency.StatutoryPartner.choices),
    "basis": dict(PartnershipAgency.ParticipationBasis.choices),
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong. Without a row it is about the columns; `column` is a heading or blank."""

    row: int | None
    column: str
    sentence: str

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row else ""
        place = ", ".join(filter(None, [row, self.column and f"column {self.column}"]))
        return f"{place[0].upper()}{place[1:]}: {self.sentence}" if place else self.sentence


@dataclass(frozen=True)
class Change:
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """A row that nothing is wrong with; `record` is what it says, `changes` where it differs."""

    row: int
    title: str
    words: str
    record: Any
    changes: tuple[Change, ...] = ()


@dataclass
class Preview:
    """Rows by what they would do. With problems nothing may be brought in.

    `seen` stands for all of it: it changes when the file would do something else.
    """

    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed)

    @property
    def seen(self) -> str:
        told = [
            [[entry.row, entry.title, entry.words, *map(vars, entry.changes)] for entry in entries]
            for entries in (self.new, self.changed, self.unchanged)
        ]
        return hashlib.sha256(json.dumps([told, *map(str, self.problems)]).encode()).hexdigest()


def of_agencies(partnership, table) -> Preview:
    """Agencies that come in, and those of the partnership's that change."""
    wrong = _columns(table, columns.AGENCY_COLUMNS, REQUIRED_OF_AGENCIES)
    if wrong:
        return Preview(problems=wrong)
    result = AgencyResource(existing=_existing(partnership)).read(table.to_dataset())
    names = _repeated(table, lambda values: _folded(values["name"]))
    found = Preview(
        problems=_sorted(
            [
                *_problems(result, table),
                *(Problem(n, "name", f"Row {first} has this agency too.") for n, first, _ in names),
            ],
            table,
        )
    )
    if found.problems:
        return found
    for row, result_row in zip(table.rows, result.rows, strict=True):
        record = result_row.instance
        words = f"{Sector(record.sector).label}, {LABELS['basis'][record.basis]}"
        entry = Entry(row.number, record.name, words, record, _changes(result_row.original, record))
        _place(found, result_row.import_type).append(entry)
    return found


def of_people(partnership, table) -> Preview:
    """People who are new to the partnership, and those here who get another role.

    Nobody's name or post is changed: these are the person's own, wherever else they work.
    """
    wrong = _columns(table, columns.PEOPLE_COLUMNS, REQUIRED_OF_PEOPLE)
    if wrong:
        return Preview(problems=wrong)
    places = partnership.agency_places.not_ended().select_related("agency")
    agencies = [place.agency for place in places]
    own = set(partnership.agency_places.keeping_people().values_list("agency", flat=True))
    kept = {agency.pk for agency in agencies} - own
    resource = PersonResource(agencies=agencies, kept=kept, partnership=partnership)
    result = resource.read(table.to_dataset())
    held = _held(partnership, agencies)
    found = Preview(problems=_sorted([*_problems(result, table), *_same_people(table)], table))
    if found.problems:
        return found
    roles = {(m.user.email, m.role, m.agency_id) for m in held}
    known = {m.user.email for m in held}
    for row, result_row in zip(table.rows, result.rows, strict=True):
        record = result_row.instance
        place = record.agency or partnership
        words = f"{record.name}: {Role(record.role).label}, {place}"
        entry = Entry(row.number, record.email, words, record)
        if (record.email, record.role, record.agency and record.agency.pk) in roles:
            found.unchanged.append(entry)
        else:
            (found.changed if record.email in known else found.new).append(entry)
    return found


def _existing(partnership):
    """The partnership's agencies as rows, by folded name."""
    places = partnership.agency_places.not_ended().select_related("agency")
    elsewhere = set(
        PartnershipAgency.objects.not_ended()
        .filter(agency__places__partnership=partnership)
        .exclude(partnership=partnership)
        .values_list("agency", flat=True)
    )
    return {
        _folded(place.agency.name): AgencyRow(
            name=place.agency.name,
            short_name=place.agency.short_name,
            sector=place.agency.sector,
            size=place.agency.size,
            statutory_partner=place.agency.statutory_partner,
            basis=place.basis,
            place=place,
            kept=place.agency_id in elsewhere,
        )
        for place in places
    }


def _held(partnership, agencies):
    """The roles held today in the partnership and in its agencies, each with its person."""
    return list(
        Membership.objects.current()
        .filter(Q(partnership=partnership) | Q(agency__in=[agency.pk for agency in agencies]))
        .select_related("user")
    )


def _same_people(table):
    """Rows that say the same twice, or call one address by two names."""
    for number, first, same in _repeated(
        table,
        lambda values: tuple(_folded(values.get(name, "")) for name in ("email", "role", "agency")),
    ):
        if same[0]:
            yield Problem(number, "email", f"Row {first} gives this person the same role.")
    names = {}
    for row in table.rows:
        address, name = _folded(row.values["email"]), _folded(row.values["name"])
        first, called = names.setdefault(address, (row.number, name))
        if address and called != name:
            yield Problem(row.number, "name", f"Row {first} has this address with another name.")


def _columns(table, known, required):
    problems = [Problem(None, name, "This column is missing.") for name in required]
    problems = [problem for problem in problems if problem.column not in table.columns]
    expected = ", ".join(known)
    problems += [
        Problem(None, name, f"This column is not known. The columns are: {expected}.")
        for name in table.columns
        if name not in known
    ]
    if not problems and not table.rows:
        problems.append(Problem(None, "", "The file has headings and no rows."))
    return problems


def _problems(result, table):
    """Every cell that could not be read, as the person sees it in the file."""
    for error in result.base_errors:
        raise error.error  # a fault of ours, not of the file
    for row in result.error_rows:
        raise row.errors[0].error
    for row in result.invalid_rows:
        for column, sentences in row.error.message_dict.items():
            for sentence in sentences:
                yield Problem(table.rows[row.number - 1].number, column, sentence)


def _repeated(table, key) -> Iterable[tuple[int, int, Any]]:
    """Rows whose key an earlier row has: the number, the earlier one's, and the key."""
    first: dict[Any, int] = {}
    for row in table.rows:
        same = key(row.values)
        if same in first:
            yield row.number, first[same], same
        first.setdefault(same, row.number)


def _sorted(problems, table):
    places = {name: place for place, name in enumerate(table.columns)}
    return sorted(dict.fromkeys(problems), key=lambda p: (p.row, places.get(p.column, -1)))


def _place(found, import_type):
    return {"new": found.new, "update": found.changed, "skip": found.unchanged}[import_type]


def _changes(before, after):
    if before is None:
        return ()
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in columns.AGENCY_COLUMNS)
    return tuple(
        Change(name, _label(name, was), _label(name, becomes))
        for name, was, becomes in pairs
        if was != becomes
    )


def _label(column, value):
    return LABELS[column].get(value, "") if column in LABELS else value


def _folded(text):
    return " ".join(text.split()).casefold()
