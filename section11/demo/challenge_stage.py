"""What both challenges of the demo share: who is who, how one is set up, what members declare."""

from dataclasses import dataclass
from datetime import date, timedelta

from challenge.models import Challenge
from challenge.operations import challenges, declarations, half_days, panel
from section11.people.models import User

from .content import Content
from .partnership import Cast

# The half-days that sessions are held on: Tuesdays and Thursdays.
WEEKDAYS = TUESDAY, THURSDAY = (1, 3)


@dataclass(frozen=True)
class Stage:
    """A partnership's challenges, told. `asks` is the content of its file."""

    content: Content
    cast: Cast
    today: date

    @property
    def asks(self) -> dict:
        return self.content.challenge

    @property
    def by(self) -> User:
        return self.cast.coordinator

    def agency(self, key: str):
        return self.cast.agencies[key]

    def user(self, row: dict) -> User:
        """The panel member whom a row of the file means."""
        if "agency" in row and "role" in row:
            return self.cast.people[row["agency"], row["role"]][0]
        return User.objects.get(email=row["email"])


def set_up(stage: Stage, cycle, first_day: date, *, weeks: int, like=None) -> Challenge:
    """A challenge that begins on a Tuesday, with its half-days and its panel."""
    challenge = challenges.set_up(
        cycle=cycle,
        like=like,
        first_day=first_day,
        last_day=first_day + timedelta(weeks=weeks, days=-4),
        place="Civic Centre, Committee Room C",
        required_capacities=stage.asks["required"],
        seats_least=4,
        sittings_most=5,
        letter_signatory="Chair of the partnership executive",
        by=stage.by,
    )
    shut = [one.pk for one in challenge.possible_sessions.all() if one.on.weekday() not in WEEKDAYS]
    half_days.choose(challenge=challenge, shut=shut, by=stage.by)
    rows = {stage.user(row).pk: row for row in stage.asks["panel"]}
    panel.add(challenge=challenge, users=list(rows), by=stage.by)
    for member in challenge.panel_members.current():
        row = rows[member.user_id]
        panel.change(
            member=member,
            capacities=row["capacities"],
            may_chair=row.get("may_chair", False),
            sittings_most=None,
            by=stage.by,
        )
    return challenge


def declare(stage: Stage, challenge: Challenge) -> None:
    """Everybody says which interests they have, most of them none."""
    reasons = {}
    for row in stage.asks["declared"]:
        found = reasons.setdefault(User.objects.get(email=row["email"]).pk, {})
        found[stage.agency(row["agency"]).pk] = row["reason"]
    part = set(challenge.agencies.current().values_list("agency", flat=True))
    for member in challenge.panel_members.current().select_related("user"):
        told = reasons.get(member.user_id, {})
        declarations.declare(
            panel_member=member,
            reasons={agency: reason for agency, reason in told.items() if agency in part},
            drawn=None,
            by=member.user,
        )


def tuesday_after(day: date) -> date:
    """The day itself, or the Tuesday after it."""
    return day + timedelta(days=(TUESDAY - day.weekday()) % 7)
