"""What the settings of a survey must hold, as sentences: the form and the operation ask the same."""

from datetime import timedelta

from ..models import FEWEST_SHOWN

# The groups of staff asked for unless the coordinator names others: coarse, so that each is large.
USUAL_ROLE_GROUPS = [
    "I work directly with children and families",
    "I manage or supervise others",
    "I work in another role",
]
GROUPS_MOST = 6
GROUP_LENGTH = 60
# A device keeps its mark no longer than browsers keep a cookie.
LONGEST = timedelta(days=366)
THRESHOLD_MOST = 50


def problems(survey, *, today):
    """Yield (field, sentence) for each thing in the settings that cannot be so."""
    yield from _of_dates(survey, today)
    yield from _of_numbers(survey)
    yield from _of_role_groups(survey.role_groups)


def _of_dates(survey, today):
    if survey.closes_on < survey.opens_on:
        yield "closes_on", "The last day is before the first."
    elif survey.closes_on - survey.opens_on > LONGEST:
        yield "closes_on", "A survey is open for a year at most."
    elif survey.closes_on < today:
        yield "closes_on", "The last day is past. Choose today or a later day."


def _of_numbers(survey):
    if not FEWEST_SHOWN <= survey.threshold <= THRESHOLD_MOST:
        yield (
            "threshold",
            f"The fewest answers shown are from {FEWEST_SHOWN} to {THRESHOLD_MOST}.",
        )
    if not 0 < survey.amber_from < survey.green_from <= 100:
        yield (
            "green_from",
            "Green begins above amber: both are shares from 1 to 100, such as 75 and 50.",
        )


def _of_role_groups(groups):
    if len(groups) == 1 or len(groups) > GROUPS_MOST:
        yield (
            "role_groups",
            f"Name two to {GROUPS_MOST} groups, or none: with more, some would be too small to show"
            " and a person could be recognised.",
        )
    if len({group.casefold() for group in groups}) < len(groups):
        yield "role_groups", "A group is named twice."
    for group in groups:
        if len(group) > GROUP_LENGTH:
            yield (
                "role_groups",
                f"“{group[:40]}…” is too long: a group has at most {GROUP_LENGTH} characters.",
            )
