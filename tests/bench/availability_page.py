"""The availability page of a panel member and of an agency, and the coordinator's table of answers,
whole and in process, for a small challenge and a large one.

Everybody has answered every half-day. Each page asks the database as often in both.
`python -m tests.bench.availability_page`.
"""

import json
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import timedelta

import django
from django.utils import timezone

from tests.bench import environment  # noqa: F401 - the environment first
from tests.bench.heatmap_numbers import own_database, queries_of, settle
from tests.bench.heatmap_page import page

ROUNDS = 11


@dataclass(frozen=True)
class Size:
    agencies: int
    half_days: int
    people: int

    def __str__(self):
        return f"{self.agencies} agencies, {self.half_days} half-days, {self.people} people"


SIZES = (Size(26, 12, 18), Size(260, 120, 90))


def asked(size):
    """A challenge in which everybody has said of every half-day that they can come."""
    from challenge.models import Availability, PossibleSession  # noqa: PLC0415
    from section11.people.models import Role  # noqa: PLC0415
    from tests import challenge_factories as made  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    partnership = factories.partnership()
    challenge = made.challenge(
        cycle=factories.cycle(partnership=partnership),
        last_day=timezone.localdate() + timedelta(days=200),
    )
    half_days = PossibleSession.objects.bulk_create(
        PossibleSession(
            challenge=challenge,
            on=challenge.first_day + timedelta(days=place // 2),
            half="afternoon" if place % 2 else "morning",
        )
        for place in range(size.half_days)
    )
    by = challenge.set_up_by
    members = [
        made.panel_member(challenge=challenge, user=user)
        for user in _people("member", size.people, Role.PANEL_MEMBER, partnership=partnership)
    ]
    parts = []
    for number in range(size.agencies):
        agency = factories.agency(partnership=partnership)
        _people(f"lead{number}", 1, Role.LEAD, agency=agency)
        own = factories.self_audit(cycle=challenge.cycle, agency=agency, by=by)
        parts.append(made.challenged_agency(challenge=challenge, agency=agency, self_audit=own))
    Availability.objects.bulk_create(
        [
            Availability(possible_session=one, answer="yes", given_by=by, **whose)
            for one in half_days
            for whose in [
                *({"panel_member": member} for member in members),
                *({"challenged_agency": part} for part in parts),
            ]
        ]
    )
    settle()
    return challenge, members[0], parts[0]


def _people(name, count, role, **where):
    """Users who hold the role; without a password, which would take its time."""
    from section11.people.models import Membership, User  # noqa: PLC0415

    place = next(iter(where.values()))
    users = User.objects.bulk_create(
        User(email=f"{name}{number}@p{place.pk}.example.org", name=f"{name} {number}")
        for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(user=user, role=role, starts_on="2020-01-01", **where) for user in users
    )
    return users


def addresses(challenge, member, part):
    """(name, address, who opens it)"""
    from django.urls import reverse  # noqa: PLC0415

    lead = part.agency.leads[0]
    return [
        (
            "availability of a member",
            reverse("challenge:panel-availability", args=[member.pk]),
            member.user,
        ),
        (
            "availability of an agency",
            reverse("challenge:agency-availability", args=[part.pk]),
            lead,
        ),
        (
            "table of answers",
            reverse("challenge:challenge-answers", args=[challenge.pk]),
            challenge.set_up_by,
        ),
    ]


def measure(sizes=SIZES):
    """Rows of {"work", "queries", "product", ...}; times in milliseconds."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from tests.clients import SignedInClient  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)
    found = []
    with own_database():
        for size in sizes:
            for name, url, user in addresses(*asked(size)):
                client = SignedInClient(HTTP_HOST="localhost")
                client.force_login(user)
                text = page(client, url)
                found.append(
                    {
                        "work": f"{name}, {size}, {connection.vendor}",
                        "queries": queries_of(lambda c=client, u=url: page(c, u)),
                        "product": round(_median(lambda c=client, u=url: page(c, u)) * 1000, 1),
                        "KiB of HTML": round(len(text.encode()) / 1024),
                    }
                )
    return found


def _median(act):
    seconds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


if __name__ == "__main__":
    sys.stdout.write("\n".join(json.dumps(one) for one in measure()) + "\n")
