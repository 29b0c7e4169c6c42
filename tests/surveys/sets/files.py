"""Files of survey questions as a coordinator would write them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from section11.standards.operations.standard_sets import as_table
from section11.tables.writing import write
from surveys.sets.columns import COLUMNS


def row(code="1", **cells):
    """A question that nothing is wrong with."""
    return {
        "group": "Your supervision",
        "code": code,
        "text": f"Sentence {code}.",
        "hint": "",
        "kind": "agreement",
        "choices": "",
        "good_is_disagreeing": "no",
        "tests": "question-1-1",
        "lineage": f"sentence-{code}",
    } | cells


def rows(*codes, **cells):
    return [row(code, **cells) for code in codes or ("1", "2", "3")]


def table(questions, *, without=()):
    """The rows as they are read from a file, the first of them in row 1."""
    names = list(dict.fromkeys([*COLUMNS, *(name for q in questions for name in q)]))
    names = [name for name in names if name not in without]
    return as_table(names, [{name: q.get(name, "") for name in names} for q in questions])


def upload(questions, fmt="csv", *, header=None):
    content = write(COLUMNS, questions, fmt, header=header, header_key="set")
    return SimpleUploadedFile(f"questions.{fmt}", content)
