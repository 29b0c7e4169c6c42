import time
from datetime import date
from pathlib import Path

import pytest

from section11.audits import personal_data
from section11.audits.personal_data import Kind, findings

TODAY = date(2026, 6, 1)
UPN = "H801200001001"  # its letter is the check digit; 801 is an authority
ROOT = Path(__file__).resolve().parents[2]


def kinds(text):
    return [finding.kind for finding in findings(text, today=TODAY)]


@pytest.mark.parametrize(
    "text",
    [
        "Her NHS number is 943 476 5919.",
        "9434765919",
        "NHS9434765919",
        "943-476-5919.pdf",
        "943_476_5919 plan.docx",
        "943\xa0476\xa05919",
        "943.476.5919",
        "943–476–5919",
        "1) 943 476 5919",
        "2 943 476 5919 Smith",
        "943 476 5919 01/02/2015 seen",
        "943 476 5919 2015",
        "(943 476 5919)",
    ],
)
def test_an_nhs_number_is_noticed(text):
    assert kinds(text) == [Kind.NHS_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918",  # the check digit is wrong
        "0000000000",
        "111 111 1111",
        "Order 94347659190000",
        "Order 943 476 5919 000",
        "Order 000 943 476 5919",
        "+943 476 5919",
        "+44 943 476 5919",
        "0044 943 476 5919",
        "(0) 943 476 5919",
        "(020) 943 476 5919",
        "Call 020 8545 4226 or 07700 900123.",
        "+44 20 8545 4226",
        "943  476  5919",
    ],
)
def test_telephone_numbers_and_references_are_not_nhs_numbers(text):
    assert kinds(text) == []


@pytest.mark.parametrize("text", [f"UPN {UPN}", f"{UPN.lower()}.pdf", f"({UPN})", f"upn_{UPN}"])
def test_a_unique_pupil_number_is_noticed(text):
    assert kinds(text) == [Kind.UNIQUE_PUPIL_NUMBER]


@pytest.mark.parametrize("text", ["A" + UPN[1:], UPN + "1", "X" + UPN, UPN[:-1], "H001200001001"])
def test_what_only_looks_like_a_pupil_number_is_none(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text", ["NI AB 12 34 56 C", "AB123456C", "ab123456c", "AB123456C.pdf", "ni_AB123456C_x"]
)
def test_a_national_insurance_number_is_noticed(text):
    assert kinds(text) == [Kind.NATIONAL_INSURANCE_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "QQ 12 34 56 C",  # Q is never issued
        "BG123456A",
        "ZZ 12 34 56 A",
        "AO123456A",
        "AB123456E",
        "Version AB123456CD",
        "XAB123456C",
        "We met at 12 30 45 a.m.",
        "AB 12 3456 C",
        "Ab123456C",
    ],
)
def test_what_only_looks_like_an_insurance_number_is_none(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Child J, dob 01/02/2015",
        "the boy (born 1 February 2015)",
        "D.O.B.: 2015-02-01",
        "d.o.b 01.02.15",
        "DOB01022015",
        "Date of birth is 1st of February 2015",
        "Date of Birth (dd/mm/yyyy): 01/02/2015",
        "date of birth\n\n01/02/2015",
        "birth date – Feb 1, 2015",
        "Born on the 1st Feb. 2015",
        "born in Kingston Hospital on 1 February 2015",
        "BORN 1-Feb-15",
        "born 1 2 2015",
        "born 02/28/2014",  # the month first
        "01/02/2015 (DOB)",
        "01/02/2015 dob",
        "her mother, born 1 February 1985",
        "born 3 Sept 2012",
        "born in 2015, dob 01/02/2015",
        "Khan_Aisha_DOB_3May2015.pdf",
        "DOB_20150201.pdf",
    ],
)
def test_a_date_beside_a_word_for_birth_is_noticed(text):
    assert kinds(text) == [Kind.DATE_OF_BIRTH]


@pytest.mark.parametrize(
    "text",
    [
        "Smith, John 01/02/2015",
        "SMITH, John (01/02/2015)",
        "Smith, John: 1 February 2015",
        "O’Brien-Jones, Seán Rhys 01/02/2015",
        "Llŷr, Ŵyn, 01/02/2015",
        "1. Smith, John 01/02/2015",
        "Smith_John_01-02-2015.pdf",
        "Smith_John_01022015.pdf",
        "case_Smith_John_2015-02-01.pdf",
        "Child AB 01/02/2015",
        "child A.B. (01/02/2015)",
        "child’s name: John Smith 01/02/2015",
        "Pupil Jayden, 01/02/2015",
        "young person: John 01/02/2015",
        "Amy Jones, aged 11 (01/02/2015)",
        "Amy Jones is an 11-year-old (01/02/2015)",
        "Amy Jones, 11 y/o, 01/02/2015",
        "Amy Jones 01/02/2015 (age 11)",
        "Amy Jones, 01/02/2015, 11 years old",
        "Child J aged 11, 01/02/2015",
    ],
)
def test_a_childs_date_right_after_a_name_in_a_list_is_noticed(text):
    assert kinds(text) == [Kind.DATE_OF_BIRTH]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Policy approved 12 March 2024 by Jane Smith.",
        "Jane Smith approved the policy on 12 March 2024.",
        "Approved by Smith, Jane 12/03/2020",
        "Chair: Smith, Jane 12/03/2020",
        "Smith, Jane 12/03/2026",  # of a document, most likely
        "Smith, Jane 12/03/1985",  # nobody's child
        "smith, jane 12/03/2015",
        "Neglect, Supervision 12/03/2015",
        "Merton, Wandsworth 12/03/2015",
        "Merton, Monday 12 March 2015",
        "Safeguarding_Policy_01-02-2015.pdf",
        "Annual_Report_Final_01-02-2019.docx",
        "Jones_Policy_2015-02-01.pdf",
        "Training_Matrix_31032015.xlsx",
        "Child Protection Policy 12 March 2015",
        "Child Protection 12/03/2015",
        "Child CP 12/03/2015",
        "Pupil Premium Strategy 12/03/2015",
        "Child D 12/03/2015",  # the published review of a case
        "Serious case review, Child D, 12 March 2015",
        "Children aged 5 to 11 on 31 March 2015",
        "We asked 40 young people aged 16, 12 March 2024",
        "Training of 12 March 2016 (10 years old)",
        "Amy Jones, aged 16 (01/02/2015)",  # not that age
        "Reviewed 01/02/2025, next review 01/02/2026 (Head of Safeguarding).",
        "Date of birth checks were introduced on 12 March 2024.",
        "Every record holds a date of birth. Audit of 12/03/2024.",
        "Reviewed 12/03/2024, date of birth now recorded",
        "Babies born between 1 September 2010 and 31 August 2011",
        "All children born after 1 September 2020",
        "newborn 12/03/2024",
        "stubborn 12/03/2024",
        "dob 31/02/2015",
        "dob 45/13/2015",
        "dob 01/02/2030",
        "dob 20150231",
        "dob 12/34",
        "dob 01/02/20155",
        "We trained 128 of 143 staff in 2025/26.",
        "Named nurse: Priya Nair. Audit of 14 June 2025.",
        "Version 1.2.15 of the policy",
    ],
)
def test_dates_of_policies_and_names_of_staff_are_let_be(text):
    assert kinds(text) == []


def test_only_the_date_that_belongs_to_the_word_is_noticed():
    text = "Reviewed 12/03/2024 DOB 01/02/2015 and 13/04/2025"

    [finding] = findings(text, today=TODAY)

    assert text[finding.start : finding.end] == "01/02/2015"


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (date(2015, 1, 31), 0),  # to come
        (date(2015, 12, 1), 0),  # less than a year ago, so likely a document's
        (date(2016, 2, 2), 1),
        (date(2034, 1, 31), 1),
        (date(2034, 2, 2), 0),  # nineteen
    ],
)
def test_whether_it_is_a_child_depends_on_the_day(today, found):
    assert len(findings("Smith, John 01/02/2015", today=today)) == found


def test_a_year_of_two_digits_is_never_to_come():
    assert len(findings("born 01/02/15", today=date(2014, 1, 1))) == 1  # 1915
    assert len(findings("Smith, John 01/02/15", today=date(2014, 1, 1))) == 0
    assert len(findings("Smith, John 01/02/15", today=TODAY)) == 1


def test_today_is_the_real_one_unless_given():
    tomorrow = f"{date.today().year + 1}-01-01"  # noqa: DTZ011

    assert findings(f"dob {tomorrow}") == []
    assert len(findings("dob 2015-01-01")) == 1


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("NHS 943 476 5919", "943 476 5919", "“••• ••• ••19” looks like an NHS number."),
        ("NI AB 12 34 56 C", "AB 12 34 56 C", "“•• •• •• •• C” looks like a National Insurance number."),
        ("dob 1 Feb 2015.", "1 Feb 2015", "“• ••• ••••” looks like a date of birth."),
    ],
)  # fmt: skip
def test_a_finding_says_what_without_repeating_it(text, place, sentence):
    [finding] = findings(text, today=TODAY)

    assert finding.sentence == sentence
    assert text[finding.start : finding.end] == place


def test_several_findings_come_in_order():
    text = f"dob 01/02/2015 and 943 476 5919 and {UPN} and AB123456C"

    assert kinds(text) == [
        Kind.DATE_OF_BIRTH,
        Kind.NHS_NUMBER,
        Kind.UNIQUE_PUPIL_NUMBER,
        Kind.NATIONAL_INSURANCE_NUMBER,
    ]
    assert set(personal_data._LABELS) == set(Kind)


def test_the_standards_that_ship_hold_nothing_that_looks_like_a_childs_data():
    texts = [file.read_text() for file in (ROOT / "fixtures").rglob("*.yaml")]

    assert texts
    assert [kinds(text) for text in texts] == [[] for _ in texts]


HOSTILE = [
    "1", "1 ", "A", "a", "Aa, ", "Aa Aa ", "01/", "01/02/2015", "01/02/2015 ", "born ", "born.", "born in Aa ",
    "dob:", "dob 01/02/15 ", "1st jan", "_Aa", "Aa_Aa_01022015_", "child Aa ", "child AB 01/02/15,", "943 476 5919 ",
    "943-476-591", "AB 12 34 56 ", "A80120000100", "aged 9 ", "9 years old 1/2/15 ", "jan 1, 20", "'", "Aa'-", "\n", "•",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_no_longer_than_its_length(piece):
    text = piece * (50_000 // len(piece))
    start = time.process_time()

    findings(text, today=TODAY)

    # The worst takes 0.3 s on an idle machine; one that grew with the square would take minutes.
    assert time.process_time() - start < 20
