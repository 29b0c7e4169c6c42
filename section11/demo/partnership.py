"""The people and the agencies of the demo, made by the operations that a coordinator uses."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from section11.people.demo_people import PASSWORD, TOTP_SECRET
from section11.people.models import Agency, Partnership, Role, User
from section11.people.operations import (
    agencies,
    memberships,
    partnerships,
    second_factors,
    users,
)

from . import dates
from .dating import Diary, date_back_people

WEEKS_BEFORE_FIRST_CYCLE = 4


@dataclass
class Cast:
    """Everybody in a partnership of the demo, and in those before it.

    Agencies go by their key, people by (key, role).
    """

    partnership: Partnership
    coordinator: User | None = None
    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[tuple[str, str], list[User]] = field(default_factory=dict)


def staff_service(*, people: list[dict], since: date) -> User:
    """Make those who run the service, and return the first of them."""
    diary = Diary()
    diary.note(dates.at(since, 8))
    made = []
    for row in people:
        person = _person(row, by=None)
        memberships.give_role(user=person, role=row["role"], starts_on=since, by=person)
        made.append(person)
    _let_in(people)
    date_back_people(diary)
    return made[0]


def build(
    *,
    content,
    founded_on: date,
    joined_on: dict[str, date],
    administrator: User,
    beside: Cast | None = None,
) -> Cast:
    """Make the partnership, its people and its agencies.

    `joined_on` is the day on which each agency, by its key, came in. An agency of `beside`, an
    earlier partnership, comes in as it is, with the people it has.
    """
    diary = Diary()
    diary.note(dates.at(founded_on, 9))
    described = content.partnership["partnership"]
    partnership = partnerships.create(
        name=described["name"], short_name=described["short_name"], by=administrator
    )
    cast = Cast(partnership)
    if beside:
        cast.agencies |= beside.agencies
        cast.people |= beside.people
    for row in content.partnership["people"]:
        person = _person(row, by=cast.coordinator or administrator)
        memberships.give_role(
            user=person,
            role=row["role"],
            partnership=partnership,
            starts_on=founded_on,
            by=cast.coordinator or administrator,
        )
        cast.coordinator = cast.coordinator or person
    for row in content.agencies:
        diary.note(dates.at(joined_on[row["key"]], 10))
        _join(cast, row, joined_on[row["key"]])
    if content.challenge:
        _seat(cast, content.challenge["panel"], founded_on)
    _let_in(content.people)
    date_back_people(diary)
    return cast


def joined_on(content, rounds: list[dates.Round], founded_on: date) -> dict[str, date]:
    """When each agency came in: with the partnership, or shortly before its first cycle."""
    opened = dict(zip(content.years, rounds, strict=True))
    first = {key: min(story["cycles"]) for key, story in content.stories.items()}
    before = timedelta(weeks=WEEKS_BEFORE_FIRST_CYCLE)
    return {
        key: founded_on if year == content.years[0] else opened[year].opens_on - before
        for key, year in first.items()
    }


def _join(cast, row, joined_on):
    if row["key"] not in cast.agencies:
        _found(cast, row, joined_on)
    partnerships.join(
        partnership=cast.partnership,
        agency=cast.agencies[row["key"]],
        basis=row["basis"],
        joined_on=joined_on,
        by=cast.coordinator,
    )


def _found(cast, row, since):
    """An agency that no partnership of the demo has yet, with its people."""
    names = ("name", "short_name", "sector", "size", "statutory_partner")
    agency = agencies.create(**{name: row[name] for name in names}, by=cast.coordinator)
    cast.agencies[row["key"]] = agency
    for each in row["people"]:
        person = _person(each, by=cast.coordinator)
        memberships.give_role(
            user=person, role=each["role"], agency=agency, starts_on=since, by=cast.coordinator
        )
        cast.people.setdefault((row["key"], each["role"]), []).append(person)


def _seat(cast, panel, since):
    """Let those of the agencies' people who sit on panels do so."""
    for row in panel:
        if "agency" in row:
            memberships.give_role(
                user=cast.people[row["agency"], row["role"]][0],
                role=Role.PANEL_MEMBER,
                partnership=cast.partnership,
                starts_on=since,
                by=cast.coordinator,
            )


def _person(row, *, by):
    return users.create(email=row["email"], name=row["name"], post=row["post"], by=by)


def _let_in(people):
    """Give them the one password that the sign-in page prints, hashed once, and a second step to
    those who need one: an authenticator app whose code the demo shows.
    """
    found = User.objects.filter(email__in=[row["email"] for row in people])
    found.update(password=make_password(PASSWORD))
    for person in found:
        if person.needs_second_factor:
            second_factors.enrol(user=person, secret=TOTP_SECRET, by=person)
