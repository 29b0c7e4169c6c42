"""The next challenge as it is proposed from the one before: same settings, a year on."""

from datetime import date
from typing import Any

from section11.audits.models import Cycle

from ..models import Challenge
from .half_day_plan import a_year_on

SETTINGS = (
    "format",
    "place",
    "online_link",
    "minutes_per_agency",
    "minutes_of_long_slot",
    "minutes_of_break",
    "agencies_per_session",
    "morning_starts_at",
    "afternoon_starts_at",
    "minutes_of_session",
    "seats_least",
    "seats_most",
    "sittings_most",
    "required_capacities",
    "needs_chair",
    "same_person_may_return",
    "reciprocal_allowed",
    "weights",
    "reminder_days",
    "pack_days",
    "enquiry_days",
    "reply_days",
)
LETTER = ("letter_opening", "letter_closing", "letter_signatory")


def earlier(cycle: Cycle) -> Challenge | None:
    """The partnership's last challenge of another cycle that began before this one, or None."""
    others = Challenge.objects.filter(cycle__partnership=cycle.partnership_id)
    before = others.exclude(cycle=cycle).filter(cycle__opens_on__lte=cycle.opens_on)
    return before.select_related("cycle").order_by("-first_day", "-pk").first()


def proposed(cycle: Cycle, like: Challenge | None) -> dict[str, Any]:
    """The values of a Challenge to begin with: those of `like` with its dates so many years on as
    lie between the cycles, the weekdays kept.
    """
    if like is None:
        return {}
    years = max(1, cycle.year - like.cycle.year)
    first = a_year_on(like.first_day, years)
    days: dict[str, date | None] = {
        "first_day": first,
        "last_day": first + (like.last_day - like.first_day),
    }
    if due := like.availability_due_on:
        days["availability_due_on"] = first - (like.first_day - due)
    return {name: getattr(like, name) for name in (*SETTINGS, *LETTER)} | days
