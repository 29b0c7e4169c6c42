from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.audits.operations import cycle_agencies
from tests import factories

TODAY = timezone.localdate()


@pytest.fixture
def coordinator(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


@pytest.fixture
def choosing(cycle):
    return reverse("audits:cycle-agencies", args=[cycle.pk])


@pytest.fixture
def dates(cycle):
    return reverse("audits:cycle-dates", args=[cycle.pk])


def taking_part(cycle):
    return set(cycle.self_audits.values_list("agency__name", flat=True))


def drawn(response):
    """What the form sends if nobody touches it."""
    form = response.context["form"]
    return {"agencies": form["agencies"].initial, "drawn": form["drawn"].initial}


def test_everybody_is_offered_and_ticked_at_first(
    client, coordinator, cycle, choosing, partnership
):
    names = {"The police", "A school"}
    factories.agency(partnership=partnership, name="The police", sector="police")
    factories.agency(
        partnership=partnership, name="A school", sector="school", basis="school_setting"
    )
    gone = factories.agency(partnership=partnership, name="The gone")
    gone.places.update(left_on=TODAY - timedelta(days=1))
    factories.agency(partnership=factories.partnership(), name="Elsewhere")

    response = client.get(choosing)
    client.post(choosing, drawn(response))

    assert "Section 175 or 157 setting" in response.text
    assert "Elsewhere" not in response.text
    assert taking_part(cycle) >= names
    assert not taking_part(cycle) & {"The gone", "Elsewhere"}


def test_unticking_leaves_out_and_ticking_brings_in(
    client, coordinator, cycle, choosing, partnership, agency
):
    other = factories.agency(partnership=partnership, name="The other")
    factories.self_audit(cycle=cycle, agency=agency)

    response = client.post(choosing, {"agencies": [other.pk], "drawn": str(agency.pk)}, follow=True)

    assert "Saved: 1 agency is in and 1 agency is out." in response.text
    assert taking_part(cycle) == {"The other"}


def test_what_another_coordinator_brought_in_meanwhile_stays(
    client, coordinator, cycle, choosing, partnership, agency
):
    factories.self_audit(cycle=cycle, agency=agency)
    sent = drawn(client.get(choosing))
    other = factories.agency(partnership=partnership, name="The other")
    cycle_agencies.change(cycle=cycle, bring_in={other.pk}, leave_out=set(), by=coordinator)

    client.post(choosing, sent)

    assert taking_part(cycle) == {agency.name, "The other"}


def test_whoever_has_started_cannot_be_unticked(client, coordinator, cycle, choosing, agency):
    factories.self_audit(cycle=cycle, agency=agency, answered="amber")

    response = client.get(choosing)
    client.post(choosing, {"drawn": drawn(response)["drawn"]})

    assert "Started, so it stays in." in response.text
    assert taking_part(cycle) == {agency.name}


def test_whoever_starts_meanwhile_stays_and_the_coordinator_is_told(
    client, coordinator, cycle, choosing, agency
):
    self_audit = factories.self_audit(cycle=cycle, agency=agency)
    sent = drawn(client.get(choosing))
    self_audit.move_to("in_progress")
    self_audit.started_at = timezone.now()
    self_audit.save()

    response = client.post(choosing, {"drawn": sent["drawn"]}, follow=True)

    assert "has started its self-audit, so it stays in the cycle" in response.text
    assert taking_part(cycle) == {agency.name}


def test_only_the_agencies_shown_change(client, coordinator, cycle, choosing, partnership, agency):
    factories.self_audit(cycle=cycle, agency=agency)
    school = factories.agency(partnership=partnership, name="A school", sector="school")
    factories.self_audit(cycle=cycle, agency=school)
    shown = f"{choosing}?sector=school"

    response = client.get(shown)
    client.post(shown, {"drawn": drawn(response)["drawn"]})

    assert agency.name not in response.text
    assert taking_part(cycle) == {agency.name}


def test_all_or_none_can_be_ticked_at_once(
    client, coordinator, cycle, choosing, partnership, agency
):
    factories.self_audit(cycle=cycle, agency=agency)
    other = factories.agency(partnership=partnership)

    ticked = {
        how: set(drawn(client.get(f"{choosing}?tick={how}"))["agencies"])
        for how in ("all", "none", "")
    }

    assert ticked["all"] >= {agency.pk, other.pk}
    assert ticked["none"] == set()
    assert ticked[""] == {agency.pk}


def test_a_forged_agency_is_refused_in_a_sentence(client, coordinator, cycle, choosing):
    stranger = factories.agency(partnership=factories.partnership())

    response = client.post(choosing, {"agencies": [stranger.pk], "drawn": ""})

    assert "Look through the list again" in response.text
    assert taking_part(cycle) == set()


def test_a_group_is_given_a_date(client, coordinator, cycle, dates, partnership, agency):
    due_on = TODAY + timedelta(days=70)
    factories.self_audit(cycle=cycle, agency=agency)
    school = factories.agency(partnership=partnership, sector="school")
    factories.self_audit(cycle=cycle, agency=school)

    response = client.post(
        f"{dates}?sector=school",
        {"agencies": [school.pk], "due_on": f"{due_on:%d/%m/%Y}"},
        follow=True,
    )

    assert "1 agency is now due by that date." in response.text
    due = dict(cycle.self_audits.values_list("agency", "due_on"))
    assert due == {agency.pk: cycle.due_on, school.pk: due_on}


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"due_on": "1/1/2020"}, "or a later date"),
        ({"agencies": []}, "Choose at least one agency"),
        ({"due_on": "soon"}, "Enter a date with day, month and year"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_ticks_stay(
    client, coordinator, cycle, dates, agency, sent, sentence
):
    factories.self_audit(cycle=cycle, agency=agency)
    form = {"agencies": [agency.pk], "due_on": f"{TODAY:%d/%m/%Y}"} | sent

    response = client.post(dates, form)

    assert sentence in response.text
    assert (" checked" in response.text) is bool(form["agencies"])
    assert cycle.self_audits.get().due_on == cycle.due_on


def test_whoever_has_submitted_is_not_offered_a_date(client, coordinator, cycle, dates, agency):
    factories.self_audit(cycle=cycle, agency=agency, submitted=True)

    assert "none takes part, or all have submitted" in client.get(dates).text


def test_more_time_is_told_with_its_reason_on_the_agencys_page(
    client, coordinator, people, self_audit
):
    url = reverse("audits:self-audit-extend", args=[self_audit.pk])
    later = self_audit.due_on + timedelta(days=7)

    early = client.post(url, {"due_on": f"{self_audit.due_on:%d/%m/%Y}", "reason": "Ill"})
    client.post(url, {"due_on": f"{later:%d/%m/%Y}", "reason": "Their lead is ill."})

    assert "Choose a date after" in early.text
    assert "More time given on" in client.get(self_audit.cycle.manage_url).text
    client.force_login(people["lead"])
    text = client.get(self_audit.get_absolute_url()).text
    assert "Their lead is ill." in text
    assert f"{coordinator} gave more time" in text


@pytest.mark.parametrize("agencies", [1, 3])
@pytest.mark.parametrize("name", ["agencies", "dates", "launch", "close"])
def test_the_pages_need_the_same_queries_whatever_their_size(
    client, coordinator, partnership, django_assert_num_queries, name, agencies
):
    cycle = factories.cycle(partnership=partnership, open=name != "launch")
    for _ in range(agencies):
        factories.self_audit(cycle=cycle, agency=factories.agency(partnership=partnership))

    expected = {"agencies": 6, "dates": 6, "launch": 9, "close": 6}[name]
    with django_assert_num_queries(expected):
        client.get(reverse(f"audits:cycle-{name}", args=[cycle.pk]))
