"""Everybody's interests, recusals, and ties between agencies."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from challenge.models import AgencyTie
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def challenge(cycle, agency):
    found = made.challenge(cycle=cycle)
    made.challenged_agency(challenge=found, agency=agency)
    return found


@pytest.fixture
def member(challenge):
    return made.panel_member(challenge=challenge)


@pytest.fixture
def url(challenge):
    return reverse("challenge:interest-list", args=[challenge.pk])


@pytest.fixture
def chair(client, people):
    client.force_login(people["chair"])
    return people["chair"]


@pytest.fixture
def coordinator(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


def words(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.text.partition("<main")[2]).split())


class TestTheList:
    def test_says_who_has_not_declared(self, client, chair, member, url):
        said = words(client.get(url))

        assert "1 of 1 panel members has not declared yet." in said
        assert f"{member} Not yet None Recuse" in said

    def test_shows_each_interest_with_its_reason(self, client, chair, member, url, agency):
        made.interest(panel_member=member, agency=agency, reason="My sister works there")

        assert f"{agency} : declared. My sister works there" in words(client.get(url))

    def test_says_that_agencies_were_chosen_after_somebody_declared(
        self, client, chair, challenge, member, url
    ):
        member.declared_at, member.declared_by = timezone.now(), member.user
        member.save()
        made.challenged_agency(
            challenge=challenge, agency=factories.agency(partnership=challenge.partnership)
        )

        said = words(client.get(url))

        assert "Everybody has declared." in said
        assert "1 agency was chosen since" in said

    def test_says_who_sits_where_they_may_not(
        self, client, coordinator, challenge, member, url, agency
    ):
        held = made.session(challenge=challenge)
        made.slot(session=held, challenged_agency=challenge.agencies.get(agency=agency))
        made.seat(session=held, panel_member=member)
        made.interest(panel_member=member, agency=agency)

        page = client.get(url)

        assert f"{member} sits with {agency} in the session of" in words(page)
        assert reverse("challenge:timetable-plan", args=[challenge.pk]) in page.text

    def test_of_an_empty_panel_says_so(self, client, chair, challenge, url):
        assert "Nobody is on the panel yet." in words(client.get(url))

    @pytest.mark.parametrize("members", [1, 3])
    def test_asks_as_much_of_the_database_for_one_as_for_many(
        self, client, chair, challenge, agency, url, django_assert_num_queries, members
    ):
        for _ in range(members):
            made.interest(panel_member=made.panel_member(challenge=challenge), agency=agency)

        with django_assert_num_queries(8):
            client.get(url)


class TestRecusing:
    @pytest.fixture
    def recuse(self, member):
        return reverse("challenge:member-recuse", args=[member.pk])

    def test_is_shown_in_the_list(self, client, chair, member, recuse, agency):
        data = {"agency": agency.pk, "reason": "A complaint."}

        response = client.post(recuse, data, follow=True)

        assert f"{member} is recused from {agency}." in response.text
        assert f"recused, by {chair} on" in words(response)
        assert "A complaint." in words(response)

    def test_needs_an_agency_and_a_reason(self, client, chair, member, recuse):
        response = client.post(recuse, {})

        assert "Choose an agency" in response.text
        assert "Say why: the panel member will read it" in response.text

    def test_takes_no_agency_of_elsewhere(self, client, chair, member, recuse):
        stranger = factories.agency(partnership=factories.partnership())

        response = client.post(recuse, {"agency": stranger.pk, "reason": "A complaint."})

        assert "This agency is not part of the challenge any more." in response.text
        assert not member.interests.exists()

    def test_is_lifted(self, client, chair, member, recuse, agency):
        client.post(recuse, {"agency": agency.pk, "reason": "A complaint."})
        interest = member.interests.get()

        response = client.post(reverse("challenge:recusal-lift", args=[interest.pk]), follow=True)

        assert f"{member} is recused from {agency} no more." in response.text
        assert not member.interests.standing().exists()

    def test_of_oneself_is_for_somebody_else_to_lift(self, client, chair, challenge, agency):
        own = made.panel_member(challenge=challenge, user=chair)
        recusal = made.interest(panel_member=own, agency=agency, kind="recused")
        lift = reverse("challenge:recusal-lift", args=[recusal.pk])

        listed = client.get(reverse("challenge:interest-list", args=[challenge.pk]))
        response = client.post(lift, follow=True)

        assert lift not in listed.text
        assert "Somebody else has to lift your own recusal." in response.text
        assert own.interests.standing().exists()


class TestTies:
    @pytest.fixture
    def ties(self, partnership):
        return reverse("challenge:tie-list", args=[partnership.pk])

    @pytest.fixture
    def other(self, partnership):
        return factories.agency(partnership=partnership)

    def test_are_noted_and_listed(self, client, coordinator, ties, agency, other):
        data = {"agency": agency.pk, "kind": "inspects", "other": other.pk}

        response = client.post(ties, data, follow=True)

        assert f"Noted: {agency} inspects {other}." in response.text
        assert f"{agency} inspects {other}. Noted by {coordinator} on" in words(response)

    def test_are_removed(self, client, coordinator, ties, agency, other):
        tie = made.agency_tie(agency=agency, other=other)

        response = client.post(reverse("challenge:tie-remove", args=[tie.pk]), follow=True)

        assert f"Removed: {agency} commissions {other}." in response.text
        assert not AgencyTie.objects.exists()

    def test_of_an_agency_with_itself_are_refused(self, client, coordinator, ties, agency):
        data = {"agency": agency.pk, "kind": "inspects", "other": agency.pk}

        response = client.post(ties, data)

        assert "Choose two different agencies" in response.text

    def test_that_are_there_already_are_refused(self, client, coordinator, ties, agency, other):
        made.agency_tie(agency=agency, other=other)
        data = {"agency": agency.pk, "kind": "commissions", "other": other.pk}

        response = client.post(ties, data, follow=True)

        assert f"{coordinator} noted this already" in response.text

    def test_offer_no_agency_of_another_partnership(self, client, coordinator, ties, agency):
        stranger = factories.agency(partnership=factories.partnership())
        data = {"agency": agency.pk, "kind": "inspects", "other": stranger.pk}

        client.post(ties, data)

        assert not AgencyTie.objects.exists()


class TestThePageOfTheChallenge:
    def test_asks_a_member_to_declare(self, client, challenge, member):
        client.force_login(member.user)

        page = client.get(challenge.get_absolute_url())

        assert "Declare your interests" in page.text
        assert reverse("challenge:declare", args=[member.pk]) in page.text

    def test_says_how_many_agencies_are_not_shown(self, client, challenge, member, agency):
        made.interest(panel_member=member, agency=agency)
        client.force_login(member.user)

        said = words(client.get(challenge.get_absolute_url()))

        assert "1 agency is not shown to you" in said

    def test_tells_the_chair_who_has_not_declared(self, client, chair, challenge, member, url):
        page = client.get(challenge.get_absolute_url())

        assert "1 panel member has not declared yet. A new link, sent from the answers, asks" in (
            words(page)
        )
        assert url in page.text
