"""The pages that a panel works with: session page, live page, pack and the record of a standard.

A small challenge and a large one: agencies in the cycle, agencies and panel members in the session,
standards. Each page asks the database as often in both. `python -m tests.bench.session_pages`.
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
from tests.bench.heatmap_numbers import own_database, partnerships, queries_of, settle
from tests.bench.heatmap_page import page

ROUNDS = 11


@dataclass(frozen=True)
class Size:
    agencies: int
    slots: int
    members: int
    standards: int

    def __str__(self):
        return (
            f"{self.slots} of {self.agencies} agencies, {self.members} people,"
            f" {self.standards} standards"
        )


SIZES = (Size(26, 3, 4, 4), Size(260, 12, 12, 12))


def session_of(size, people):
    """A session that has been opened, with all that its pages count; and its chair."""
    from django.db import transaction  # noqa: PLC0415

    from section11.audits.models import Cycle  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    asked = factories.standard_set(standards=size.standards, questions=5)
    partnership = partnerships(1, (asked, asked), people, agencies=size.agencies, cycles=2)
    cycle = Cycle.objects.filter(partnership=partnership).order_by("-year").first()
    with transaction.atomic():
        session, chair = _filled(cycle, size, by=people[0])
    settle()
    return session, chair


def _filled(cycle, size, *, by):
    from section11.audits.models import Answer, Evidence  # noqa: PLC0415
    from tests import challenge_factories as made  # noqa: PLC0415

    challenge = made.challenge(cycle=cycle, first_day=timezone.localdate())
    session = made.session(challenge=challenge, status="open")
    members = [made.panel_member(challenge=challenge) for _ in range(size.members)]
    seats = [made.seat(session=session, panel_member=one) for one in members]
    seats[0].is_chair = True
    seats[0].save()
    for place, audit in enumerate(cycle.self_audits.select_related("agency")[: size.slots]):
        challenged = made.challenged_agency(challenge=challenge, agency=audit.agency)
        starts_at = session.starts_at + timedelta(minutes=10 * place)
        slot = made.slot(
            session=session, challenged_agency=challenged, starts_at=starts_at, minutes=10
        )
        answers = Answer.objects.filter(self_audit=challenged.self_audit)
        Evidence.objects.bulk_create(
            Evidence(answer=one, kind="held", title="Policy", reference="Drive", added_by=by)
            for one in answers
        )
        for standard in cycle.standard_set.standards.all():
            made.enquiry(challenged_agency=challenged, standard=standard)
            made.moderation(slot=slot, standard=standard)
            made.finding(challenged_agency=challenged, standard=standard)
            made.agreed_action(challenged_agency=challenged, standard=standard)
            for member in members:
                made.member_rating(slot=slot, panel_member=member, standard=standard)
    return session, members[0].user


def addresses(session):
    """What is measured, by name."""
    from django.urls import reverse  # noqa: PLC0415

    slot = session.slots.first()
    standard = session.challenge.cycle.standard_set.standards.first()
    return {
        "session page": reverse("challenge:session-detail", args=[session.pk]),
        "live page": reverse("challenge:session-live", args=[session.pk]),
        "pack": reverse("challenge:slot-detail", args=[slot.pk]),
        "record of a standard": reverse(
            "challenge:slot-record-standard", args=[slot.pk, standard.pk]
        ),
    }


def measure(sizes=SIZES):
    """Rows of {"work", "milliseconds", "queries", "KiB of HTML"}."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from tests import factories  # noqa: PLC0415
    from tests.clients import SignedInClient  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)
    found = []
    with own_database():
        factories.scale()
        people = factories.user(), factories.user()
        for size in sizes:
            session, chair = session_of(size, people)
            client = SignedInClient(HTTP_HOST="localhost")
            client.force_login(chair)
            for name, url in addresses(session).items():
                text = page(client, url)
                found.append(
                    {
                        "work": f"{name}, {size}",
                        "milliseconds": round(_time(lambda c=client, u=url: page(c, u)), 1),
                        "queries": queries_of(lambda c=client, u=url: page(c, u)),
                        "KiB of HTML": round(len(text.encode()) / 1024),
                    }
                )
    return sorted(found, key=lambda row: row["work"].partition(",")[0])


def _time(act):
    """The median of ROUNDS, in milliseconds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)


if __name__ == "__main__":
    sys.stdout.write("\n".join(json.dumps(one) for one in measure()) + "\n")
