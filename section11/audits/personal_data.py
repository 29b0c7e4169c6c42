"""Text that looks as if it identified a child, so that someone looks again.

A self-audit must hold no child's data. These are signs, not proof: each finding is confirmed or
corrected by a person. Texts are full of policy dates and the names of staff, so a date alone is
never a finding: it needs a word such as "born" beside it, or a name written as in a case list.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from stdnum.gb import nhs

# Linear in the length of the text: no nested repetition.
_TEN_DIGITS = re.compile(r"(?<![\d+])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d])")
# Letters that HMRC does not issue: D, F, I, Q, U and V; O is never second.
_NINO = re.compile(
    r"(?<![A-Za-z0-9])[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z]"
    r" ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d](?![A-Za-z0-9])"
)
_NEVER_ISSUED = {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = re.compile(
    rf"(?<![\d])(?:\d{{1,2}}[/.\-_]\d{{1,2}}[/.\-_](?:19|20)?\d{{2}}|(?:19|20)\d{{2}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? (?:19|20)\d{{2}})(?![\d])",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\b\.?|date of birth|birth date|born(?: on)?)[\s:,(=]*$", re.IGNORECASE
)
_BIRTH_BEFORE = 30
# "Smith, John 01/02/2015" and "Smith_John_01-02-2015": a name as in a case list, right before.
_LISTED_NAME = re.compile(r"\b[A-Z][a-z'’-]{1,30}(?:, ?|_)[A-Z][a-z'’-]{1,30}[ _,(:-]{1,3}$")
_LISTED_BEFORE = 70


class Kind(StrEnum):
    NHS_NUMBER = "nhs_number"
    NATIONAL_INSURANCE_NUMBER = "national_insurance_number"
    DATE_OF_BIRTH = "date_of_birth"


_LABELS = {
    Kind.NHS_NUMBER: "an NHS number",
    Kind.NATIONAL_INSURANCE_NUMBER: "a National Insurance number",
    Kind.DATE_OF_BIRTH: "a date of birth",
}


@dataclass(frozen=True)
class Finding:
    """`start` and `end` are places in the text, in characters."""

    kind: Kind
    start: int
    end: int
    masked: str

    @property
    def sentence(self) -> str:
        return f"“{self.masked}” looks like {_LABELS[self.kind]}."


def findings(text: str) -> list[Finding]:
    """Every sign of personal data in the text, in order."""
    found = [*_nhs_numbers(text), *_national_insurance_numbers(text), *_dates_of_birth(text)]
    return sorted(found, key=lambda finding: finding.start)


def _nhs_numbers(text):
    for match in _TEN_DIGITS.finditer(text):
        # python-stdnum knows the check digit; ten equal digits pass it, and are nobody's.
        if nhs.is_valid(match[0]) and len(set(re.sub(r"\D", "", match[0]))) > 1:
            yield _finding(Kind.NHS_NUMBER, match)


def _national_insurance_numbers(text):
    for match in _NINO.finditer(text):
        if match[0][:2].upper() not in _NEVER_ISSUED:
            yield _finding(Kind.NATIONAL_INSURANCE_NUMBER, match)


def _dates_of_birth(text):
    for match in _DATE.finditer(text):
        before = text[max(0, match.start() - _LISTED_BEFORE) : match.start()]
        if _BIRTH.search(before[-_BIRTH_BEFORE:]) or _LISTED_NAME.search(before):
            yield _finding(Kind.DATE_OF_BIRTH, match)


def _finding(kind, match):
    shown = match[0]
    return Finding(kind, match.start(), match.end(), shown[:2] + "…" + shown[-2:])
