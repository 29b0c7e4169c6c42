"""Saving one step of the self-audit over HTTP, against a bare view that writes the same rows.

A step has five questions; each save changes nine fields, and writes five answers, five rows of
history and an event. `python -m tests.bench.step_save` uses the database that DATABASE_URL names,
or SQLite in a temporary folder. Product and floor are measured in turns.
"""

import json
import os
import sys
from functools import partial
from urllib.parse import urlencode

import django
from django.conf import settings
from django.utils import timezone

from tests.bench import environment, serving  # noqa: F401 - the environment first

SECRET = "b" * 32
WORDS = "We review this every quarter with the named lead and act on what staff tell us. "


def prepare(steps):
    """One self-audit for each of eight clients over a set of `steps` standards, all answered."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from section11.audits.models import Answer  # noqa: PLC0415
    from section11.people.models import Role  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    partnership = factories.partnership()
    cycle = factories.cycle(
        partnership=partnership,
        standard_set=factories.standard_set(standards=steps, questions=5),
        compared_with=factories.cycle(partnership=partnership),
    )
    levels = {level.code: level.pk for level in cycle.standard_set.scale.levels.all()}
    clients = []
    for _ in range(8):
        agency = factories.agency(partnership=partnership)
        lead = factories.member(Role.LEAD, agency=agency)
        self_audit = factories.self_audit(cycle=cycle, agency=agency, due_on=cycle.due_on)
        self_audit.status, self_audit.started_at = "in_progress", timezone.now()
        self_audit.save(update_fields=["status", "started_at"])
        Answer.objects.bulk_create(
            Answer(
                self_audit=self_audit,
                question=question,
                level_id=levels["green"],
                narrative="",
                impact="",
                updated_by=lead,
            )
            for question in self_audit.questions
        )
        session = SessionStore()
        session[SESSION_KEY] = str(lead.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = lead.get_session_auth_hash()
        session.save()
        answers = list(
            self_audit.answers.filter(question__standard__code="1").values("pk", "question_id")
        )
        clients.append(
            {
                "self_audit": self_audit.pk,
                "cookies": f"sessionid={session.session_key}; csrftoken={SECRET}",
                "answers": answers,
                "levels": levels,
            }
        )
    return clients


def texts(number):
    """The nine fields that the save of that number changes: every narrative and four impacts."""
    return [
        (f"{number} {WORDS * 4}", f"{number} {WORDS * 3}" if i < 4 else WORDS) for i in range(5)
    ]


def product(port, clients, number, count):
    """Seconds of each of `count` saves by the client of that number."""
    from section11.audits.merging import digest  # noqa: PLC0415

    me = clients[number]
    connection = serving.connect(port)
    path = f"/self-audits/{me['self_audit']}/standards/1/"
    green = str(me["levels"]["green"])
    stored = [("", "")] * 5
    for n in range(count):
        data = {"csrfmiddlewaretoken": SECRET, "then": "list"}
        new = texts(n)
        for answer, (was_n, was_i), (narrative, impact) in zip(
            me["answers"], stored, new, strict=True
        ):
            q = f"q{answer['question_id']}"
            base = ".".join(digest(text) for text in (green, was_n, was_i, ""))
            data |= {
                f"{q}-level": "green",
                f"{q}-narrative": narrative,
                f"{q}-impact": impact,
                f"{q}-na_reason": "",
                f"{q}-base": base,
                f"{q}-evidence-title": "",
                f"{q}-evidence-url": "",
                f"{q}-evidence-reference": "",
                f"{q}-action-what": "",
                f"{q}-action-lead": "",
                f"{q}-action-due_on": "",
                f"{q}-action-intended_impact": "",
            }
        stored = new
        yield serving.post(connection, path, urlencode(data), me["cookies"], 302)


def floor(port, clients, number, count):
    """The same, of the bare view."""
    me = clients[number]
    connection = serving.connect(port)
    path = f"/floor/{me['self_audit']}/"
    for n in range(count):
        new = texts(n)
        data = {
            "id": [answer["pk"] for answer in me["answers"]],
            "question": [answer["question_id"] for answer in me["answers"]],
            "level": [me["levels"]["green"]] * 5,
            "narrative": [narrative for narrative, _ in new],
            "impact": [impact for _, impact in new],
        }
        yield serving.post(connection, path, urlencode(data, doseq=True), me["cookies"], 204)


def reset(clients):
    """Back to empty texts, as the next round's first save expects."""
    from django.db import connection  # noqa: PLC0415

    from section11.audits.models import Answer  # noqa: PLC0415

    Answer.objects.filter(self_audit__in=[c["self_audit"] for c in clients]).update(
        narrative="", impact=""
    )
    connection.close()


def compare(clients, how_many, requests, rounds=3):
    """Product and floor in turns: {"product": seconds, "floor": seconds}."""
    found = {"product": [], "floor": []}
    with serving.served() as ours, serving.served("tests.bench.floor_settings") as bare:
        for warm_up in (True, *[False] * rounds):
            for name, view, port in (("floor", floor, bare), ("product", product, ours)):
                reset(clients)
                client = partial(view, port, clients)
                seconds = serving.timed(client, how_many, 40 if warm_up else requests)
                if not warm_up:
                    found[name] += seconds
    return found


def measure():
    """Rows of {"work", "floor", "product", "ratio"}; times in milliseconds."""
    django.setup()
    from tests.bench.heatmap_numbers import own_database  # noqa: PLC0415

    rows = []
    with own_database():
        from django.db import connection  # noqa: PLC0415

        vendor = connection.vendor
        os.environ["DATABASE_URL"] = serving.address_of(connection)
        by_steps = {steps: prepare(steps) for steps in (11, 22, 44)}
        connection.close()
        for clients in (1, 8):
            found = compare(by_steps[11], clients, 150 if clients == 1 else 480)
            for name, statistic in (("p50", serving.p50), ("p95", serving.p95)):
                rows.append(_row(f"{vendor}, {clients} client(s), {name}", found, statistic))
        first = None
        for steps, clients in by_steps.items():
            found = compare(clients, 1, 150)
            row = _row(f"{vendor}, {steps} steps, p50", found, serving.p50)
            first = first or row["product"]
            rows.append(row | {"against 11 steps": round(row["product"] / first, 2)})
    return rows


def _row(work, found, statistic):
    ours, bare = statistic(found["product"]) * 1000, statistic(found["floor"]) * 1000
    return {
        "work": work,
        "floor": round(bare, 2),
        "product": round(ours, 2),
        "ratio": round(ours / bare, 2),
    }


if __name__ == "__main__":
    sys.stdout.write("\n".join(json.dumps(row) for row in measure()) + "\n")
