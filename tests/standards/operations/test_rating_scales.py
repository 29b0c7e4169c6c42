import pytest

from section11.standards.checks import Problem
from section11.standards.exceptions import ImportRefused
from section11.standards.models import RatingLevel, RatingScale
from section11.standards.operations import rating_scales
from section11.standards.operations.standard_sets import as_table
from section11.web.exceptions import RuleBroken
from tests import factories

HEADER = {"code": "two", "title": "Two levels", "description": "Bad and good."}


def level(code, letter, **cells):
    return {
        "code": code,
        "label": code.capitalize(),
        "letter": letter,
        "colour": "#b22222",
        "symbol": "triangle",
        "meaning": f"{code} means.",
        "counts_in_score": "yes",
        "needs_action": "yes",
        "needs_evidence": "no",
        "needs_reason": "no",
    } | cells


def levels():
    return [
        level("bad", "B"),
        level("good", "G", symbol="circle", needs_action="no", needs_evidence="yes"),
        level("na", "N/A", symbol="dash", counts_in_score="no", needs_reason="yes"),
    ]


def load(rows, header=HEADER):
    names = list(rows[0])
    read = as_table(names, rows)
    read.header, read.header_key = header, "scale"
    return rating_scales.load(table=read)


def as_saved():
    return list(
        RatingLevel.objects.filter(scale__code="two").values_list("order", "code", "letter")
    )


def test_a_scale_is_made_of_its_levels(db):
    assert load(levels()) is True

    scale = RatingScale.objects.get()
    assert (scale.code, scale.title, scale.description) == tuple(HEADER.values())
    bad, good, na = scale.levels.all()
    assert (bad.order, bad.code, bad.label, bad.letter) == (0, "bad", "Bad", "B")
    assert (bad.colour, bad.symbol, bad.meaning) == ("#b22222", "triangle", "bad means.")
    assert (bad.counts_in_score, bad.needs_action, bad.needs_evidence, bad.needs_reason) == (
        (True, True, False, False)
    )
    assert (good.needs_action, good.needs_evidence) == (False, True)
    assert (na.counts_in_score, na.needs_reason) == (False, True)


def test_the_same_again_changes_nothing(db):
    load(levels())

    assert load(levels()) is False


def test_a_scale_in_no_published_set_can_change(db):
    load(levels())
    bad, good, na = levels()
    bad["letter"], good["letter"] = "G", "B"  # letters swapped, places too, one level new

    assert load([good, bad, level("best", "X"), na]) is True
    assert as_saved() == [(0, "good", "B"), (1, "bad", "G"), (2, "best", "X"), (3, "na", "N/A")]


def test_a_title_alone_can_change(db):
    load(levels())

    assert load(levels(), HEADER | {"title": "Two"}) is True
    assert RatingScale.objects.get().title == "Two"


def test_a_level_can_go(db):
    load(levels())

    load([*levels()[:2]])

    assert as_saved() == [(0, "bad", "B"), (1, "good", "G")]


def test_a_scale_of_a_published_set_never_changes(db):
    load(levels())
    factories.standard_set(scale=RatingScale.objects.get(), title="Ours")
    changed = levels()
    changed[0]["meaning"] = "Something else."

    with pytest.raises(RuleBroken, match="two is used by Ours, which is published"):
        load(changed)

    assert load(levels()) is False
    assert RatingLevel.objects.get(code="bad").meaning == "bad means."


def test_a_level_that_a_draft_describes_stays(db):
    load([*levels()[:2], level("best", "X"), levels()[2]])
    factories.standard_set(scale=RatingScale.objects.get(), title="Ours", published=False)

    with pytest.raises(RuleBroken, match="The level Best cannot go: Ours says what it means"):
        load(levels())

    assert len(as_saved()) == 4


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"colour": "red"}, (1, "colour", "“red” is not a colour such as #b22222.")),
        (
            {"symbol": "heart"},
            (
                1,
                "symbol",
                "“heart” is not known here. Write triangle, diamond, circle, square, star or dash.",
            ),
        ),
        ({"letter": "ABCD"}, (1, "letter", "This has 4 characters; at most 3 fit.")),
        ({"letter": "G"}, (2, "letter", "Row 1 has the letter G as well.")),
        ({"meaning": ""}, (1, "meaning", "This must not be empty.")),
        ({"needs_action": "?"}, (1, "needs_action", "Write yes or no, not “?”.")),
        (
            {"code": "Bad One"},
            (
                1,
                "code",
                "“Bad One” may hold only small letters a to z, numbers and hyphens, such as"
                " neglect-named-lead.",
            ),
        ),
    ],
)
def test_a_bad_level_is_told_with_its_row_and_column(db, change, problem):
    rows = levels()
    rows[0] |= change

    with pytest.raises(ImportRefused) as refused:
        load(rows)

    assert refused.value.problems == [Problem(*problem)]
    assert not RatingScale.objects.exists()


def test_the_same_code_twice(db):
    with pytest.raises(ImportRefused) as refused:
        load([level("bad", "A"), level("bad", "B")])

    assert refused.value.problems == [Problem(2, "code", "Row 1 has the code bad as well.")]


def test_one_level_is_no_scale(db):
    with pytest.raises(ImportRefused, match="at least two levels that count"):
        load(levels()[1:])


def test_levels_that_do_not_count_come_last(db):
    with pytest.raises(ImportRefused, match="come after all that do"):
        load(levels()[::-1])


def test_a_scale_has_only_so_many_levels(db):
    with pytest.raises(ImportRefused, match="at most 12 levels"):
        load([level(f"l{n}", str(n)) for n in range(13)])


def test_a_scale_has_its_columns_and_no_others(db):
    rows = [{**row, "color": "x"} for row in levels()]
    for row in rows:
        del row["letter"]

    with pytest.raises(ImportRefused) as refused:
        load(rows)

    assert refused.value.problems == [
        Problem(None, "letter", "This column is missing."),
        Problem(None, "color", "There is no such column."),
    ]


def test_a_scale_has_a_code_and_a_title(db):
    with pytest.raises(ImportRefused) as refused:
        load(levels(), {"description": "x"})

    assert [(p.column, p.sentence) for p in refused.value.problems] == [
        ("code", "The head of the file does not say this."),
        ("title", "The head of the file does not say this."),
    ]
