from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.audits.models import Cycle
from tests import factories


@pytest.fixture
def url(cycle):
    return reverse("audits:cycle-progress", args=[cycle.pk])


@pytest.fixture(autouse=True)
def _signed_in(client, people):
    client.force_login(people["coordinator"])


@pytest.fixture
def late(cycle, agency, people):
    yesterday = timezone.localdate() - timedelta(days=1)
    return factories.self_audit(
        cycle=cycle, agency=agency, answered="red", by=people["lead"], due_on=yesterday
    )


def test_the_page_tells_how_far_each_agency_is(client, people, url, late):
    text = client.get(url).text

    assert late.agency.name in text
    assert "In progress" in text
    assert "1 day late" in text
    assert "2 of 2" in text
    assert people["lead"].name in text
    assert "Lead, and the last mail of any kind to them</th>" in text
    assert "No mail yet" in text
    assert "Not reminded" in text
    assert reverse("audits:self-audit-escalate", args=[late.pk]) in text


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_page_needs_ten_queries_at_most_whatever_the_agencies(
    client, partnership, cycle, url, django_assert_num_queries, agencies
):
    for _ in range(agencies):
        factories.self_audit(
            cycle=cycle, agency=factories.agency(partnership=partnership), answered="amber"
        )
    client.get(url)  # the process meets the standard set

    with django_assert_num_queries(9):
        client.get(url)


def test_a_filter_leaves_the_others_out_and_stays_in_the_address(
    client, partnership, cycle, url, late
):
    other = factories.agency(partnership=partnership, name="Fire service")
    factories.self_audit(cycle=cycle, agency=other)

    text = client.get(f"{url}?show=late&sector=police").text

    assert late.agency.name in text
    assert "Fire service" not in text
    assert "show=late&amp;sector=police&amp;tick=all" in text


def test_a_filter_that_makes_no_sense_shows_all_and_says_so(client, url, late):
    response = client.get(f"{url}?show=nonsense&order=backwards")

    assert late.agency.name in response.text
    assert "nonsense is not one of the available choices" in response.text


def test_all_that_is_shown_can_be_ticked_at_once(client, url, late):
    assert " checked>" not in client.get(url).text
    assert client.get(f"{url}?tick=all").text.count(" checked>") == 1


def test_a_submitted_self_audit_cannot_be_ticked(client, cycle, agency, url):
    factories.self_audit(cycle=cycle, agency=agency, submitted=True)

    assert 'name="chosen"' not in client.get(url).text


def test_a_closed_or_paused_cycle_says_why_nobody_is_reminded(client, cycle, url, late):
    Cycle.objects.update(status=Cycle.Status.PAUSED)

    text = client.get(url).text

    assert "You cannot remind or escalate: the cycle is paused." in text
    assert 'name="chosen"' not in text


def test_a_cycle_without_agencies_says_so(client, url):
    assert "No agency takes part in this cycle yet." in client.get(url).text


def test_nothing_tells_of_another_partnership(client, people, cycle, agency, url, late):
    elsewhere = factories.partnership(name="Planted partnership")
    theirs = factories.cycle(partnership=elsewhere, name="Planted cycle")
    factories.self_audit(cycle=theirs, agency=agency, due_on="2001-01-01")
    factories.self_audit(
        cycle=theirs, agency=factories.agency(partnership=elsewhere, name="Planted agency")
    )

    text = client.get(url).text

    assert "Planted" not in text
    assert "2001" not in text
