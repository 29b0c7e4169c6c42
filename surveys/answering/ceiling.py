"""How many answers one link may bring: a robot is held up, and nobody's address is kept for it.

A link's starts are counted by the minute, and what it brings in all is held against the agency's
headcount. Sending answers needs a start, so starts are all that is counted.
"""

from django.core.cache import cache
from django.utils import timezone

# A hall full of people may scan one code at the same moment.
STARTS_A_MINUTE = 120
# Without a headcount; staff beyond a stated headcount; drafts begun for each who may answer.
USUAL_MOST = 2000
MORE_THAN_STATED, AT_LEAST_MORE = 1.2, 10
DRAFTS_FOR_EACH = 3


def most(surveyed_agency) -> int:
    """How many answers its link brings at most: a headcount is often out of date, but not by half."""
    headcount = surveyed_agency.headcount
    if headcount is None:
        return USUAL_MOST
    return max(int(headcount * MORE_THAN_STATED), headcount + AT_LEAST_MORE)


def most_drafts(surveyed_agency) -> int:
    """Many begin and do not end: more drafts than answers are taken."""
    return DRAFTS_FOR_EACH * most(surveyed_agency)


def too_many_at_once(surveyed_agency) -> bool:
    """Count one more start by the link, and say whether this minute has had too many.

    Only the latest minute is remembered, as a number.
    """
    key, minute = f"survey-starts-{surveyed_agency.pk}", int(timezone.now().timestamp()) // 60
    last, count = cache.get(key, (minute, 0))
    count = count + 1 if last == minute else 1
    if count <= STARTS_A_MINUTE:
        cache.set(key, (minute, count), 60)
    return count > STARTS_A_MINUTE
