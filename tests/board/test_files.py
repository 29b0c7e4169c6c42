import pytest

from section11.board import files, layers, numbers, selection
from section11.board.figure import NO_MARK
from section11.board.selection import Choice


def heatmap(world, **choice):
    cycle = world.loaded()
    chain = numbers.pair(cycle)
    return selection.make(
        cycle, Choice(layers.SELF, **choice), numbers.read(chain, user=None), chain, user=None
    )


def test_the_picture_holds_what_the_page_shows(world):
    world.agency("Police", now="red green amber amber", before="green green - -")
    world.agency("Council", now="na na green green", before="green green green green")

    grid = files.picture(heatmap(world))

    assert grid.title == "2026: ratings by agency and standard"
    assert grid.subtitle == (f"{world.partnership}. Self-rating. 2 of 2 agencies have submitted.")
    assert grid.note.startswith("Roll-up rule: worst rating.")
    assert grid.note.endswith("Here that cycle is 2025.")
    assert (grid.rows, grid.columns) == (["Council", "Police"], ["Neglect", "Supervision"])
    kinds = [[grid.kinds[place].label for place in row] for row in grid.cells]
    assert kinds == [["Not applicable", "Green"], ["Red", "Amber"]]
    marks = [[place if place == NO_MARK else grid.mark_kinds[place].symbol for place in row]
             for row in grid.marks]  # fmt: skip
    assert marks == [[NO_MARK, "→"], ["↓", "≠"]]


def test_every_level_is_in_the_legend_of_the_picture_whether_given_or_not(world):
    world.agency("Police", now="green green green green")

    grid = files.picture(heatmap(world))

    assert [(kind.letter, kind.symbol) for kind in grid.kinds] == [
        ("R", "triangle"),
        ("A", "diamond"),
        ("G", "circle"),
    ]


def test_the_picture_of_a_difference_has_signs_of_its_own(world):
    world.agency("Police", now="red red green green", before="green green amber amber")
    world.agency("Council", now="green green green green", before="green green - -")

    grid = files.picture(heatmap(world, against=layers.PREVIOUS))

    assert [kind.label for kind in grid.kinds] == [
        "1 level higher",
        "The same",
        "2 levels lower",
        "Cannot be compared",
    ]
    letters = [[grid.kinds[place].letter for place in row] for row in grid.cells]
    assert letters == [["=", "·"], ["−2", "+1"]]
    assert grid.marks is None


def test_another_format_is_refused(world):
    with pytest.raises(ValueError, match="'doc' is not a format of a heatmap"):
        files.file_of(heatmap(world), "doc")


def test_the_name_of_the_file_is_plain(world):
    world.partnership.short_name = "Mérton & Sutton / SCP"
    world.partnership.save(update_fields=["short_name"])

    assert files.file_of(heatmap(world), "csv").name == "heatmap-merton-sutton-scp-2026.csv"
