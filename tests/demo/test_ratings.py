import pytest

from section11.demo import ratings

SPREADS = {"none": 0.0, "always": 1.0}
STORY = {
    "spread": "none",
    "cycles": {2025: {"neglect": "A"}, 2026: {"neglect": "G"}},
    "exceptions": {2026: {"neglect-older-children": "R"}},
    "not_applicable": {"neglect-chronology": "no_direct_contact"},
}


def letter(lineage="neglect-lead", year=2026, essential=False, **story):
    return ratings.letter(
        key="police",
        story=STORY | story,
        year=year,
        lineage=lineage,
        theme="neglect",
        essential=essential,
        spreads=SPREADS,
    )


@pytest.mark.parametrize(
    ("lineage", "year", "expected"),
    [
        ("neglect-lead", 2025, "A"),
        ("neglect-lead", 2026, "G"),
        ("neglect-older-children", 2025, "A"),
        ("neglect-older-children", 2026, "R"),  # an exception of that year alone
        ("neglect-chronology", 2025, "N/A"),
        ("neglect-chronology", 2026, "N/A"),
    ],
)
def test_the_story_says_the_level(lineage, year, expected):
    assert letter(lineage, year) == expected


@pytest.mark.parametrize(("common", "drawn"), [("R", {"A"}), ("A", {"G", "R"}), ("G", {"A"})])
def test_a_question_that_differs_is_one_level_away(common, drawn):
    cycles = {2026: {"neglect": common}}

    letters = {letter(f"neglect-{n}", spread="always", cycles=cycles) for n in range(60)}

    assert letters == drawn


@pytest.mark.parametrize(("common", "drawn"), [("R", {"A"}), ("A", {"G", "A"}), ("G", {"G"})])
def test_an_essential_question_is_never_below_its_theme_by_chance(common, drawn):
    cycles = {2026: {"neglect": common}}

    letters = {
        letter(f"neglect-{n}", spread="always", cycles=cycles, essential=True) for n in range(60)
    }

    assert letters == drawn


def test_the_same_question_differs_in_every_year_or_in_none():
    spreads = {"some": 0.5}
    cycles = {2025: {"neglect": "G"}, 2026: {"neglect": "G"}}
    story = STORY | {"spread": "some", "cycles": cycles, "exceptions": {}}

    def letters(year):
        return [
            ratings.letter(
                key="police",
                story=story,
                year=year,
                lineage=f"neglect-{n}",
                theme="neglect",
                essential=False,
                spreads=spreads,
            )
            for n in range(40)
        ]

    assert letters(2025) == letters(2026)
    assert set(letters(2025)) == {"G", "A"}
