"""E-mail addresses typed or uploaded, and what is wrong with them by line."""

import io

from section11.tables.reading import read
from surveys.running import address_files


def table(text):
    return address_files.of_table(read(io.BytesIO(text.encode()), "people.csv"))


def test_addresses_come_one_on_a_line_once_each_and_in_small_letters():
    found, wrong = address_files.of_text("A@example.org\r\n\nb@example.org;\na@example.org")

    assert (found, wrong) == (["a@example.org", "b@example.org"], [])


def test_what_is_no_address_is_said_with_its_line():
    found, wrong = address_files.of_text("a@example.org\nMrs Smith\n" + "a" * 250 + "@example.org")

    assert found == ["a@example.org"]
    assert [problem.row for problem in wrong] == [2, 3]
    assert wrong[0].sentence == "“mrs smith” is not an e-mail address."


def test_the_column_of_addresses_is_found_and_others_are_not_looked_at():
    found, wrong = table("Name,E-mail\nAda,ada@example.org\nBob,bob\n")

    assert found == ["ada@example.org"]
    assert [problem.row for problem in wrong] == [3]


def test_a_file_without_a_column_of_addresses_is_refused_in_a_sentence():
    found, [wrong] = table("Name,Phone\nAda,1\n")

    assert found == []
    assert wrong.sentence == "No column is called “email”. Write that above the addresses."


def test_too_many_at_once_are_refused():
    many = "\n".join(f"p{n}@example.org" for n in range(5_001))

    _, [wrong] = address_files.of_text(many)

    assert wrong.sentence == "At most 5,000 addresses are taken at once."
