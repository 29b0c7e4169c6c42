"""Text that looks as if it identified a child, so that someone looks again.

A self-audit must hold no child's data. These are signs, not proof: each finding is confirmed or
corrected by a person. Texts are full of policy dates and of the names of staff, so a date alone is
never a finding, nor is a name beside one: it needs a word such as "born", or a name written as in
a list of cases ("Smith, John 01/02/2015", "Smith_John_01-02-2015.pdf") and the age of a child.

Time is linear in the length of the text: whatever looks around a date or a number looks at a
slice of fixed length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils import timezone
from stdnum.gb import nhs, upn


class Kind(StrEnum):
    NHS_NUMBER = "nhs_number"
    UNIQUE_PUPIL_NUMBER = "unique_pupil_number"
    NATIONAL_INSURANCE_NUMBER = "national_insurance_number"
    DATE_OF_BIRTH = "date_of_birth"


_LABELS = {
    Kind.NHS_NUMBER: "an NHS number",
    Kind.UNIQUE_PUPIL_NUMBER: "a unique pupil number",
    Kind.NATIONAL_INSURANCE_NUMBER: "a National Insurance number",
    Kind.DATE_OF_BIRTH: "a date of birth",
}


@dataclass(frozen=True)
class Finding:
    """`start` and `end` are places in the text, in characters; `masked` does not repeat the data."""

    kind: Kind
    start: int
    end: int
    masked: str

    @property
    def sentence(self) -> str:
        return f"“{self.masked}” looks like {_LABELS[self.kind]}."


def findings(text: str, *, today: date | None = None) -> list[Finding]:
    """Every sign of personal data in a text or a file's name, in order of place.

    `today` tells who would be a child; it is the real one unless given.
    """
    if not _TWO_DIGITS.search(text):
        return []  # every sign has them, and most texts do not
    today = today or timezone.localdate()
    found = [
        *_nhs_numbers(text),
        *_pupil_numbers(text),
        *_national_insurance_numbers(text),
        *_dates_of_birth(text, today),
    ]
    return sorted(found, key=lambda finding: finding.start)


_TWO_DIGITS = re.compile(r"\d\d")
# Three, three and four digits as the NHS prints them, or ten together; "_" as in names of files.
_TEN_DIGITS = re.compile(r"(?<![\d+])\d{3}[ \xa0._‐‑–-]?\d{3}[ \xa0._‐‑–-]?\d{4}(?!\d)")
# The rest of a longer number: a telephone number's beginning, or more groups of a reference.
_LONGER_BEFORE = re.compile(r"(?:(?:\+|\b00)\d{1,3}|\(0\d*\)|\d{3})[ \xa0-]?\Z")
_LONGER_AFTER = re.compile(r"[ \xa0-](?!(?:19|20)\d\d\b)\d{3}")
_PUPIL = re.compile(r"(?<![^\W_])[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z](?![^\W_])", re.IGNORECASE)
# HMRC issues no D, F, I, Q, U or V in either place, and no O in the second.
_INSURANCE = re.compile(
    r"(?<![^\W_])(?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]( ?)\d\d\1\d\d\1\d\d\1[A-D]"
    r"|[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z]\d{6}[a-d])(?![^\W_])"
)
_NEVER_ISSUED = {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}


def _nhs_numbers(text: str) -> Iterator[Finding]:
    for match in _TEN_DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        # The same digit ten times passes the check and is nobody's.
        if not nhs.is_valid(digits) or len(set(digits)) == 1:
            continue
        before = text[max(0, match.start() - 8) : match.start()]
        if not _LONGER_BEFORE.search(before) and not _LONGER_AFTER.match(text, match.end()):
            yield _finding(Kind.NHS_NUMBER, match, shown=2)


def _pupil_numbers(text: str) -> Iterator[Finding]:
    for match in _PUPIL.finditer(text):
        if upn.is_valid(match[0]):
            yield _finding(Kind.UNIQUE_PUPIL_NUMBER, match, shown=2)


def _national_insurance_numbers(text: str) -> Iterator[Finding]:
    for match in _INSURANCE.finditer(text):
        if match[0][:2].upper() not in _NEVER_ISSUED:
            yield _finding(Kind.NATIONAL_INSURANCE_NUMBER, match, shown=1)


_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in _MONTHS) + "|sept"
_DATE = re.compile(
    # The look ahead rules out most places at once: a text takes a third of the time.
    rf"""(?<!\d)(?=[\djfmasond])(?:
        (?P<day>\d{{1,2}})(?P<sep>[/.\-_ ])(?P<month>\d{{1,2}})(?P=sep)(?P<year>(?:19|20)?\d\d)
      | (?P<iso_year>(?:19|20)\d\d)(?P<iso_sep>[/.\-_])(?P<iso_month>\d{{1,2}})(?P=iso_sep)(?P<iso_day>\d{{1,2}})
      | (?P<packed>\d{{8}})
      | (?P<day_named>\d{{1,2}})(?:st|nd|rd|th)?(?:[ ]of)?[ ._\-]?(?P<name>{_MONTH})[.,]?[ ._\-]?(?P<year_named>(?:19|20)\d\d|\d\d)
      | (?P<name_first>{_MONTH})\.?[ _\-](?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?,?[ _\-](?P<year_after>(?:19|20)\d\d)
    )(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)

_BEFORE, _AFTER = 70, 40
_LETTER = r"[^\W\d_]"
_NAME = rf"{_LETTER}(?:{_LETTER}|['’-]){{1,30}}"
_GAP = r"[ _,(:–-]{1,3}\Z"
_DOB = r"(?:d\.?[ ]?o\.?[ ]?b|date[ _-]of[ _-]birth|birth[ _-]?(?:date|day))"
# Between the word and the date only what leads on to it, so that "date of birth checks, reviewed
# 12 March 2024" is none.
_BIRTH = re.compile(
    rf"(?<!{_LETTER})(?:(?i:{_DOB})(?!{_LETTER})|(?i:born)(?![^\W_])"
    rf"(?:[ ](?i:in|at)(?:[ ][A-Z][\w'’-]{{1,20}}){{1,3}})?)"
    r"(?:[\s:;,.()=_–—-]|(?i:is|was|on|the|dd/?mm/?yy(?:yy)?)(?![^\W_])){0,14}\Z"
)
_BIRTH_AFTER = re.compile(rf"[\s)]{{0,2}}[(–-]?\s?(?i:{_DOB})(?![^\W_])(?!\W{{0,5}}\d)")
_AGE_BEFORE = re.compile(
    r"(?<![^\W_])(?i:(?:aged?[ ](\d{1,2})(?:[ -]?(?:years?|yrs?))?"
    r"|(\d{1,2})[ -]?(?:years?|yrs?)[ -]old|(\d{1,2})[ -]?y/?o))[\s,(:–-]{1,3}\Z"
)
_AGE_AFTER = re.compile(
    r"[\s,]{0,2}[(–-]?\s?(?i:aged?[ ](\d{1,2})|(\d{1,2})[ -]?(?:years?|yrs?)[ -]old)(?![^\W_])"
)
_TWO_NAMES = re.compile(rf"(?<![^\W_])({_NAME})[ ]({_NAME})(?![^\W_])")
_LISTED = re.compile(
    rf"(?<![^\W_])({_NAME})(?:,[ ]{{0,2}}({_NAME})(?:[ ]{_NAME})?|_({_NAME})){_GAP}"
)
_CHILD = re.compile(
    r"(?<![^\W_])(?i:child|pupil|patient|young person|baby)(?i:['’]s name)?[ _]?[:,(–-]?[ ]?"
    rf"(?:([A-Z])\.?[ ]?([A-Z])\.?|({_NAME})(?:[ _]({_NAME}))?){_GAP}"
)
_CHILD_BY_LETTER = re.compile(r"(?<![^\W_])(?i:child|pupil|baby) [A-Z]\.?[A-Z]?\b")
_SIGNED = re.compile(
    r"(?<![^\W_])(?i:by|approved|signed|reviewed|updated|issued|agreed|dated|chair|chaired|author"
    r"|owner|lead|manager|head|officer|supervisor|director|governor|trainer)(?![^\W_])"
)
# Children Act 1989 s.105(1) ends childhood at 18; lists of a school year hold some who just were.
_OLDEST_CHILD = 18
# Dates of the last year are nearly always those of a document.
_YOUNGEST_LISTED = timedelta(days=365)

# What stands before the date of a document, a meeting or a place, so is nobody's name. Lower case.
_NOT_NAMES_IN_ORDER = """
a abuse action actions adult adults advice agency agenda agreement aid allegations analysis and
annex annexe annual anti appendices appendix application apprenticeship april assessment
assurance attachment attendance audit august autumn awareness behaviour board borough briefing
bruising budget bulletin bullying business cabinet camhs care case cases ceop certificate
certificates chair challenge change changes charter check checklist checks chief child children
children's childrens cin code college commissioned commissioning committee communication
community complaints compliance conduct conference consultation contact contextual contract copy
council county course cover cp criminal cse cspr cycle dashboard data date day dbs death
december delivery department development dhr disclosure district diversity document domestic
download draft early east education ehcp email emotional england equality escalation event
evidence executive exploitation export extract facilities family february feedback file final
findings fire first flowchart form forum framework friday front full fy governance governors
group guidance guide handbook harm head health heatmap help home hospital house housing hr hub
icb image improvement in incident induction information inspection interim internal intervention
january job joint journal july june kcsie kingston lado lambeth leadership leaflet learning
letter letters level lines list listening local lockdown log london lone lscb lscp mapping march
mash matrix media meeting memo mental merton minutes missing mitcham mobile model monday
monitoring month monthly morden multi national needs neglect newsletter nhs north note notes
notice november october of officer ofsted on online operational organisation outcomes overview
panel paper part participation partner partners partnership pathway people performance person
phone photo plan planning police policies policy poster practice premises premium presentation
prevent prevention primary private procedure procedures process programme progress project
protection protocol provider providers public pupil q quality quarter quarterly questionnaire
quick rag rapid rating ratings record recording records recruitment reduction referral referrals
register report reporting reports response restorative results return review reviews revised
richmond risk role rota safe safeguarding safer safety saint sample sar saturday scan scheme
school schools scope scorecard scotland scr screenshot scrutiny secondary section self send
september service services session sexual sheet sign signature signed slides social south
special spreadsheet spring st staff staffing standard standards statement statutory strategic
strategy street structure sub submission summary summer sunday supervision support surrey survey
sutton team template term terms the thematic think threshold thresholds thursday timetable to
tool toolkit tracker trafficking training tri trust tuesday unit update updated upload version
video violence visit visitor visitors voice voluntary wales walkabout wandsworth ward's
wednesday wellbeing whistleblowing wimbledon winter with work workbook workforce working
workshop yearly youth yr
"""
_NOT_NAMES = frozenset(_NOT_NAMES_IN_ORDER.split())


def _dates_of_birth(text: str, today: date) -> Iterator[Finding]:
    for match in _DATE.finditer(text):
        days = [day for day in _readings(match, today) if day.year >= 1900 and day <= today]
        if days and _has_sign(text, match, days, today):
            yield _finding(Kind.DATE_OF_BIRTH, match, shown=0)


def _has_sign(text: str, match: re.Match[str], days: list[date], today: date) -> bool:
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    after = text[match.end() : match.end() + _AFTER]
    if _BIRTH.search(before) or _BIRTH_AFTER.match(after):
        return True
    if not any(_age(day, today) <= _OLDEST_CHILD for day in days):
        return False
    stated = _AGE_BEFORE.search(before) or _AGE_AFTER.match(after)
    if stated and _is_age(stated, days, today) and _names_someone(before):
        return True
    if not any(day <= today - _YOUNGEST_LISTED for day in days):
        return False
    return _in_a_list(before) or _of_a_child(before)


def _in_a_list(before: str) -> bool:
    """ "Smith, John " or "Smith_John_", unless it is who signed something."""
    listed = _LISTED.search(before)
    if not listed or not _are_names(listed[1], listed[2] or listed[3]):
        return False
    return not _SIGNED.search(before[: listed.start()])


def _of_a_child(before: str) -> bool:
    """ "Child AB " or "Pupil: John Smith "."""
    child = _CHILD.search(before)
    if not child:
        return False
    if child[1]:
        return (child[1] + child[2]).casefold() not in _NOT_NAMES
    return _are_names(*filter(None, (child[3], child[4])))


def _names_someone(before: str) -> bool:
    """Two capital words that may be a name, or "Child J"."""
    if _CHILD_BY_LETTER.search(before):
        return True
    return any(_are_names(*names) for names in _TWO_NAMES.findall(before))


def _are_names(*words: str) -> bool:
    return all(word[0].isupper() and word.casefold() not in _NOT_NAMES for word in words)


def _is_age(stated: re.Match[str], days: list[date], today: date) -> bool:
    """Whether someone born then would be about as old as is stated."""
    age = int(next(filter(None, stated.groups())))
    return any(abs(_age(day, today) - age) <= 1 for day in days)


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _readings(match: re.Match[str], today: date) -> Iterator[date]:
    """The days that the date may mean: day first, and month first where that is a date too."""
    part = match.groupdict()
    if packed := part["packed"]:
        numbers = [
            (packed[4:], packed[2:4], packed[:2]),
            (packed[:4], packed[4:6], packed[6:]),
        ]
    elif part["day"]:
        numbers = [
            (part["year"], part["month"], part["day"]),
            (part["year"], part["day"], part["month"]),
        ]
    elif part["iso_year"]:
        numbers = [(part["iso_year"], part["iso_month"], part["iso_day"])]
    else:
        name = (part["name"] or part["name_first"])[:3].casefold()
        month = next(n for n, full in enumerate(_MONTHS, 1) if full.startswith(name))
        year, day = part["year_named"] or part["year_after"], part["day_named"] or part["day_after"]
        numbers = [(year, month, day)]
    for year, month, day in numbers:
        try:
            yield date(_full_year(int(year), today), int(month), int(day))
        except ValueError:
            continue


def _full_year(year: int, today: date) -> int:
    """The year of two digits: "15" is 2015 while that is not to come, else 1915."""
    if year > 99:
        return year
    return year + 2000 if year + 2000 <= today.year else year + 1900


def _finding(kind: Kind, match: re.Match[str], *, shown: int) -> Finding:
    """The last `shown` characters stay, so that the person finds the place."""
    hidden = match[0][: len(match[0]) - shown]
    masked = re.sub(r"[^\W_]", "•", hidden) + match[0][len(hidden) :]
    return Finding(kind, match.start(), match.end(), masked)
