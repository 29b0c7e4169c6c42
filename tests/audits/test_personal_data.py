import time

import pytest

from section11.audits.personal_data import Kind, findings


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Her NHS number is 943 476 5919.", Kind.NHS_NUMBER),
        ("9434765919", Kind.NHS_NUMBER),
        ("943-476-5919.pdf", Kind.NHS_NUMBER),
        ("NI AB 12 34 56 C", Kind.NATIONAL_INSURANCE_NUMBER),
        ("ab123456c", Kind.NATIONAL_INSURANCE_NUMBER),
        ("Child J, dob 01/02/2015", Kind.DATE_OF_BIRTH),
        ("the boy (born 1 February 2015)", Kind.DATE_OF_BIRTH),
        ("D.O.B.: 2015-02-01", Kind.DATE_OF_BIRTH),
        ("Smith, John 01/02/2015", Kind.DATE_OF_BIRTH),
        ("Smith_John_01-02-2015.pdf", Kind.DATE_OF_BIRTH),
    ],
)
def test_what_looks_like_a_childs_data(text, kind):
    [finding] = findings(text)

    assert finding.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Policy approved 12 March 2024 by Jane Smith.",
        "Reviewed 01/02/2025, next review 01/02/2026 (Head of Safeguarding).",
        "Call 020 8545 4226 or 07700 900123.",
        "+44 20 8545 4226",
        "943 476 5918",  # the check digit is wrong
        "0000000000",
        "1111111111",
        "Order 94347659190000",
        "QQ 12 34 56 C",  # never issued
        "Version AB123456CD",
        "We trained 128 of 143 staff in 2025/26.",
        "Named nurse: Priya Nair. Audit of 14 June 2025.",
        "",
    ],
)
def test_what_does_not(text):
    assert findings(text) == []


def test_a_finding_says_what_without_repeating_it():
    [finding] = findings("NHS 943 476 5919")

    assert finding.sentence == "“94…19” looks like an NHS number."
    assert "NHS 943 476 5919"[finding.start : finding.end] == "943 476 5919"


def test_several_findings_come_in_order():
    text = "dob 01/02/2015 and 943 476 5919 and AB123456C"

    assert [f.kind for f in findings(text)] == [
        Kind.DATE_OF_BIRTH,
        Kind.NHS_NUMBER,
        Kind.NATIONAL_INSURANCE_NUMBER,
    ]


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "A", "Aa, ", "01/", "born ", "dob:", "1st jan", "_Aa"]
)
def test_hostile_text_takes_no_longer_than_its_length(piece):
    short, long = piece * 2_000, piece * 40_000
    start = time.perf_counter()
    findings(short)
    middle = time.perf_counter()
    findings(long)
    end = time.perf_counter()

    # Twenty times the text, and far less than twenty times twenty the time.
    assert end - middle < 150 * max(middle - start, 0.001)
