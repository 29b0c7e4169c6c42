"""The whole heatmap page, as a request through Django, against the same HTML joined from strings.

60 x 12 and 600 x 12, every agency rated and compared with the cycle before. The floor knows nothing
of questions, rules or people: it joins rows that are already made. `python -m tests.bench.heatmap_page`.
"""

import json
import re
import sys

import django

from tests.bench import environment  # noqa: F401 - the environment first
from tests.bench.heatmap_numbers import in_turns, own_database, partnerships, row, standard_sets

SIZES = (60, 600)


def page(client, url):
    answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    return answer.content.decode()


def joined(text):
    """A function that joins the HTML of a page from its rows, and each row from its cells."""
    start, body, end = re.fullmatch(r"(.*?<tbody>)(.*)(</tbody>.*)", text, re.DOTALL).groups()
    rows = [re.split(r"(?=<td)", one) for one in re.split(r"(?<=</tr>)", body)]

    def join():
        return start + "".join(["".join(cells) for cells in rows]) + end

    if join() != text:
        raise RuntimeError("The floor must make the same HTML.")
    return join


def measure():
    """Rows of {"work", "floor", "product", "ratio", ...}; times in milliseconds."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from section11.audits.models import Cycle  # noqa: PLC0415
    from section11.people.models import Role  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415
    from tests.clients import SignedInClient  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)
    found = []
    with own_database():
        sets, people = standard_sets(), (factories.user(), factories.user())
        for size in SIZES:
            partnership = partnerships(1, sets, people, agencies=size, cycles=2)
            member = factories.member(Role.BOARD_MEMBER, partnership=partnership)
            client = SignedInClient(HTTP_HOST="localhost")
            client.force_login(member)
            cycle = Cycle.objects.filter(partnership=partnership).order_by("-year").first()
            url = reverse("board:heatmap", args=[cycle.pk])
            text = page(client, url)
            times = in_turns(floor=joined(text), product=lambda c=client, u=url: page(c, u))
            made = row(
                f"heatmap page, {size} x 12, {connection.vendor}", times["floor"], times["product"]
            )
            made["KiB of HTML"] = round(len(text.encode()) / 1024)
            made["ms for each agency"] = round(times["product"] / size, 3)
            found.append(made)
    found[-1]["against 60 agencies"] = round(found[-1]["product"] / found[0]["product"], 1)
    return found


if __name__ == "__main__":
    sys.stdout.write("\n".join(json.dumps(one) for one in measure()) + "\n")
