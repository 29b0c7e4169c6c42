"""What it costs to know who may see what: three pages, each for people with one role and with twenty.

Alone, and among 153 partnerships of 60 agencies. Each page says the same in all four cases, so any
difference is the access check's and that of `visible_to`. In process. `python -m tests.bench.access`.
"""

import json
import sys

import django

from tests.bench import environment  # noqa: F401 - the environment first
from tests.bench.heatmap_numbers import in_turns, own_database, queries_of, settle

AGENCIES = 60
PARTNERSHIPS = (1, 153)
ROLES = 20


def partnerships(how_many, standard_set):
    """That many partnerships with their agencies and an open cycle; return the last cycle."""
    from section11.audits.models import SelfAudit  # noqa: PLC0415
    from section11.people.models import Agency, PartnershipAgency  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    cycle = None
    for _ in range(how_many):
        partnership = factories.partnership()
        cycle = factories.cycle(partnership=partnership, standard_set=standard_set)
        agencies = Agency.objects.bulk_create(
            Agency(name=f"{partnership.name} agency {n:02}", short_name=f"{n}", sector="police")
            for n in range(AGENCIES)
        )
        PartnershipAgency.objects.bulk_create(
            PartnershipAgency(partnership=partnership, agency=agency, basis="section_11")
            for agency in agencies
        )
        SelfAudit.objects.bulk_create(
            SelfAudit(
                cycle=cycle, agency=agency, sector="police", size="large", due_on=cycle.due_on
            )
            for agency in agencies
        )
    return cycle


def people(cycle):
    """A lead and a Board member with one role each, and two more who hold nineteen besides: of
    agencies that are in the same partnership, so that what they see of it is the same.
    """
    from section11.people.models import Membership, Role  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    first, *others = [s.agency for s in cycle.self_audits.select_related("agency").order_by("pk")]
    found = {}
    for roles in (1, ROLES):
        lead = factories.member(Role.LEAD, agency=first)
        board = factories.member(Role.BOARD_MEMBER, partnership=cycle.partnership)
        for person, role in ((lead, Role.LEAD), (board, Role.READER)):
            Membership.objects.bulk_create(
                Membership(user=person, role=role, agency=agency, starts_on="2020-01-01")
                for agency in others[: roles - 1]
            )
        found[roles] = {"lead": lead, "board": board}
    return found


def measure():
    """Rows of {"work", "queries", "product", "against 1 and 1"}; times in milliseconds."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from section11.people.models import Agency  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415
    from tests.clients import SignedInClient  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)

    def opening(person, url):
        client = SignedInClient(HTTP_HOST="localhost")
        client.force_login(person)

        def open_page():
            answer = client.get(url)
            if answer.status_code != 200:
                raise RuntimeError(f"{url} answered {answer.status_code}")

        return open_page

    rows, alone = [], {}
    with own_database():
        questions = factories.standard_set(standards=12, questions=5)
        cycle = partnerships(1, questions)
        readers = people(cycle)
        own = cycle.self_audits.get(agency=Agency.objects.visible_to(readers[1]["lead"]).get())
        pages = {
            "task list": ("lead", own.get_absolute_url()),
            "agency list": ("board", reverse("people:agency-list")),
            "Board page": ("board", cycle.get_absolute_url()),
        }
        made = 1
        for how_many in PARTNERSHIPS:
            partnerships(how_many - made, questions)
            made = how_many
            settle()
            for page, (who, url) in pages.items():
                works = {str(n): opening(readers[n][who], url) for n in readers}
                for roles, product in in_turns(**works).items():
                    start = alone.setdefault(page, product)
                    rows.append(
                        {
                            "work": f"{page}, partnerships {how_many}, roles {roles}",
                            "queries": queries_of(works[roles]),
                            "product": round(product, 1),
                            "against 1 and 1": round(product / start, 2),
                        }
                    )
    return rows


if __name__ == "__main__":
    sys.stdout.write("\n".join(json.dumps(row) for row in measure()) + "\n")
