"""The page on which those who follow agreed actions see them by risk, and what they take away."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from challenge.after import followed
from challenge.models import AgreedAction
from section11.record.models import Event
from section11.standards.models import Priority
from tests import challenge_factories as made
from tests import factories

pytest_plugins = ["tests.challenge_subjects"]


@pytest.fixture(autouse=True)
def _signed_in(client, people):
    client.force_login(people["board member"])


@pytest.fixture
def url(partnership):
    return reverse("challenge:partnership-actions", args=[partnership.pk])


def due(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def actions(rating, challenge, people):
    """One of each kind of risk, in no order. Standard 1 is rated red, standard 2 green."""
    rating.level = factories.level("red")
    rating.save()
    standards = challenge.cycle.standard_set.standards
    second = standards.get(code="2")
    made.moderation(slot=rating.slot, standard=second, level="green")
    neglect = standards.create(order=3, code="3", title="Neglect")
    kinds = [
        ("Other", second, due(10), "open"),
        ("Closed", standards.get(code="1"), due(-90), "verified"),
        ("Neglect", neglect, due(40), "open"),
        ("Red", standards.get(code="1"), due(50), "open"),
        ("Red, done", standards.get(code="1"), due(-5), "done"),
        ("Late", second, due(-2), "open"),
        ("Later still", second, due(-20), "sent_back"),
    ]
    for what, standard, due_on, status in kinds:
        found = made.agreed_action(
            challenged_agency=rating.challenged_agency,
            what=what,
            standard=standard,
            due_on=due_on,
        )
        if status in ("done", "verified"):
            made.done(found, by=people["lead"])
        if status == "verified":
            found.verified_at, found.verified_by = timezone.now(), people["coordinator"]
        found.status = status
        found.save()


def shown(response):
    return [line.action.what for line in response.context["lines"]]


def test_the_riskiest_stand_first_and_the_page_says_why(client, url, actions):
    response = client.get(url)

    assert shown(response) == ["Later still", "Late", "Red, done", "Red", "Neglect", "Other"]
    for said in ("20 days overdue", "Rated red", "Board priority", "Overdue actions come first"):
        assert said in response.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("show=overdue", ["Later still", "Late"]),
        ("show=done", ["Red, done"]),
        ("show=verified", ["Closed"]),
        ("standard=Neglect", ["Neglect"]),
        ("show=all&standard=Standard 1", ["Red, done", "Red", "Closed"]),
        ("show=sent_back", ["Later still"]),
    ],
)
def test_the_filter_leaves_what_was_asked_for(client, url, actions, query, expected):
    assert shown(client.get(f"{url}?{query}")) == expected


def test_a_filter_that_makes_no_sense_is_said(client, url, actions):
    response = client.get(f"{url}?show=nonsense")

    assert "There is a problem" in response.text
    assert len(shown(response)) == 6


@pytest.fixture
def question_on_neglect(cycle):
    """A question whose standard is called something else."""
    priority = Priority.objects.create(
        standard_set=cycle.standard_set, order=1, code="neglect", title="Neglect"
    )
    question = cycle.standard_set.standards.first().questions.first()
    question.priorities.add(priority)
    return question


def test_a_question_that_speaks_to_neglect_is_a_priority(client, url, question_on_neglect, rating):
    made.agreed_action(challenged_agency=rating.challenged_agency, question=question_on_neglect)

    assert "Board priority</strong>" in client.get(url).text


def test_without_actions_the_page_says_when_there_will_be_some(client, url):
    assert "No action is followed yet." in client.get(url).text


def test_nothing_stands_there_before_the_release(client, url, rated):
    made.agreed_action(challenged_agency=rated.challenged_agency)

    assert "Train every manager" not in client.get(url).text


def test_an_agency_in_which_one_has_an_interest_is_counted_and_not_shown(
    client, people, url, challenge, actions, agency
):
    member = made.panel_member(challenge=challenge, user=people["board member"])
    made.interest(panel_member=member, agency=agency)

    response = client.get(url)

    assert "1 agency is not shown to you because of an interest." in response.text
    assert agency.name not in response.text
    assert client.get(url + "download/csv/").text.count("\n") == 1


def test_the_table_holds_what_the_page_shows(client, url, actions, partnership):
    response = client.get(f"{url}download/csv/?show=overdue")

    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert [row["Action"] for row in rows] == ["Later still", "Late"]
    assert (rows[0]["Status"], rows[0]["Days overdue"]) == ("Sent back", "20")
    event = Event.objects.get(kind=Event.Kind.AGREED_ACTIONS_EXPORTED)
    assert (event.partnership_id, event.detail["actions"]) == (partnership.pk, 2)


def test_a_formula_in_an_action_is_only_text_in_a_spreadsheet(client, url, rating):
    made.agreed_action(challenged_agency=rating.challenged_agency, what='=HYPERLINK("x")')

    book = openpyxl.load_workbook(BytesIO(client.get(f"{url}download/xlsx/").content))

    cell = next(
        cell for row in book.active.iter_rows() for cell in row if "HYPER" in str(cell.value)
    )
    assert cell.data_type == "s"
    assert client.get(f"{url}download/pdf/").status_code == 404


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_number_of_queries_does_not_grow(client, url, partnership, challenge, agencies):
    for number in range(agencies):
        body = factories.agency(partnership=partnership, name=f"Agency {number}")
        rated = made.rated(challenge=challenge, agency=body)
        made.agreed_action(challenged_agency=rated.challenged_agency)
    made.release(challenge)

    with CaptureQueriesContext(connection) as queries:
        client.get(url)

    assert len(queries) == 8


def test_the_order_is_that_of_the_values(rating, people):
    later = made.agreed_action(challenged_agency=rating.challenged_agency, due_on=due(9))
    first = made.agreed_action(challenged_agency=rating.challenged_agency, due_on=due(3))

    lines = followed.lines(AgreedAction.objects.all())

    assert [line.action for line in lines] == [first, later]
