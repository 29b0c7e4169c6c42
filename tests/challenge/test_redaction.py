import pytest

from challenge.sessions.redaction import ADDRESS, NAME, NUMBER, Redactor, looks_like_a_name, whole


@pytest.mark.parametrize(
    "text",
    [
        "Priya Quillfeather wrote it.",
        "PRIYA QUILLFEATHER wrote it.",
        "priya quillfeather wrote it.",
        "Priya\nQuillfeather wrote it.",
        "P. Quillfeather wrote it.",
        "Quillfeather, Priya wrote it.",
        "Quillfeather wrote it.",
        "Priya’s plan.",
        "It was (Priya) who wrote it.",
        "Priya Anne Quillfeather wrote it.",
    ],
)
def test_a_known_name_is_left_out_however_it_is_written(text):
    clean = Redactor(["Priya Anne Quillfeather"])

    left = clean(text)

    assert NAME in left
    assert "quillfeather" not in left.lower()
    assert "priya" not in left.lower()


@pytest.mark.parametrize(
    "text", ["Dr Patel agreed.", "PC Jones came.", "Mrs. O’Hara wrote.", "Cllr J Okonjo said so."]
)
def test_whoever_is_spoken_of_with_a_title_is_left_out(text):
    assert Redactor([])(text).startswith(NAME)


def test_addresses_and_numbers_are_left_out():
    left = Redactor([])("Write to ann.lee@example.org or ring 020 7946 0018 or +44 7700 900123.")

    assert left == f"Write to {ADDRESS} or ring {NUMBER} or {NUMBER}."


@pytest.mark.parametrize(
    "text",
    [
        "We will train every manager by May 2027.",
        "Green in all 12 teams; 1,042 staff trained in 2025 and 2026.",
        "Will Green is a name, but we will be green.",
    ],
)
def test_plain_words_stay(text):
    clean = Redactor(["Will Green", "Ann Lee"])

    left = clean(text)

    assert left.replace(NAME, "Will Green") == text


def test_a_name_inside_another_word_stays():
    assert Redactor(["Ann Lee"])("The annual Leeds audit") == "The annual Leeds audit"


def test_without_anybody_known_a_text_stays_as_it_is():
    assert Redactor(["", "  "])("Nothing to leave out.") == "Nothing to leave out."


def test_nothing_is_left_out_for_those_who_may_read_names():
    assert whole("Priya Quillfeather") == "Priya Quillfeather"


@pytest.mark.parametrize(
    ("lead", "is_name"),
    [
        ("Priya Quillfeather", True),
        ("Head of service", False),
        ("Named Nurse", False),
        ("Service Manager", False),
        ("Priya", False),
        ("", False),
        ("Anne-Marie O’Neill", True),
    ],
)
def test_the_lead_of_an_action_may_be_a_name_or_a_post(lead, is_name):
    assert looks_like_a_name(lead) is is_name


def test_a_long_text_takes_no_longer_than_it_should():
    text = "1 " * 50_000 + "a." * 50_000 + "@" * 1_000

    assert Redactor(["Ann Lee"])(text) == text
