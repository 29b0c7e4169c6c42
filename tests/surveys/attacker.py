"""Somebody with the whole database: every table, every column, and what the database hides besides."""

from django.db import connection

HIDDEN = {"sqlite": ["rowid"], "postgresql": ["ctid::text", "xmin::text"]}


def tables():
    return sorted(connection.introspection.table_names())


def rows(table):
    """Each row as {column: text}, the hidden columns too, in the order in which they rest."""
    hidden = [f'{name} AS "hidden {name}"' for name in HIDDEN[connection.vendor]]
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT *, {", ".join(hidden)} FROM "{table}"')
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, map(str, row), strict=True)) for row in cursor.fetchall()]


def whole_database():
    return {table: rows(table) for table in tables()}


def everything_said(dump):
    """Every cell of it, to look for a word in."""
    return "\n".join(cell for found in dump.values() for row in found for cell in row.values())


def changed(before, after):
    """The tables whose visible rows are not the same."""
    return {table for table in after if visible(before[table]) != visible(after[table])}


def visible(found):
    return sorted(
        sorted((name, cell) for name, cell in row.items() if not name.startswith("hidden "))
        for row in found
    )


def rank_correlation(order):
    """How well a list of the numbers 0, 1, 2 … keeps their order: 1 wholly, 0 not at all."""
    n = len(order)
    return 1 - 6 * sum((place - one) ** 2 for place, one in enumerate(order)) / (n * (n * n - 1))
