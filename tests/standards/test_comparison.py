from types import SimpleNamespace

from section11.standards.comparison import Line, compare


def question(lineage, code="1.1", change="new", came_from=(), standard="Leadership"):
    return SimpleNamespace(
        lineage=lineage,
        code=code,
        change=change,
        came_from=list(came_from),
        standard=SimpleNamespace(title=standard),
    )


A, B, C, D = (question(lineage) for lineage in "abcd")


def test_each_question_is_told_once():
    kept = question("a", change="kept")
    reworded = question("b", change="reworded")
    split = question("e", change="split", came_from=["c"])
    merged = question("f", change="merged", came_from=["b", "c"])
    new = question("g")

    found = compare([kept, reworded, split, merged, new], [A, B, C, D])

    assert found.kept == [Line(kept, (A,))]
    assert found.reworded == [Line(reworded, (B,))]
    assert found.split == [Line(split, (C,))]
    assert found.merged == [Line(merged, (B, C))]
    assert found.new == [Line(new)]
    assert found.retired == [Line(None, (D,))]
    assert found.comparable == 2
    assert found.moved == []


def test_a_question_moves_to_another_code_or_standard():
    same = question("a", change="kept")
    renumbered = question("b", "1.2", change="kept")
    elsewhere = question("c", change="reworded", standard="Neglect")
    split = question("e", "9.9", change="split", came_from=["d"])

    found = compare([same, renumbered, elsewhere, split], [A, B, C, D])

    assert [line.question for line in found.moved] == [renumbered, elsewhere]
    assert not found.retired
