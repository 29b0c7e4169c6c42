from datetime import date
from random import Random

import pytest

from section11.demo import texts
from section11.demo.texts import Asked, Written, closeness, filled, fits

GROUPS = {"health": ["icb", "acute_trust"]}
RANGES = {
    "percent": {"R": [24, 54], "A": [58, 82], "G": [88, 98]},
    "number": {"R": [5, 12], "A": [6, 22], "G": [8, 36]},
}
CLOSINGS = ["Next review in spring.", "There is more to do."]
ON = date(2026, 10, 2)
POLICE = {"key": "police", "sector": "police", "size": "large", "calls_itself": "the command"}
CHARITY = {"key": "lantern", "sector": "voluntary", "size": "small", "calls_itself": "the project"}


def bank(*narratives, small=()):
    return {
        "placeholders": RANGES,
        "groups": GROUPS,
        "closings": {"A": CLOSINGS},
        "not_applicable_reasons": {"no_contact": "We meet no children."},
        "themes": {"neglect": {"narratives": {"A": narratives}, "small": {"A": small}}},
    }


def text(words, **keys):
    return {"text": words, "impact": f"Impact of {words}"} | keys


def asked(lineage="neglect-lead", letter="A"):
    return Asked(lineage, "5.1", "neglect", letter, essential=True, words="")


def written(bank, *questions, agency=POLICE, before=None, story=None):
    return texts.write_all(
        bank=bank,
        agency=agency,
        story=story or {},
        asked=list(questions),
        on=ON,
        before=before or {},
    )


@pytest.mark.parametrize(
    ("keys", "fitting"),
    [
        ({}, True),
        ({"questions": ["neglect-lead"]}, True),
        ({"questions": ["neglect-audit"]}, False),
        ({"groups": ["health"]}, True),
        ({"sectors": ["police"]}, False),
        ({"sectors": ["icb"]}, True),
        ({"not_for": ["icb"]}, False),
        ({"not_for": ["police"]}, True),
        ({"groups": ["health"], "not_for": ["icb"]}, False),
    ],
)
def test_a_text_fits_by_question_and_sector(keys, fitting):
    assert fits(keys, lineage="neglect-lead", sector="icb", groups=GROUPS) is fitting


def test_placeholders_are_filled_from_the_range_of_the_level_and_the_year_before():
    def fill(words):
        return filled(
            words, letter="R", calls_itself="the trust", on=ON, ranges=RANGES, chance=Random(3)
        )

    share = int(fill("{percent}"))
    month, year = fill("{month} {year}").split()

    assert 24 <= share <= 54
    assert month in texts.MONTHS
    assert year in ("2025", "2026")
    assert fill("{month}") in texts.MONTHS
    assert fill("{agency} has a lead. {agency} pays. Inside {agency} all know.") == (
        "The trust has a lead. The trust pays. Inside the trust all know."
    )


def test_closeness_counts_the_words_shared():
    assert closeness("Publish the policy on supervision", "The policy is published") == 2
    assert closeness("Children and staff", "A child with staff") == 0


def test_no_narrative_is_used_twice_while_there_is_another():
    shelf = bank(text("One."), text("Two."))

    answers = written(shelf, asked("neglect-lead"), asked("neglect-audit"))

    assert {answer.passage for answer in answers.values()} == {"One.", "Two."}


def test_a_question_with_one_text_gets_it_before_one_that_has_a_choice():
    shelf = bank(text("One."), text("Two.", questions=["neglect-lead"]))

    answers = written(shelf, asked("neglect-lead"), asked("neglect-audit"))

    assert answers["neglect-audit"].passage == "One."
    assert answers["neglect-lead"].passage == "Two."


def test_a_text_used_again_is_told_apart_by_its_closing():
    questions = [asked(f"neglect-{n}") for n in range(3)]

    answers = written(bank(text("Only one.")), *questions)

    assert {answer.narrative for answer in answers.values()} == {
        "Only one.",
        *(f"Only one. {closing}" for closing in CLOSINGS),
    }


def test_the_text_differs_from_last_cycles():
    last = {"neglect-lead": Written("A", narrative="One.", passage="One.")}

    answer = written(bank(text("One."), text("Two.")), asked(), before=last)["neglect-lead"]

    assert answer.passage == "Two."


def test_with_one_text_only_the_closing_differs_from_last_cycles():
    last = {"neglect-lead": Written("A", narrative="One.", passage="One.")}

    answer = written(bank(text("One.")), asked(), before=last)["neglect-lead"]

    assert answer.narrative in [f"One. {closing}" for closing in CLOSINGS]


def test_a_share_is_left_word_for_word_where_the_level_is_the_same():
    lineages = [f"neglect-{n}" for n in range(200)]
    same = {lineage: Written("A", f"Last {lineage}", passage="Last") for lineage in lineages}
    other = {lineage: Written("R", f"Last {lineage}", passage="Last") for lineage in lineages}
    questions = [asked(lineage) for lineage in lineages]
    shelf = bank(text("One."), text("Two."))

    kept = [a for a in written(shelf, *questions, before=same).values() if a.passage == "Last"]
    never = [a for a in written(shelf, *questions, before=other).values() if a.passage == "Last"]

    assert 5 <= len(kept) <= 25
    assert never == []


def test_not_applicable_has_its_reason_and_nothing_else():
    story = {"not_applicable": {"neglect-lead": "no_contact"}}

    answers = written(bank(), asked(letter="N/A"), story=story)

    assert answers == {"neglect-lead": Written("N/A", reason="We meet no children.")}


def test_a_small_charity_says_so_in_its_own_words():
    shelf = bank(text("Large."), small=[text("Small.")])
    last = {"neglect-lead": Written("A", narrative="Small.", passage="Small.")}

    first = written(shelf, asked(), agency=CHARITY)["neglect-lead"]
    again = written(shelf, asked(), agency=CHARITY, before=last)["neglect-lead"]

    assert first.narrative == "Small."
    assert again.narrative in [f"Small. {closing}" for closing in texts.SAME_AGAIN]


def test_the_same_again_gives_the_same():
    shelf = bank(*(text(f"In {{month}} {{year}} {n}: {{percent}}%.") for n in range(9)))
    questions = [asked(f"neglect-{n}") for n in range(5)]

    assert written(shelf, *questions) == written(shelf, *questions)
