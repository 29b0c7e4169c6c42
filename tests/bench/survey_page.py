"""Posting a page of a survey over HTTP, against a bare view that writes the same row.

A page has five questions, one of them a text; each save changes all of them and writes the draft
again. `python -m tests.bench.survey_page` uses the database that DATABASE_URL names, or SQLite in a
temporary folder. Product and floor are measured in turns.
"""

import json
import os
import sys
from functools import partial
from urllib.parse import urlencode

import django

from tests.bench import environment, serving  # noqa: F401 - the environment first

WORDS = "We have supervision every month, and talk about what worries us. "


def prepare():
    """Eight respondents of one agency, each half-way through, and a person who is signed in."""
    from section11.people.models import Role  # noqa: PLC0415
    from surveys.answering.device import Device  # noqa: PLC0415
    from surveys.operations import answering  # noqa: PLC0415
    from surveys.running import links  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415
    from tests import survey_factories as made  # noqa: PLC0415
    from tests.clients import SignedInClient  # noqa: PLC0415

    partnership = factories.partnership()
    agency = factories.agency(partnership=partnership)
    survey_set = made.survey_set(questions=0)
    for order in range(1, 20):
        made.question(survey_set=survey_set, order=order, group=f"Page {(order + 4) // 5}")
    made.question(survey_set=survey_set, order=20, group="Page 4", kind="text")
    survey = made.survey(
        cycle=factories.cycle(partnership=partnership), agencies=[agency], survey_set=survey_set
    )
    surveyed = survey.agencies.get()
    browser = SignedInClient()
    browser.force_login(factories.member(Role.LEAD, agency=agency))
    clients = []
    for _ in range(8):
        device = Device.new()
        paper = answering.begin(surveyed_agency=surveyed, device=device)
        earlier = {f"survey-question-{order}": "4" for order in range(1, 16)}
        answering.save_page(paper=paper, role_group="", answers=earlier)
        clients.append(
            {
                "key": links.key_of(surveyed),
                "mark": device.mark,
                "row": paper.draft.pk,
                "session": browser.session.session_key,
                "sealed": paper.draft.sealed,
            }
        )
    return clients


def page(number):
    """The five answers of the save of that number."""
    choices = {f"4-q-q{order}": str((number + order) % 5 + 1) for order in range(16, 20)}
    return choices | {"4-q-q20": f"{number} {WORDS * 5}".strip(), "4-looked_at": ""}


def product(port, clients, number, count):
    """Seconds of each of `count` saves by the client of that number."""
    me = clients[number]
    connection = serving.connect(port)
    path, cookies = f"/survey/{me['key']}/4/", f"survey={me['mark']}"
    for n in range(count):
        yield serving.post(connection, path, urlencode(page(n)), cookies, 302)


def floor(port, clients, number, count):
    """The same, of the bare view, which is sent what it writes."""
    me = clients[number]
    connection = serving.connect(port)
    path, cookies = f"/floor/draft/{me['row']}/", f"sessionid={me['session']}"
    for n in range(count):
        sealed = f"{n:08}{me['sealed'][8:]}"
        yield serving.post(connection, path, urlencode({"sealed": sealed}), cookies, 204)


def in_turns(works, clients, how_many, requests, rounds):
    """Seconds of every request of each work: {name: seconds}. The first turn warms up."""
    found = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            reset(clients)
            saves = requests if turn else 40
            seconds = serving.timed(work, how_many, saves)
            must_be_written(name, clients[:how_many], saves // how_many)
            if turn:
                found[name] += seconds
    return found


def reset(clients):
    """Back to the drafts as they were begun."""
    from django.db import connection  # noqa: PLC0415

    from surveys.models import SurveyDraft  # noqa: PLC0415

    for client in clients:
        SurveyDraft.objects.filter(pk=client["row"]).update(sealed=client["sealed"])
    connection.close()


def must_be_written(name, clients, saves):
    """A refused page answers as well: raise AssertionError unless the last answers are there."""
    from django.db import connection  # noqa: PLC0415

    from surveys.answering import drafts  # noqa: PLC0415
    from surveys.models import SurveyDraft  # noqa: PLC0415

    for client in clients:
        sealed = SurveyDraft.objects.get(pk=client["row"]).sealed
        if name == "floor":
            there, wanted = sealed[:8], f"{saves - 1:08}"
        else:
            opened = drafts.open_draft(f"{client['mark']}.", sealed)["answers"]
            there, wanted = opened["survey-question-20"], page(saves - 1)["4-q-q20"]
        if there != wanted:
            raise AssertionError(f"{name}: {there} is not {wanted}")
    connection.close()


def measure():
    """Rows of {"work", "floor", "product", "ratio"}; times in milliseconds."""
    django.setup()
    from tests.bench.heatmap_numbers import own_database  # noqa: PLC0415

    with own_database():
        from django.db import connection  # noqa: PLC0415

        vendor = connection.vendor
        os.environ["DATABASE_URL"] = serving.address_of(connection)
        clients = prepare()
        connection.close()
        with serving.served() as ours, serving.served("tests.bench.floor_settings") as bare:
            return against_floor(vendor, ours, bare, clients)


def against_floor(vendor, ours, bare, clients):
    """One client, then eight."""
    rows = []
    works = {"floor": partial(floor, bare, clients), "product": partial(product, ours, clients)}
    for how_many, requests in ((1, 100), (8, 400)):
        found = in_turns(works, clients, how_many, requests, rounds=6)
        people = "1 client" if how_many == 1 else f"{how_many} clients"
        for name, statistic in (("p50", serving.p50), ("p95", serving.p95)):
            times = {work: statistic(seconds) for work, seconds in found.items()}
            rows.append(
                {
                    "work": f"{vendor}, {people}, {name}",
                    "floor": round(times["floor"] * 1000, 2),
                    "product": round(times["product"] * 1000, 2),
                    "ratio": round(times["product"] / times["floor"], 2),
                }
            )
    return rows


if __name__ == "__main__":
    sys.stdout.write("\n".join(json.dumps(row) for row in measure()) + "\n")
