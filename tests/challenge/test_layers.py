"""The heatmap's layer of moderated ratings: who sees it when, and how it reads against the others."""

import pytest
from django.urls import reverse

from section11.board import layers, numbers
from section11.board.layers import Scope
from section11.board.tallies import Tally
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def world(cycle, agency, people):
    own = factories.self_audit(cycle=cycle, agency=agency, answered="green", submitted=True)
    challenge = made.challenge(cycle=cycle)
    challenged = made.challenged_agency(challenge=challenge, agency=agency, self_audit=own)
    session = made.session(challenge=challenge, status="closed")
    member = made.panel_member(challenge=challenge, user=people["seated member"])
    made.seat(session=session, panel_member=member)
    made.moderation(slot=made.slot(session=session, challenged_agency=challenged))
    return challenge


def release(challenge):
    challenge.status = "released"
    challenge.released_at, challenge.released_by = challenge.published_at, challenge.set_up_by
    challenge.save()


def url(cycle, query=""):
    return reverse("board:heatmap", args=[cycle.pk]) + query


def offered(client, cycle):
    return 'value="moderated"' in client.get(url(cycle)).text


def test_a_cycle_without_a_challenge_or_with_one_being_planned_has_no_such_layer(
    client, people, cycle
):
    client.force_login(people["coordinator"])

    without = offered(client, cycle)
    made.challenge(cycle=cycle)

    assert not without
    assert not offered(client, cycle)


@pytest.mark.parametrize("person", ["coordinator", "seated member"])
def test_before_the_release_the_panel_and_the_coordinator_see_it(client, people, world, person):
    client.force_login(people[person])

    page = client.get(url(world.cycle, "?layer=moderated")).text

    assert 'value="moderated" selected' in page
    assert "Standard 1: Amber." in page


@pytest.mark.parametrize("person", ["board member", "chair", "panel member", "conflicted member"])
def test_before_the_release_nobody_else_may_choose_it(client, people, world, person):
    client.force_login(people[person])

    assert not offered(client, world.cycle)
    assert "Amber." not in client.get(url(world.cycle, "?layer=moderated")).text


def test_after_the_release_whoever_reads_the_heatmap_sees_it(client, people, world):
    release(world)
    client.force_login(people["board member"])

    page = client.get(url(world.cycle, "?layer=moderated")).text

    assert "Standard 1: Amber." in page
    assert "Standard 2: No rating in this layer." in page


def test_one_rating_of_a_standard_has_no_questions_to_count(client, people, world):
    release(world)
    client.force_login(people["board member"])

    page = client.get(url(world.cycle, "?layer=moderated")).text
    numbers = client.get(
        reverse("board:heatmap-download", args=[world.cycle.pk, "csv"]) + "?layer=moderated"
    ).text

    assert "hm-counts" not in page
    assert ",Amber,,,,,,\r\n" in numbers


def test_the_self_rating_against_it_says_what_higher_means(client, people, world):
    release(world)
    client.force_login(people["board member"])

    page = client.get(url(world.cycle, "?layer=self&against=moderated")).text

    assert "Self-rating Green, Moderated rating Amber: 1 level higher." in page
    assert "above (+) or below (−) moderated rating" in page
    assert "+ means: the agency rated itself above what its panel agreed" in page


def test_it_against_the_self_rating_says_it_the_other_way_round(client, people, world):
    release(world)
    client.force_login(people["board member"])

    page = client.get(url(world.cycle, "?layer=moderated&against=self")).text

    assert "− means: the agency rated itself above what its panel agreed" in page


def test_an_agency_taken_out_and_a_rating_that_leaves_the_score(world, people):
    rated = world.agencies.get()
    rated.moderations.update(level=factories.level("na"))
    key = rated.agency_id, rated.moderations.get().standard_id
    scope = Scope([world.cycle], numbers.read([world.cycle], user=None), people["coordinator"])

    counted = layers.of(world.cycle, people["coordinator"])[-1].read(scope)
    rated.taken_out_at, rated.taken_out_by = rated.chosen_at, rated.chosen_by
    rated.save()
    gone = layers.of(world.cycle, people["coordinator"])[-1].read(scope)

    assert counted == {
        world.cycle.pk: {key: Tally((0, 0, 0), (0, 0, 0), not_applicable=1, is_whole=True)}
    }
    assert gone == {world.cycle.pk: {}}
