"""How large a table may be, stated before the upload and kept while reading."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Caps on one file. Memory stays in proportion to `rows` x `columns`, whatever is sent.

    `unzipped` holds for the inside of an XLSX or ODS file; `documents` for JSON and YAML, whose
    readers hold the whole file at once; `cell` counts characters and is Excel's own limit.
    """

    bytes: int = 10 * MB
    unzipped: int = 100 * MB
    documents: int = 10 * MB
    rows: int = 5_000
    columns: int = 60
    cell: int = 32_767

    def in_words(self) -> str:
        """The sentence for the upload page."""
        return (
            f"A file may hold up to {self.rows:,} rows, {self.columns} columns and"
            f" {self.cell:,} characters in a cell, and be up to {megabytes(self.bytes)} in size."
        )


def megabytes(size: int) -> str:
    """A size in words: 10485760 becomes "10 MB"."""
    return f"{size / MB:,.0f} MB" if size >= MB else f"{size / 1024:,.0f} KB"
