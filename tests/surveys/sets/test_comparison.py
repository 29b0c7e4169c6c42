from types import SimpleNamespace

from surveys.sets.comparison import compare


def question(lineage, text="Same.", hint=""):
    return SimpleNamespace(lineage=lineage, text=text, hint=hint)


def lineages(lines):
    return [line.question.lineage for line in lines]


def test_what_became_of_each_question():
    older = [question("kept"), question("reworded"), question("hinted"), question("gone")]
    newer = [
        question("new"),
        question("kept", text="Same. "),
        question("reworded", text="Other."),
        question("hinted", hint="Help."),
    ]

    found = compare(newer, older)

    assert lineages(found.kept) == ["kept"]
    assert lineages(found.reworded) == ["reworded", "hinted"]
    assert lineages(found.new) == ["new"]
    assert [line.before for line in found.retired] == [(older[3],)]
    assert found.reworded[0].before == (older[1],)
    assert found.comparable == 3
