from datetime import date

from section11.demo import items
from section11.demo.texts import Asked, Written

ON = date(2026, 10, 2)
DUE = date(2026, 12, 11)
LARGE = {"key": "police", "size": "large"}
SMALL = {"key": "carers", "size": "small"}
FILES = [{"file": "Policy.pdf", "title": "The policy", "questions": ["neglect-lead", "neglect-b"]}]
BANK = {
    "themes": {
        "neglect": {
            "evidence": [
                {"title": "A file", "kind": "file", "file": "Policy.pdf", "weeks_old": 1},
                {"title": "Chart", "kind": "held", "reference": "SG-01", "weeks_old": 20},
                {"title": "Count of the last year", "kind": "held", "reference": "X", "weeks_old": 3},
                {"title": "Neglect strategy", "kind": "link", "url": "https://a.example/", "weeks_old": 9},
            ],
            "actions": [
                {"what": "Name a lead", "lead": "Head", "intended_impact": "Sooner", "weeks": 6},
                {"what": "Write chronologies", "lead": "Chief", "intended_impact": "Seen", "weeks": 8},
            ],
        }
    },
    "small_evidence": [
        {"title": "Red folder", "kind": "held", "reference": "Shelf", "weeks_old": 1},
        {"title": "Trustee minutes", "kind": "held", "reference": "File", "weeks_old": 1},
    ],
    "small_actions": [
        {"theme": "neglect", "what": "One page", "lead": "Ann", "intended_impact": "Order", "weeks": 2},
        {"theme": "learning", "what": "Read", "lead": "Ann", "intended_impact": "Know", "weeks": 2},
    ],
}  # fmt: skip


def asked(lineage="neglect-lead", letter="G", code="5.1", words="", essential=True):
    return Asked(lineage, code, "neglect", letter, essential, words)


def backing(*questions, agency=LARGE, narrative="", bank=BANK):
    return items.back_all(
        bank=bank,
        files=FILES,
        agency=agency,
        asked=list(questions),
        written={q.lineage: Written(q.letter, narrative=narrative) for q in questions},
        on=ON,
        actions_from=DUE,
    )


def many(letter, **keys):
    questions = [asked(f"neglect-{n}", letter, code=f"5.{n}", **keys) for n in range(60)]
    return list(backing(*questions).values())


def numbers_of_actions(letter):
    """What sixty agencies give one question."""
    agencies = [LARGE | {"key": str(n)} for n in range(60)]
    found = [backing(asked(letter=letter), agency=agency) for agency in agencies]
    return {len(each["neglect-lead"].actions) for each in found}


def test_green_on_an_essential_question_always_has_evidence():
    assert {len(each.evidence) for each in many("G")} == {1, 2}
    assert {len(each.evidence) for each in many("G", essential=False)} == {0, 1}


def test_a_text_that_says_evidence_is_attached_has_it():
    question = asked("neglect-x", "G", essential=False)

    found = backing(question, narrative="Fine. Evidence is attached.")["neglect-x"]

    assert len(found.evidence) >= 1


def test_red_and_amber_always_have_an_action_and_green_never():
    assert numbers_of_actions("R") == numbers_of_actions("A") == {1, 2}
    assert numbers_of_actions("G") == {0}


def test_not_applicable_has_nothing():
    assert backing(asked(letter="N/A")) == {}


def test_a_file_goes_to_the_first_question_it_speaks_to_and_to_no_other():
    first, second = asked(), asked("neglect-b", code="5.2")

    found = backing(first, second)

    assert found["neglect-lead"].evidence[0] == {
        "kind": "file",
        "title": "The policy",
        "file": "Policy.pdf",
    }
    assert [item["kind"] for item in found["neglect-b"].evidence if item["kind"] == "file"] == []


def test_evidence_is_what_fits_the_question_and_says_of_which_month_it_is():
    question = asked("neglect-x", words="Have you a strategy on neglect?")

    found = backing(question)["neglect-x"].evidence[0]

    assert found == {
        "kind": "link",
        "title": "Neglect strategy, July 2026",
        "url": "https://a.example/",
    }


def test_a_title_that_speaks_of_the_last_year_needs_no_month():
    question = asked("neglect-x", words="Count of the year")

    assert backing(question)["neglect-x"].evidence[0]["title"] == "Count of the last year"


def test_an_action_fits_the_question_and_is_due_on_a_working_day_after_the_deadline():
    question = asked(letter="R", words="Are chronologies written?")

    assert backing(question)["neglect-lead"].actions[0] == {
        "what": "Write chronologies",
        "lead": "Chief",
        "due_on": date(2027, 2, 5),
        "intended_impact": "Seen",
    }


def test_an_action_is_given_once_and_where_it_was_written_for():
    own = {
        "what": "Ask",
        "lead": "Head",
        "intended_impact": "Told",
        "weeks": 3,
        "questions": ["neglect-y"],
    }
    actions = [*BANK["themes"]["neglect"]["actions"], own]
    shelf = BANK | {"themes": {"neglect": BANK["themes"]["neglect"] | {"actions": actions}}}
    words = "Are chronologies written?"
    questions = [asked(f"neglect-{n}", "A", f"5.{n}", words) for n in "xyz"]

    found = backing(*questions, bank=shelf)

    assert [found[q.lineage].actions[0]["what"] for q in questions] == [
        "Write chronologies",
        "Ask",
        "Name a lead",
    ]


def test_an_action_that_serves_again_says_where_it_was_given_first():
    words = "Are chronologies written?"
    questions = [asked(f"neglect-{n}", "A", f"5.{n}", words) for n in "xyz"]

    found = backing(*questions)

    assert found["neglect-x"].actions[0]["what"] == "Write chronologies"
    assert found["neglect-y"].actions[0]["what"] == "Name a lead"
    assert found["neglect-z"].actions[0]["what"] == "As at 5.x: write chronologies"


def test_a_small_charity_has_its_own_evidence_and_actions():
    green, amber = asked(words="What do trustees ask?"), asked("neglect-b", "A", "5.2")

    found = backing(green, amber, agency=SMALL)

    assert found["neglect-lead"].evidence[0] == {
        "kind": "held",
        "title": "Trustee minutes",
        "reference": "File",
    }
    assert [action["what"] for action in found["neglect-b"].actions] == ["One page"]
