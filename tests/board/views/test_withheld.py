"""The Board's pages for a Board member with an interest in one agency: as if it had no part."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from section11.people.models import Role
from tests import challenge_factories as made
from tests import factories
from tests.board.pages import table

NOTE = "1 agency is not shown to you because of a conflict of interest."


@pytest.fixture
def interest(world, people):
    """The Board member's, in the Hospital: it alone is a school, red, and worse than last year."""
    world.agency("Police", now="green green green green", before="amber amber amber amber")
    hospital = world.agency(
        "Hospital", now="red red red red", before="amber amber amber amber", sector="school"
    )
    challenge = made.challenge(cycle=world.cycle)
    made.challenged_agency(challenge=challenge, agency=hospital)
    member = made.panel_member(challenge=challenge, user=people["board member"])
    return made.interest(panel_member=member, agency=hospital)


@pytest.fixture
def url(world):
    return reverse("board:heatmap", args=[world.cycle.pk])


def words(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.text.partition("<main")[2]).split())


class TestTheHeatmap:
    @pytest.mark.parametrize("query", ["", "?against=previous", "?layer=previous", "?view=years"])
    def test_has_no_row_and_says_so(self, client, board_member, interest, url, query):
        response = client.get(url + query)

        assert table(response).names[0] == "Police"
        assert "Hospital" not in response.text
        assert NOTE in words(response)

    def test_counts_without_it(self, client, board_member, interest, url):
        response = client.get(url)

        assert "1 of 1 agency has submitted" in words(response)
        assert "Red" not in response.text.partition("<tbody")[2].partition("</table>")[0]

    def test_offers_no_filter_that_only_it_would_match(self, client, board_member, interest, url):
        assert "School" not in client.get(url).text

    def test_has_it_for_others(self, client, people, interest, url):
        client.force_login(people["chair"])

        response = client.get(url)

        assert {"Police", "Hospital"} <= set(table(response).names)
        assert "not shown to you" not in response.text

    def test_has_it_again_once_the_challenge_is_closed(self, client, board_member, interest, url):
        challenge, now = interest.challenge, timezone.now()
        challenge.status, challenge.closed_at, challenge.closed_by = (
            "closed",
            now,
            challenge.set_up_by,
        )
        challenge.save()

        assert "Hospital" in table(client.get(url)).names

    def test_has_it_again_once_the_interest_ended(self, client, board_member, interest, url):
        interest.ended_at = timezone.now()
        interest.save()

        assert "Hospital" in table(client.get(url)).names

    def test_has_it_again_for_whoever_left_the_panel(self, client, board_member, interest, url):
        member = interest.panel_member
        member.left_at, member.left_by = timezone.now(), member.added_by
        member.save()

        assert "Hospital" in table(client.get(url)).names

    def test_of_another_partnership_has_it(self, client, board_member, interest):
        """An agency may sit in two; an interest is known only where it was declared."""
        other = factories.partnership()
        factories.member(Role.LEAD, agency=interest.agency)
        cycle = factories.cycle(partnership=other)
        factories.self_audit(cycle=cycle, agency=interest.agency, submitted=True)
        board_member.memberships.create(role=Role.BOARD_MEMBER, partnership=other)

        response = client.get(reverse("board:heatmap", args=[cycle.pk]))

        assert "Hospital" in table(response).names

    @pytest.mark.parametrize("fmt", ["csv", "xlsx", "svg", "pdf", "png"])
    def test_is_downloaded_without_it(self, client, board_member, interest, world, fmt):
        """Its file is the one that there would be if the Hospital had no part in the cycle."""
        withheld = reverse("board:heatmap-download", args=[world.cycle.pk, fmt])

        with_interest = client.get(withheld).content
        interest.ended_at = timezone.now()
        interest.save()
        with_all = client.get(withheld).content

        assert with_all != with_interest
        if fmt in ("csv", "svg"):
            assert b"Hospital" not in with_interest
            assert b"Hospital" in with_all

    @pytest.mark.parametrize("interests", [1, 3])
    def test_asks_as_much_of_the_database_for_one_interest_as_for_many(
        self, client, board_member, interest, world, url, interests
    ):
        for n in range(interests - 1):
            made.interest(panel_member=interest.panel_member, agency=world.agency(f"Body {n}"))

        with CaptureQueriesContext(connection) as queries:
            client.get(url)

        assert len(queries) == 9


class TestTheBoardPage:
    def test_counts_without_it(self, client, board_member, interest, world):
        said = words(client.get(world.cycle.get_absolute_url()))

        assert "1 of 1 agencies have submitted" in said
        assert "0 of 2 standards have an agency on red" in said
        assert "Hospital" not in said
        assert NOTE in said

    def test_has_it_for_others(self, client, people, interest, world):
        client.force_login(people["chair"])

        said = words(client.get(world.cycle.get_absolute_url()))

        assert "2 of 2 agencies have submitted" in said
        assert "Hospital" in said

    def test_and_home_and_the_list_of_cycles_count_without_it(
        self, client, board_member, interest, world
    ):
        home = words(client.get(reverse("web:home")))
        cycles = words(client.get(reverse("board:cycle-list")))

        assert "1 of 1 self-audits submitted" in home
        assert "1 of 1 submitted" in cycles
        assert "2 of 2" not in home + cycles


class TestOneStandard:
    def test_counts_without_it(self, client, board_member, interest, world):
        url = reverse("board:standard-detail", args=[world.cycle.pk, world.neglect.pk])

        said = words(client.get(url))

        assert "Police" in said
        assert "Hospital" not in said
        assert NOTE in said


class TestOneCell:
    def url(self, world, interest):
        arguments = [world.cycle.pk, interest.agency_id, world.neglect.pk]
        return reverse("board:cell-detail", args=arguments)

    def test_is_not_found(self, client, board_member, interest, world):
        assert client.get(self.url(world, interest)).status_code == 404

    def test_is_not_found_though_it_is_of_ones_own_agency(
        self, client, board_member, interest, world
    ):
        """The Board's page has what the panel says of it; their own self-audit they read at home."""
        board_member.memberships.create(role=Role.READER, agency=interest.agency)
        self_audit = world.cycle.self_audits.get(agency=interest.agency)

        assert client.get(self.url(world, interest)).status_code == 404
        assert client.get(self_audit.get_absolute_url()).status_code == 200

    def test_of_the_cycle_before_is_not_found_either(self, client, board_member, interest, world):
        standard = world.old_set.standards.first()
        arguments = [world.before.pk, interest.agency_id, standard.pk]

        assert client.get(reverse("board:cell-detail", args=arguments)).status_code == 404
