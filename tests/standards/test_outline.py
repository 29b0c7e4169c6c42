from types import SimpleNamespace

from section11.people.models import Size
from section11.standards.outline import outline

LEADERSHIP = SimpleNamespace(code="1")
NEGLECT = SimpleNamespace(code="2")


def question(code, standard, sectors=(), asked_of_small=True, small_text=""):
    return SimpleNamespace(
        code=code,
        standard=standard,
        sectors=list(sectors),
        asked_of_small=asked_of_small,
        text=f"Question {code}?",
        wording=lambda size: small_text or f"Question {code}?",
    )


QUESTIONS = [
    question("1.1", LEADERSHIP, small_text="In short?"),
    question("1.2", LEADERSHIP, asked_of_small=False),
    question("2.1", NEGLECT, sectors=["police"]),
]


def shown(**scope):
    return [
        (section.standard.code, [asked.text for asked in section.asked])
        for section in outline(QUESTIONS, **scope)
    ]


def test_everything_under_its_standard():
    assert shown() == [("1", ["Question 1.1?", "Question 1.2?"]), ("2", ["Question 2.1?"])]


def test_what_a_small_charity_is_asked_and_how():
    assert shown(sector="voluntary", size=Size.SMALL) == [("1", ["In short?"])]


def test_what_a_police_force_is_asked():
    assert shown(sector="police") == shown()


def test_a_sector_alone_leaves_the_size_open():
    assert shown(sector="housing") == [("1", ["Question 1.1?", "Question 1.2?"])]
