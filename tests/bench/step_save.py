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
from django.utils import timezone

from tests.bench import environment, serving  # noqa: F401 - the environment first

SECRET = "b" * 32
WORDS = "We review this every quarter with the named lead and act on what staff tell us. "


def prepare(steps):
    """One self-audit for each of eight clients over a set of `steps` standards, all answered."""
    from section11.audits.models import Answer  # noqa: PLC0415
    from section11.people.models import Role  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415
    from tests.clients import SignedInClient  # noqa: PLC0415

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
        browser = SignedInClient()
        browser.force_login(lead)
        answers = list(
            self_audit.answers.filter(question__standard__code="1").values("pk", "question_id")
        )
        clients.append(
            {
                "self_audit": self_audit.pk,
                "cookies": f"sessionid={browser.session.session_key}; csrftoken={SECRET}",
                "answers": answers,
                "levels": levels,
            }
        )
    return clients


def texts(number):
    """The nine fields that the save of that number changes: every narrative and four impacts."""
    narrative, impact = f"{number} {WORDS * 4}".strip(), f"{number} {WORDS * 3}".strip()
    return [(narrative, impact if i < 4 else WORDS.strip()) for i in range(5)]


def product(port, clients, number, count):
    """Seconds of each of `count` saves by the client of that number."""
    from section11.audits.merging import digest  # noqa: PLC0415

    me = clients[number]
    connection = serving.connect(port)
    path = f"/self-audits/{me['self_audit']}/standards/1/"
    green = str(me["levels"]["green"])
    stored = [("", "")] * 5
    for n in range(count):
        data = {"csrfmiddlewaretoken": SECRET, "then": "next"}
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


def in_turns(works, clients, how_many, requests, rounds):
    """Seconds of every request of each work: {name: seconds}. The first turn warms up.

    Short turns, so that whatever else the machine does meets all works alike.
    """
    found = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            reset(clients)
            saves = requests if turn else 40
            seconds = serving.timed(work, how_many, saves)
            must_be_written(work, how_many, saves // how_many)
            if turn:
                found[name] += seconds
    return found


def must_be_written(work, how_many, saves):
    """A save that clashed redirects as well: raise AssertionError unless the last texts are there."""
    from section11.audits.models import Answer  # noqa: PLC0415

    _, clients = work.args
    for client in clients[:how_many]:
        saved = Answer.objects.filter(pk__in=[answer["pk"] for answer in client["answers"]])
        found = sorted(saved.values_list("narrative", "impact").order_by())
        if found != sorted(texts(saves - 1)):
            raise AssertionError(f"self-audit {client['self_audit']}: {found}")


def measure():
    """Rows of {"work", "floor", "product", "ratio"}; times in milliseconds."""
    django.setup()
    from tests.bench.heatmap_numbers import own_database  # noqa: PLC0415

    with own_database():
        from django.db import connection  # noqa: PLC0415

        vendor = connection.vendor
        os.environ["DATABASE_URL"] = serving.address_of(connection)
        by_steps = {steps: prepare(steps) for steps in (11, 22, 44)}
        connection.close()
        with serving.served() as ours, serving.served("tests.bench.floor_settings") as bare:
            rows = against_floor(vendor, ours, bare, by_steps[11])
            rows += by_number_of_steps(vendor, ours, bare, by_steps)
    return rows


def against_floor(vendor, ours, bare, clients):
    """One client, then eight."""
    rows = []
    works = {"floor": partial(floor, bare, clients), "product": partial(product, ours, clients)}
    for how_many, requests in ((1, 100), (8, 400)):
        found = in_turns(works, clients, how_many, requests, rounds=6)
        for name, statistic in (("p50", serving.p50), ("p95", serving.p95)):
            times = {work: statistic(seconds) for work, seconds in found.items()}
            people = "1 client" if how_many == 1 else f"{how_many} clients"
            rows.append(_row(f"{vendor}, {people}, {name}", times["floor"], times["product"]))
    return rows


def by_number_of_steps(vendor, ours, bare, by_steps):
    """One client, whose self-audit has ever more steps."""
    clients = [client for of_steps in by_steps.values() for client in of_steps]
    works = {steps: partial(product, ours, of_steps) for steps, of_steps in by_steps.items()}
    works["floor"] = partial(floor, bare, by_steps[11])
    found = in_turns(works, clients, 1, 100, rounds=6)
    times = {work: serving.p50(seconds) for work, seconds in found.items()}
    return [
        _row(f"{vendor}, {steps} steps, p50", times["floor"], times[steps])
        | {"against 11 steps": round(times[steps] / times[11], 2)}
        for steps in by_steps
    ]


def _row(work, floor, product):
    return {
        "work": work,
        "floor": round(floor * 1000, 2),
        "product": round(product * 1000, 2),
        "ratio": round(product / floor, 2),
    }


if __name__ == "__main__":
    sys.stdout.write("\n".join(json.dumps(row) for row in measure()) + "\n")
