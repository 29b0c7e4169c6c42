"""Files of questions as a coordinator would write them, and what reads them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile

from section11.standards.columns import all_columns
from section11.standards.operations.standard_sets import as_table
from section11.tables.reading import read
from section11.tables.writing import write

RAG = ["red", "amber", "green"]


def row(code="1.1", *, levels=RAG, **cells):
    """A question that nothing is wrong with."""
    standard = code.partition(".")[0]
    row = {
        "standard_code": standard,
        "standard_title": f"Standard {standard}",
        "standard_summary": "",
        "code": code,
        "text": f"Question {code}?",
        "small_text": "",
        "guidance": f"Guidance {code}.",
        "evidence": f"Evidence {code}.",
        "essential": "no",
        "sectors": "all",
        "asked_of_small": "yes",
        "priorities": "",
        "lineage": f"question-{code.replace('.', '-')}",
        "change": "new",
        "came_from": "",
    }
    return row | {f"descriptor_{level}": f"{level} for {code}." for level in levels} | cells


def rows(*codes, **options):
    return [row(code, **options) for code in codes or ("1.1", "1.2", "2.1")]


def table(questions, *, levels=RAG):
    """The rows as they are read from a file, the first of them in row 1."""
    names = list(dict.fromkeys([*all_columns(levels), *(name for q in questions for name in q)]))
    names = [name for name in names if any(name in question for question in questions)]
    return as_table(names, [{name: q.get(name, "") for name in names} for q in questions])


def content(questions, fmt="csv", *, levels=RAG, header=None):
    return write(all_columns(levels), questions, fmt, header=header, header_key="set")


def upload(questions, fmt="csv", **options):
    return SimpleUploadedFile(f"questions.{fmt}", content(questions, fmt, **options))


def opened(data, fmt):
    return read(io.BytesIO(data), f"questions.{fmt}")
