"""What several people type into one record at once, taken field by field so that nothing is lost.

A form carries a digest of each value that it was drawn with (`audits.merging`). What only one
person changed is taken. Where two changed the same, what was saved first stands, and the second
gets their own text back beside it, to choose: a `Clash`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from section11.audits.merging import Outcome, digest, merge, normalised


@dataclass(frozen=True)
class Typed:
    """`values` by field, those that were valid; `base` is the digest that each was drawn with."""

    values: Mapping[str, Any]
    base: Mapping[str, str]


@dataclass(frozen=True)
class Clash:
    """`mine` was typed and not saved; `theirs`, by `by`, is what is stored."""

    field: str
    mine: Any
    theirs: Any
    by: Any

    @property
    def said(self) -> str:
        """What is stored, as it reads."""
        return (
            f"{self.theirs:%-d %B %Y}"
            if hasattr(self.theirs, "strftime")
            else str(self.theirs or "")
        )


def as_text(value: Any) -> str:
    """A value as the text that is compared and digested: a row by its key, a day as ISO 8601."""
    if value is None:
        return ""
    if hasattr(value, "pk"):
        return str(value.pk)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def base_of(row: Any, names: Sequence[str]) -> str:
    """The digests of the row's values, for a form to carry; `row` may be None."""
    return ".".join(digest(as_text(getattr(row, name, None))) for name in names)


def parted(base: str, names: Sequence[str]) -> dict[str, str]:
    """The digest of each field again. A forged or broken one matches nothing: it clashes."""
    parts = base.split(".") + [""] * len(names)
    return dict(zip(names, parts, strict=False))


def merge_into(row: Any, typed: Typed) -> tuple[list[str], list[Clash]]:
    """Put onto `row` what may be taken; return the names of changed fields, and the clashes.

    The caller holds the lock and saves. `row` has a history, which tells whose value stands.
    """
    changed, clashes = [], []
    for name, value in typed.values.items():
        value = normalised(value) if isinstance(value, str) else value
        theirs = getattr(row, name)
        outcome = merge(base=typed.base[name], mine=as_text(value), theirs=as_text(theirs))
        if outcome is Outcome.TAKE:
            setattr(row, name, value)
            changed.append(name)
        elif outcome is Outcome.CLASH:
            clashes.append(Clash(name, value, theirs, author_of(row, name)))
    return changed, clashes


def author_of(row: Any, name: str) -> Any:
    """Who gave the field the value that it has now, by its history."""
    column = row._meta.get_field(name).attname
    author, versions = None, row.history.order_by("-history_date", "-history_id")
    for version in versions.select_related("history_user"):
        if getattr(version, column) != getattr(row, column):
            break
        author = version.history_user
    return author
