"""Whatever a set holds, its export in any format makes the same set again."""

import itertools

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from section11.people.models import Sector
from section11.standards.columns import list_text, plain, sectors_text, yes_no_text
from section11.standards.operations import set_contents, standard_sets
from section11.tables.writing import MIME
from tests import factories

from .files import RAG, opened, table

# What spreadsheets, YAML and CSV are known to turn into something else.
TREACHEROUS = ["1.10", "007", "yes", "null", "~", "2026-01-02", "1e5", "=1+1", "+44", "-", "@x", "'='",
    "a;b", 'say "x"', "a,b", "# no comment", "key: value", "- item", "_x0041_", "<script>", "{{ x }}",
    "two\nlines", "tab\there", "😀 مرحبا Ŵŷ", "\u2028", "\ufeffx"]  # fmt: skip
CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t"
).filter(lambda c: c not in "\ufffe\uffff")
TEXT = (
    (st.sampled_from(TREACHEROUS) | st.text(CHARACTERS, max_size=40))
    .map(str.strip)
    .filter(lambda text: "\ufffe" not in text and "\uffff" not in text)
)
SOME_TEXT = TEXT.filter(bool)
TITLE = SOME_TEXT.map(lambda text: " ".join(text.split())).filter(bool)
SLUG = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
PRIORITIES = st.lists(
    st.fixed_dictionaries({"code": SLUG, "title": TITLE}), max_size=3, unique_by=lambda p: p["code"]
)
numbers = itertools.count(1)


@st.composite
def files(draw):
    """Priorities, and rows of a set of one to three standards with one to four questions each."""
    priorities = draw(PRIORITIES)
    codes = [priority["code"] for priority in priorities]
    standards = draw(st.lists(st.integers(0, 99), min_size=1, max_size=3, unique=True))
    lineages = draw(st.lists(SLUG, min_size=12, max_size=12, unique=True))
    rows = []
    for standard in standards:
        heading = {"standard_title": draw(TITLE), "standard_summary": draw(TEXT)}
        places = draw(st.lists(st.integers(0, 20), min_size=1, max_size=4, unique=True))
        for place in places:
            rows.append(
                {
                    "standard_code": str(standard),
                    **heading,
                    **draw(question(f"{standard}.{place}", codes)),
                    "lineage": lineages[len(rows)],
                    "change": "new",
                    "came_from": "",
                }
            )
            heading = {"standard_title": "", "standard_summary": ""}
    return priorities, rows


@st.composite
def question(draw, code, priorities):
    chosen = draw(st.sets(st.sampled_from(Sector.values), max_size=4))
    spoken_to = [code for code in priorities if draw(st.booleans())]
    return {
        "code": code,
        "text": draw(SOME_TEXT),
        "small_text": draw(TEXT),
        "guidance": draw(TEXT),
        "evidence": draw(TEXT),
        "essential": yes_no_text(draw(st.booleans())),
        "sectors": sectors_text([sector for sector in Sector.values if sector in chosen]),
        "asked_of_small": yes_no_text(draw(st.booleans())),
        "priorities": list_text(spoken_to),
        **{f"descriptor_{level}": draw(SOME_TEXT) for level in RAG},
        "descriptor_na": draw(TEXT),
    }


@pytest.mark.database
@pytest.mark.parametrize("fmt", list(MIME))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
)
@given(file=files())
def test_export_then_import_gives_back_an_identical_set(fmt, db, file):
    priorities, rows = file
    made = imported(table(rows, levels=[*RAG, "na"]), priorities)

    exported = standard_sets.export(made, fmt)
    read = opened(exported, fmt)
    again = imported(read, read.header.get("priorities") or priorities)

    assert contents(again) == contents(made)
    assert [row for _, row in contents(made)["questions"]] == [
        {**row, **{name: plain(row[name]) for name in row}} for row in rows
    ]
    standard_sets.StandardSet.objects.filter(pk=again.pk).update(code=made.code)
    again.refresh_from_db()
    if fmt in ("csv", "json", "yaml"):  # the others hold the time at which they were written
        assert standard_sets.export(again, fmt) == exported


def imported(read, priorities):
    return standard_sets.import_new(
        table=read,
        partnership=factories.partnership(),
        code=f"set-{next(numbers)}",
        title="A set",
        scale=factories.scale(),
        priorities=priorities,
        by=None,
    )


def contents(standard_set):
    """All that the set has in the database but its ids."""
    _, rows = set_contents.flat(standard_set)
    return {
        "questions": [
            (question.order, row)
            for question, row in zip(standard_set.questions, rows, strict=True)
        ],
        "standards": list(standard_set.standards.values_list("order", "code", "title", "summary")),
        "priorities": list(standard_set.priorities.values_list("order", "code", "title")),
        "descriptors": sorted(
            (q.lineage, d.level.code, d.text)
            for q in standard_set.questions_in_full()
            for d in q.descriptors.all()
        ),
    }
