"""Opening one step of the self-audit: its queries, and the time of the whole page.

Six questions, each with one and then with three items of evidence and actions. In process.
`python -m tests.bench.step_open`.
"""

import json
import sys
import time

import django

from tests.bench import environment, serving  # noqa: F401 - the environment first

ROUNDS = 60


def measure():
    """Rows of {"work", "queries", "product", "kilobytes"}; times in milliseconds."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from section11.people.models import Role  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415
    from tests.bench.heatmap_numbers import own_database  # noqa: PLC0415
    from tests.clients import SignedInClient  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)
    rows = []
    with own_database():
        partnership = factories.partnership()
        cycle = factories.cycle(
            partnership=partnership,
            standard_set=factories.standard_set(standards=12, questions=6),
            compared_with=factories.cycle(partnership=partnership),
        )
        for each in (1, 3):
            agency = factories.agency(partnership=partnership)
            lead = factories.member(Role.LEAD, agency=agency)
            self_audit = factories.self_audit(cycle=cycle, agency=agency)
            for question in self_audit.questions[:6]:
                answer = factories.answer(
                    self_audit=self_audit, question=question, complete=False, by=lead
                )
                for _ in range(each):
                    factories.evidence(answer=answer)
                    factories.action(answer=answer)
            client = SignedInClient(HTTP_HOST="localhost")
            client.force_login(lead)
            url = reverse("audits:standard-edit", args=[self_audit.pk, "1"])
            page = client.get(url)
            if page.status_code != 200:
                raise AssertionError(page.status_code)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            asked = len(queries)  # now: the next request empties the log
            seconds = []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                client.get(url)
                seconds.append(time.perf_counter() - start)
            rows.append(
                {
                    "work": f"6 questions, {6 * each} evidence items, {6 * each} actions",
                    "queries": asked,
                    "product": round(serving.p50(seconds) * 1000, 1),
                    "kilobytes": round(len(page.content) / 1024),
                }
            )
    return rows


if __name__ == "__main__":
    sys.stdout.write("\n".join(json.dumps(row) for row in measure()) + "\n")
