import pytest

from section11.standards import columns


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.1", "1.1"),
        ("1.10", "1.10"),  # not 1.1
        ("01.02", "1.2"),
        (" 3 ", "3"),
        ("0", "0"),
        ("10.0", "10.0"),
    ],
)
def test_codes_are_compared_without_leading_noughts(text, code):
    assert columns.question_code(text) == code


@pytest.mark.parametrize("text", ["1.", "a", "1,1", "1..2", "٣", "1-1", ".1", "1 1"])
def test_a_code_is_numbers_and_full_stops(text):
    with pytest.raises(ValueError, match="is not a code such as 3 or 3.10"):
        columns.question_code(text)


def test_a_code_has_a_longest_length():
    with pytest.raises(ValueError, match="This has 13 characters; at most 12 fit."):
        columns.question_code("1.23456789012")


@pytest.mark.parametrize(
    ("text", "value"),
    [("yes", True), ("Yes", True), ("TRUE", True), ("y", True), (" no ", False), ("N", False)],
)
def test_yes_and_no_are_read_as_people_write_them(text, value):
    assert columns.yes_no(text) is value


def test_a_blank_is_yes_or_no_only_where_it_may_be():
    assert columns.yes_no("", blank=True) is True
    with pytest.raises(ValueError, match="Write yes or no."):
        columns.yes_no("")


def test_other_words_are_neither():
    with pytest.raises(ValueError, match="Write yes or no, not “maybe”."):
        columns.yes_no("maybe")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", []),
        ("all", []),
        ("police", ["police"]),
        ("probation; police", ["police", "probation"]),  # in the order of Sector
        ("police, police ;\n", ["police"]),
    ],
)
def test_sectors_are_listed_in_one_order(text, codes):
    assert columns.sectors(text) == codes


def test_an_unknown_sector_is_told_with_the_nearest_known():
    with pytest.raises(ValueError, match="“polise” is not a sector. Did you mean police?"):
        columns.sectors("polise")


def test_all_and_a_sector_together_make_no_sense():
    with pytest.raises(ValueError, match="“all” is not a sector"):
        columns.sectors("all; police")


def test_priorities_keep_the_order_of_the_set():
    assert columns.priorities("b; a", ["a", "b", "c"]) == ["a", "b"]


def test_an_unknown_priority_is_told():
    with pytest.raises(ValueError, match="“d” is not a priority of this set."):
        columns.priorities("d", ["a", "b"])


@pytest.mark.parametrize("text", ["Neglect", "a b", "a_b", "-a", "é", "a-"])
def test_a_lineage_is_small_letters_numbers_and_hyphens(text):
    with pytest.raises(ValueError, match="may hold only small letters"):
        columns.lineage(text)


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1f", "\x85", "\ufffe", "\ud800"])
def test_characters_that_no_file_can_hold_are_refused(character):
    with pytest.raises(ValueError, match=f"U\\+{ord(character):04X}"):
        columns.long_text(f"a{character}b")


@pytest.mark.parametrize("text", ["😀", "مرحبا", "Ŵŷ", "<script>", "=cmd()", "a\n\tb"])
def test_other_texts_stay_as_typed(text):
    assert columns.long_text(text) == text


def test_a_text_has_a_longest_length():
    assert columns.long_text("x" * 16_000) == "x" * 16_000
    with pytest.raises(ValueError, match="This has 16,001 characters; at most 16,000 fit."):
        columns.long_text("x" * 16_001)


def test_line_ends_are_of_one_kind():
    assert columns.long_text("a\r\nb\rc") == "a\nb\nc"


def test_a_title_is_one_line():
    assert columns.line(" a \n b ", 150) == "a b"


@pytest.mark.parametrize("colour", ["red", "#12", "#12345g", "123456"])
def test_a_colour_has_six_digits(colour):
    with pytest.raises(ValueError, match="is not a colour such as #b22222"):
        columns.colour(colour)
