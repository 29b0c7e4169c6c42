from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.audits.models import Cycle
from section11.audits.operations import cycles
from section11.people.models import Role
from section11.record.models import Email
from tests import factories

TODAY = timezone.localdate()


@pytest.fixture
def coordinator(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


@pytest.fixture
def planned(partnership):
    return factories.cycle(partnership=partnership, open=False, name="Cycle 2031")


def page(cycle, name):
    return reverse(f"audits:cycle-{name}", args=[cycle.pk])


def typed(**changed):
    """What a coordinator types into the plan."""
    return {
        "name": "Section 11 2031",
        "year": "2031",
        "kind": "full",
        "roll_up": "worst",
        "opens_on": f"{TODAY:%d/%m/%Y}",
        "due_on": f"{TODAY + timedelta(days=60):%d/%m/%Y}",
        "compared_with": "",
        "days_before": "30, 7, 1",
        "days_after": "1 7",
    } | changed


def test_a_cycle_is_planned_filled_and_launched(client, coordinator, partnership, people, agency):
    own_set = factories.standard_set(partnership=partnership)
    planning = reverse("audits:cycle-plan", args=[partnership.pk])

    response = client.post(planning, typed(standard_set=own_set.pk))

    cycle = Cycle.objects.get()
    assert (cycle.name, cycle.year, cycle.standard_set) == ("Section 11 2031", 2031, own_set)
    assert cycle.reminder_days == [30, 7, 1, -1, -7]
    assert cycle.is_planned
    assert response.url == page(cycle, "agencies")
    client.post(response.url, {"agencies": [agency.pk], "drawn": ""})
    before = client.get(page(cycle, "launch")).text
    assert ">Launch</button>" in before
    assert "1 agency can begin" in before
    assert "1 lead is told by e-mail" in before
    after = client.post(page(cycle, "launch"), follow=True).text
    assert "Launched. The leads are written to, and whoever was to be invited." in after
    cycle.refresh_from_db()
    assert cycle.is_open
    assert Email.objects.get(to=people["lead"]).template == "cycle_launched"


def test_planning_offers_what_the_partnership_may_use(client, coordinator, partnership):
    elsewhere = factories.partnership()
    mine = factories.cycle(partnership=partnership, name="Ours before")
    factories.cycle(partnership=elsewhere, name="Theirs before")
    factories.standard_set(partnership=elsewhere, title="Theirs")
    factories.standard_set(partnership=partnership, title="Our draft", published=False)

    response = client.get(reverse("audits:cycle-plan", args=[partnership.pk]))

    offered = {str(each) for each in response.context["form"].fields["standard_set"].queryset}
    assert str(mine.standard_set) in offered
    assert not offered & {"Theirs", "Our draft"}
    assert "Ours before" in response.text
    assert "Theirs before" not in response.text
    assert "A standard takes the worst rating given to any of its questions." in response.text
    assert "a themed cycle needs a standard set of its own" in response.text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"due_on": "1/1/2020"}, "The due date is before the day on which the cycle opens"),
        ({"name": "CYCLE 2031"}, "There is a cycle called CYCLE 2031 already"),
        ({"year": "next"}, "Enter the year, such as 2027"),
        ({"days_before": "a week"}, "enter numbers of days such as 30, 7, 1"),
        ({"days_after": "0"}, "each number is from 1 to 365"),
        ({"standard_set": "999999"}, "Choose a standard set"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client, coordinator, partnership, planned, changed, sentence
):
    form = typed(standard_set=planned.standard_set.pk) | changed

    response = client.post(reverse("audits:cycle-plan", args=[partnership.pk]), form)

    assert sentence in response.text
    assert form["name"] in response.text
    assert Cycle.objects.count() == 1


def test_a_plan_is_changed(client, coordinator, planned):
    form = client.get(page(planned, "edit")).context["form"]

    client.post(
        page(planned, "edit"),
        typed(standard_set=planned.standard_set.pk, base=form.drawn_with, kind="themed"),
    )

    planned.refresh_from_db()
    assert (planned.name, planned.kind) == ("Section 11 2031", "themed")


def test_after_launch_only_what_is_safe_is_offered(client, coordinator, cycle):
    form = client.get(page(cycle, "edit")).context["form"]

    client.post(page(cycle, "edit"), typed(base=form.drawn_with, kind="themed", opens_on="x"))

    cycle.refresh_from_db()
    assert set(form.fields) == {"name", "due_on", "days_before", "days_after", "base"}
    assert (cycle.name, cycle.kind) == ("Section 11 2031", "full")


def test_a_coordinator_who_is_overtaken_is_told(client, coordinator, planned, people):
    form = client.get(page(planned, "edit")).context["form"]
    sent = typed(standard_set=planned.standard_set.pk, base=form.drawn_with)
    cycles.change(cycle=planned, name="The other's name", by=people["coordinator"])

    response = client.post(page(planned, "edit"), sent)

    assert "Someone else changed this cycle while you were typing." in response.text
    assert "It is now called The other&#x27;s name" in response.text
    assert 'value="Section 11 2031"' in response.text
    planned.refresh_from_db()
    assert planned.name == "The other's name"
    client.post(page(planned, "edit"), sent | {"base": response.context["form"].drawn_with})
    planned.refresh_from_db()
    assert planned.name == "Section 11 2031"


def test_launch_says_who_has_no_lead_or_has_left(client, coordinator, planned, partnership):
    for name in ("The led", "The unled", "The gone"):
        agency = factories.agency(partnership=partnership, name=name)
        factories.self_audit(
            cycle=planned, agency=agency, by=factories.user(), due_on=planned.due_on
        )
        if name != "The unled":
            factories.member(Role.LEAD, agency=agency)
    agency.places.update(left_on=TODAY - timedelta(days=1))

    response = client.get(page(planned, "launch"))

    assert [one.agency.name for one in response.context["unled"]] == ["The unled"]
    assert [one.agency.name for one in response.context["left"]] == ["The gone"]
    assert "1 agency has no lead, so nobody there is told." in response.text
    assert "No longer in the partnership: The gone." in response.text


def test_a_cycle_that_cannot_be_launched_says_why(client, coordinator, planned):
    text = client.get(page(planned, "launch")).text

    assert "Choose at least one agency before you launch the cycle." in text
    assert ">Launch</button>" not in text


def test_a_launched_cycle_is_not_offered_for_launch_again(client, coordinator, planned, agency):
    factories.self_audit(cycle=planned, agency=agency)
    client.post(page(planned, "launch"))

    response = client.get(page(planned, "launch"), follow=True)

    assert "was launched by" in response.text
    assert response.redirect_chain[-1][0] == page(planned, "manage")


def test_a_cycle_is_paused_resumed_and_closed(client, coordinator, cycle, self_audit, people):
    why = {"reason": "A new lead"}
    paused = client.post(page(cycle, "pause"), why, follow=True).text
    assert "Paused." in paused
    assert f"{coordinator} paused it</strong>" in paused
    client.force_login(people["lead"])
    shut = client.get(self_audit.get_absolute_url()).text
    assert "has paused" in shut
    assert "<p>A new lead</p>" in shut
    assert "Paused" in client.get("/").text
    client.force_login(coordinator)
    resumed = client.post(page(cycle, "resume"), follow=True).text
    assert "It goes on." in resumed
    assert "A new lead" not in resumed
    asked = client.get(page(cycle, "close")).text
    assert "1 of 1 agency has not submitted." in asked
    assert f"{self_audit.agency}: not started" in asked

    closed = client.post(page(cycle, "close"), follow=True).text

    assert f"Closed by {coordinator}" in closed
    cycle.refresh_from_db()
    assert cycle.is_closed


def test_a_pause_without_a_reason_asks_for_one(client, coordinator, cycle):
    response = client.post(page(cycle, "pause"), {"reason": " "})

    assert response.context["form"].errors == {"reason": ["Say why: the leads will read it"]}
    cycle.refresh_from_db()
    assert cycle.is_open


def test_nothing_typed_while_it_is_paused_is_lost(client, people, self_audit):
    text = "What we do about supervision, at some length. " * 5
    question = self_audit.questions[0]
    cycles.pause(cycle=self_audit.cycle, reason="A review", by=people["coordinator"])
    client.force_login(people["lead"])

    response = client.post(
        reverse("audits:standard-edit", args=[self_audit.pk, "1"]),
        {f"q{question.pk}-narrative": text},
    )

    assert response.status_code == 409
    assert "The coordinator has paused" in response.text
    assert text in response.text


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_cycles_page_needs_the_same_queries_whatever_its_size(
    client, coordinator, partnership, cycle, django_assert_num_queries, agencies
):
    for _ in range(agencies):
        factories.self_audit(cycle=cycle, agency=factories.agency(partnership=partnership))

    with django_assert_num_queries(9):
        client.get(page(cycle, "manage"))


def test_the_boards_page_leads_whoever_may_to_managing_it(client, people, cycle):
    link = page(cycle, "manage")

    seen = {}
    for who in ("coordinator", "board member"):
        client.force_login(people[who])
        seen[who] = link in client.get(cycle.get_absolute_url()).text

    assert seen == {"coordinator": True, "board member": False}


def test_home_says_what_is_next_with_each_cycle(client, coordinator, planned, partnership):
    factories.cycle(partnership=factories.partnership(), name="Not mine")
    factories.cycle(partnership=partnership, status="paused", name="The paused one")

    text = client.get("/").text

    assert page(planned, "agencies") in text
    assert "No agency takes part yet." in text
    assert "Paused: nobody can change, send or sign off anything." in text
    assert reverse("audits:cycle-plan", args=[partnership.pk]) in text
    assert "Not mine" not in text


def test_home_does_not_tell_an_agency_of_a_plan(client, people, planned, agency):
    factories.self_audit(cycle=planned, agency=agency)
    client.force_login(people["lead"])

    assert "Cycle 2031" not in client.get("/").text
