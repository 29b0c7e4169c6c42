"""The rows for one kind of record, run through its resource: compared, or written."""

from dataclasses import dataclass, field

from section11.web.exceptions import RuleBroken

from ..checks import Problem
from ..exceptions import ImportRefused
from ..resources import PLACE

# Added to the places of records while they are written anew, so that two can swap theirs.
ASIDE = 10_000


@dataclass(frozen=True)
class FieldChange:
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """A question, standard or priority of a preview; `changes` only where it differs."""

    code: str
    title: str
    changes: tuple[FieldChange, ...] = ()


@dataclass
class Changes:
    """What a file does to one kind of record."""

    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    removed: list[Entry] = field(default_factory=list)

    def __bool__(self):
        return bool(self.new or self.changed or self.removed)


@dataclass
class Part:
    """One kind of record of the set: its resource, and the rows for it with their numbers."""

    resource: object
    data: object
    numbers: list
    result: object = None

    def run(self, *, save):
        _keep_places(self.resource, self.data.dict)
        self.result = self.resource.save(self.data) if save else self.resource.preview(self.data)
        for row in self.result.rows:
            for error in row.errors:
                raise error.error  # a fault of ours, not of the file
        return self

    @property
    def records(self):
        return [row.instance for row in self.result.rows if row.instance]

    @property
    def removed(self):
        kept = {getattr(record, self.resource.key) for record in self.records}
        return [record for key, record in self.resource.existing.items() if key not in kept]

    def problems(self):
        names = {f.attribute: f.column_name for f in self.resource.get_import_fields()}
        return [
            Problem(self.numbers[row.number - 1], names[attribute], sentence)
            for row in self.result.invalid_rows
            for attribute, sentences in row.error_dict.items()
            for sentence in sentences
        ]

    def changes(self):
        found = Changes(removed=[self._entry(record) for record in self.removed])
        for row in self.result.rows:
            place = {"new": found.new, "update": found.changed, "skip": found.unchanged}
            place[row.import_type].append(self._entry(row.instance, row.original))
        return found

    def _entry(self, record, original=None):
        texts = self.resource.texts(record)
        before = self.resource.texts(original) if original else texts
        changes = [FieldChange(n, before[n], texts[n]) for n in texts if before[n] != texts[n]]
        if original and original.order != record.order:
            changes.append(FieldChange(PLACE, str(original.order), str(record.order)))
        return Entry(record.code, getattr(record, self.resource.named_by), tuple(changes))


def _keep_places(resource, rows):
    """Let a record that stays among the same others, in the same order, count as unmoved.

    A record put in or taken out before it changes its number, but not its place among the rest.
    """
    column = resource.fields[resource.key].column_name
    found = [(resource.existing.get(row.get(column)), row) for row in rows]
    groups = {}
    for record, row in found:
        if record is not None:
            key = (row.get(resource.grouped_by), resource.group_of(record))
            groups.setdefault(key, []).append((record, row[PLACE]))
    for (to, since), members in groups.items():
        places = sorted(place for _, place in members)
        order = sorted(members, key=lambda member: member[0].order) if to == since else members
        for (record, _), place in zip(order, places, strict=True):
            record.order = place


def placed(rows):
    """The rows (mappings), each with its place among them."""
    return [{**row, PLACE: place} for place, row in enumerate(rows, 1)]


def in_order(table, problems):
    """By row, then by column as the file has them; each once, and none of a missing column."""
    places = {name: place for place, name in enumerate(table.columns)}
    kept = dict.fromkeys(p for p in problems if not p.column or p.column in places)
    return sorted(kept, key=lambda p: (p.row or 0, places.get(p.column, -1)))


def must_be_applicable(found, *, seen, waiting):
    """Raise unless the preview `found` is the one that was looked at, and nothing is wrong in it."""
    if found.seen != seen:
        raise RuleBroken(
            "The draft has changed since you looked at this preview, so nothing was applied."
            " This is what the file would do now.",
            waiting,
        )
    if found.problems:
        raise ImportRefused(found.problems, waiting)
