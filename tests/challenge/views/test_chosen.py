import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from challenge.models import Challenge
from challenge.operations import chosen, personal_links
from section11.audits.models import Cycle, Evidence
from section11.board import flags
from section11.record.models import Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def challenge(cycle):
    return made.challenge(cycle=cycle)


@pytest.fixture
def coordinator(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


@pytest.fixture
def url(challenge):
    return reverse("challenge:challenge-agencies", args=[challenge.pk])


def submitted(cycle, partnership, level, **fields):
    agency = factories.agency(partnership=partnership, **fields)
    factories.self_audit(cycle=cycle, agency=agency, answered=level, submitted=True)
    return agency


def sent(page, **changes):
    form = page.context["form"]
    return {
        "agencies": [one.agency.pk for one, is_ticked, _ in form.lines if is_ticked],
        "long": [one.agency.pk for one, _, is_long in form.lines if is_long],
        "drawn": form["drawn"].value(),
        "drawn_long": form["drawn_long"].value(),
    } | changes


def reasons(page):
    return {one.agency: one.reasons for one, *_ in page.context["form"].lines}


def ticked(page):
    return {one.agency for one, is_ticked, _ in page.context["form"].lines if is_ticked}


def test_agencies_are_proposed_with_the_reasons_that_their_results_give(
    client, cycle, partnership, coordinator, url
):
    red = submitted(cycle, partnership, "red")
    green = submitted(cycle, partnership, "green")
    Evidence.objects.filter(answer__self_audit__agency=green).delete()
    silent = factories.agency(partnership=partnership)
    factories.self_audit(cycle=cycle, agency=silent)

    page = client.get(f"{url}?how=proposed&worst=1&without_evidence=3")

    assert reasons(page)[red] == ["2 standards are red."]
    assert reasons(page)[green] == ["4 ratings without the evidence needed."]
    assert reasons(page)[silent] == ["Has not submitted its self-audit."]
    assert ticked(page) == {red, green, silent}
    assert "Nothing is saved yet." in page.text


def test_what_fell_since_last_time_is_told(client, cycle, partnership, coordinator, url):
    before = factories.cycle(partnership=partnership, standard_set=cycle.standard_set)
    agency = submitted(before, partnership, "green")
    factories.self_audit(cycle=cycle, agency=agency, answered="amber", submitted=True)
    Cycle.objects.filter(pk=cycle.pk).update(compared_with=before)

    page = client.get(url)

    assert reasons(page)[agency] == ["2 standards are worse than last time."]


def test_an_agency_challenged_long_ago_or_never_is_proposed(
    client, cycle, partnership, coordinator, url
):
    before = factories.cycle(partnership=partnership, year=cycle.year - 3)
    agency, other = (submitted(cycle, partnership, "amber") for _ in range(2))
    first = client.get(url)
    earlier = made.challenge(cycle=before, released=True)
    made.challenged_agency(challenge=earlier, agency=agency)

    page = client.get(url)

    assert reasons(first)[other] == []  # while nobody was, it says nothing
    assert reasons(page)[agency] == [f"Last challenged in {cycle.year - 3}."]
    assert reasons(page)[other] == ["Has not been challenged before."]


def test_what_other_apps_say_against_a_rating_is_a_reason(
    client, cycle, partnership, coordinator, url, monkeypatch
):
    agency = submitted(cycle, partnership, "amber")
    standard = cycle.standard_set.standards.first()
    said = [flags.Flag(agency.pk, standard.pk, "Practitioners disagree: 12 of 30 agree.")]
    monkeypatch.setattr(flags, "_finders", [lambda cycle: said])

    page = client.get(url)

    said = "Standard 1: Practitioners disagree: 12 of 30 agree."
    assert said in reasons(page)[agency]


def test_agencies_are_chosen_with_their_reasons_and_long_slots(
    client, challenge, cycle, partnership, coordinator, url
):
    red = submitted(cycle, partnership, "red")
    other = submitted(cycle, partnership, "amber")

    page = client.get(f"{url}?how=proposed&worst=1&long=2")
    client.post(url, sent(page))

    parts = {one.agency: one for one in challenge.agencies.all()}
    assert set(parts) == {red}
    assert parts[red].is_long
    assert parts[red].minutes == 60
    assert parts[red].chosen_by == coordinator
    assert other not in parts
    event = Event.objects.about(challenge).get()
    assert event.kind == Event.Kind.CHALLENGED_AGENCIES_CHOSEN
    assert event.detail["brought_in"] == [red.name]


def test_all_and_a_sample_are_ticked_on_request(client, cycle, partnership, coordinator, url):
    everybody = {submitted(cycle, partnership, "green") for _ in range(4)}

    whole = client.get(f"{url}?how=all")
    sample = client.get(f"{url}?how=sample&size=2")

    assert ticked(whole) == everybody
    assert len(ticked(sample)) == 2


def test_an_agency_that_is_taken_out_comes_back_with_what_it_said(
    client, challenge, cycle, agency, coordinator, url, people
):
    part = made.challenged_agency(challenge=challenge, agency=agency)
    half_day = made.possible_session(challenge=challenge)
    made.availability(possible_session=half_day, of=part)
    key = personal_links.make(user=people["lead"], challenged_agency=part, by=coordinator)

    client.post(url, sent(client.get(url), agencies=[]))
    gone = client.get(reverse("challenge:availability-by-link", args=[key]))
    out = challenge.agencies.current().count()
    client.post(url, sent(client.get(url), agencies=[agency.pk]))

    assert gone.status_code == 410
    assert out == 0
    assert challenge.agencies.current().get() == part
    assert part.availabilities.get().answer == "yes"


def test_a_choice_that_somebody_else_made_meanwhile_stays(
    client, challenge, cycle, partnership, coordinator, url
):
    first, second = (submitted(cycle, partnership, "green") for _ in range(2))
    drawn = sent(client.get(url), agencies=[first.pk])
    chosen.choose(challenge=challenge, bring_in={second.pk: []}, by=coordinator)

    client.post(url, drawn)

    assert {one.agency for one in challenge.agencies.current()} == {first, second}


def test_an_agency_of_another_cycle_is_refused(client, challenge, partnership, coordinator, url):
    foreign = factories.agency(partnership=partnership)

    response = client.post(url, {"agencies": [foreign.pk], "drawn": ""})

    assert "An agency that you ticked has left the cycle." in response.text
    assert not challenge.agencies.exists()


def test_an_agency_that_has_left_the_cycle_is_refused(challenge, partnership, coordinator):
    foreign = factories.agency(partnership=partnership)

    with pytest.raises(RuleBroken, match="An agency that you ticked has left"):
        chosen.choose(challenge=challenge, bring_in={foreign.pk: []}, by=coordinator)


def test_an_agency_that_has_been_challenged_stays(client, challenge, agency, coordinator, url):
    part = made.challenged_agency(challenge=challenge, agency=agency)
    made.slot(session=made.session(challenge=challenge, status="open"), challenged_agency=part)

    response = client.post(url, sent(client.get(url), agencies=[]), follow=True)

    assert f"{agency} has been challenged, so it stays." in response.text
    assert challenge.agencies.current().exists()


def test_the_same_choice_records_nothing(client, challenge, agency, coordinator, url):
    made.challenged_agency(challenge=challenge, agency=agency, is_long=True)

    client.post(url, sent(client.get(url)))

    assert not Event.objects.about(challenge).exists()


def test_numbers_that_make_no_sense_are_said(client, coordinator, url):
    page = client.get(f"{url}?how=sample&size=many")

    assert "“Agencies in the sample”: enter a number from 1 to 1,000" in page.text


def test_a_cycle_without_agencies_says_so(client, coordinator, url):
    assert "No agency takes part in the cycle yet." in client.get(url).text


def test_after_the_release_no_agency_is_chosen(client, challenge, coordinator, url):
    Challenge.objects.update(
        status="released",
        published_at=timezone.now(),
        published_by=coordinator,
        released_at=timezone.now(),
        released_by=coordinator,
    )

    assert "The moderated ratings were released" in client.get(url, follow=True).text


def test_the_number_of_queries_does_not_grow(client, cycle, partnership, coordinator, url):
    submitted(cycle, partnership, "red")
    client.get(url)

    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(2):
        submitted(cycle, partnership, "red")
    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert (len(one), len(three)) == (13, 13)
