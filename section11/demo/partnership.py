"""The people and the agencies of the demo, made by the operations that a coordinator uses."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from section11.people.demo_people import PASSWORD
from section11.people.models import Agency, Partnership, User
from section11.people.operations import agencies, memberships, partnerships, users

from . import dates
from .dating import Diary, date_back_people

WEEKS_BEFORE_FIRST_CYCLE = 4


@dataclass
class Cast:
    """Everybody in the demo. Agencies go by their key, people by (key, role)."""

    partnership: Partnership
    coordinator: User
    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[tuple[str, str], list[User]] = field(default_factory=dict)


def build(*, content, founded_on: date, joined_on: dict[str, date]) -> Cast:
    """Make the partnership, its people and its agencies.

    `joined_on` is the day on which each agency, by its key, came in.
    """
    diary = Diary()
    diary.note(dates.at(founded_on, 9))
    described = content.partnership["partnership"]
    partnership = partnerships.create(
        name=described["name"], short_name=described["short_name"], by=None
    )
    cast = Cast(partnership, coordinator=None)
    for row in content.partnership["people"]:
        person = _person(row, by=cast.coordinator)
        cast.coordinator = cast.coordinator or person
        memberships.give_role(
            user=person,
            role=row["role"],
            partnership=partnership,
            starts_on=founded_on,
            by=cast.coordinator,
        )
    for row in content.agencies:
        diary.note(dates.at(joined_on[row["key"]], 10))
        _join(cast, row, joined_on[row["key"]])
    date_back_people(diary)
    # Hashed once: a hundred people with the one password that the sign-in page prints.
    User.objects.filter(email__in=_addresses(content)).update(password=make_password(PASSWORD))
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
    names = ("name", "short_name", "sector", "size", "statutory_partner")
    agency = agencies.create(**{name: row[name] for name in names}, by=cast.coordinator)
    partnerships.join(
        partnership=cast.partnership,
        agency=agency,
        basis=row["basis"],
        joined_on=joined_on,
        by=cast.coordinator,
    )
    cast.agencies[row["key"]] = agency
    for each in row["people"]:
        person = _person(each, by=cast.coordinator)
        memberships.give_role(
            user=person,
            role=each["role"],
            agency=agency,
            starts_on=joined_on,
            by=cast.coordinator,
        )
        cast.people.setdefault((row["key"], each["role"]), []).append(person)


def _person(row, *, by):
    return users.create(email=row["email"], name=row["name"], post=row["post"], by=by)


def _addresses(content):
    rows = [content.partnership, *content.agencies]
    return [person["email"] for row in rows for person in row["people"]]
