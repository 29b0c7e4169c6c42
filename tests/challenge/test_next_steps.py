"""What the coordinator is told to do next, once there is a timetable."""

from datetime import timedelta

import pytest
from django.utils import timezone

from challenge.operations import planning_runs, timetables
from challenge.setting_up import how_far
from challenge.setting_up.next_steps import next_step
from section11.web.clock import clock, week_day
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def challenge(cycle):
    return made.plannable(cycle=cycle)


def step(challenge, **later):
    challenge.refresh_from_db()
    today = timezone.localdate() + timedelta(**later)
    return next_step(challenge, how_far.read([challenge])[challenge.pk], today=today)


def test_a_planning_that_goes_on_is_looked_at(challenge):
    run = planning_runs.ask(challenge=challenge, by=challenge.set_up_by)

    assert step(challenge).href == run.get_absolute_url()


def test_whoever_has_not_declared_is_counted_before_planning(challenge):
    one, *others = challenge.panel_members.all()
    for member in others:
        member.declared_at, member.declared_by = timezone.now(), member.user
        member.save()

    found = step(challenge, days=10)

    assert found.sentence == (
        "The answers are in. 1 panel member has not declared their interests yet."
    )
    assert found.url_name == "timetable-plan"


def test_a_draft_waits_to_be_published_until_it_is_thrown_away(challenge):
    draft = made.planned(challenge)

    found = step(challenge)

    assert found.href == draft.get_absolute_url()
    assert found.sentence.startswith("Timetable 1 is a draft")
    timetables.discard(timetable=draft, by=challenge.set_up_by)
    assert step(challenge).url_name == "timetable-plan"


def test_a_published_timetable_has_its_next_session_prepared(challenge):
    made.published(challenge)
    session = challenge.sessions.first()

    early, late = step(challenge), step(challenge, days=10)

    assert early.href == late.href == session.get_absolute_url()
    assert "Its panel reads the packs from" in early.sentence
    assert "Its panel can read the packs." in late.sentence


def test_a_draft_later_than_what_is_published_waits_too(challenge):
    published = made.published(challenge)
    draft = timetables.copy(timetable=published, by=challenge.set_up_by)

    assert step(challenge).href == draft.get_absolute_url()


def on_day(challenge, days, **fields):
    day = timezone.localdate() + timedelta(days=days)
    half_day = made.possible_session(challenge=challenge, on=day)
    return made.session(challenge=challenge, possible_session=half_day, **fields)


def test_the_sessions_are_held_one_after_the_other(cycle):
    challenge = made.challenge(cycle=cycle)
    on_day(challenge, -2, status="closed")
    missed = on_day(challenge, -1)
    today = on_day(challenge, 0)

    said = step(challenge)
    today.status, today.opened_at, today.opened_by = "open", timezone.now(), challenge.set_up_by
    today.save()
    going_on = step(challenge)
    today.status, today.closed_at, today.closed_by = "closed", timezone.now(), challenge.set_up_by
    today.save()
    nobody_opened = step(challenge)
    missed.cancelled_at, missed.cancelled_by = timezone.now(), challenge.set_up_by
    missed.save()

    assert (said.link, said.pk) == ("Go to the session", today.pk)
    assert (going_on.url_name, going_on.pk) == ("session-live", today.pk)
    assert (nobody_opened.link, nobody_opened.pk) == ("Open it to write its record", missed.pk)
    assert step(challenge).url_name == "challenge-release"


class TestAfterTheRelease:
    @pytest.fixture
    def rating(self, challenge, agency):
        rating = made.rated(challenge=challenge, agency=agency)
        made.release(challenge)
        return rating

    def test_letters_are_to_be_written(self, challenge, rating):
        found = step(challenge)

        assert "1 agency has no feedback letter yet." in found.sentence
        assert found.url_name == "letter-list"

    def test_a_reply_comes_first(self, challenge, rating):
        lead = factories.member("lead", agency=rating.challenged_agency.agency)
        reply = made.reply(moderation=rating, by=lead)

        assert (step(challenge).url_name, step(challenge).pk) == ("reply-decide", reply.pk)

    def test_it_is_closed_once_nobody_may_reply_any_more(self, challenge, rating):
        made.letter(challenged_agency=rating.challenged_agency, released=True)
        before = step(challenge)

        made.release(challenge, days_ago=challenge.reply_days + 1)
        over = step(challenge)
        challenge.status, challenge.closed_at = "closed", timezone.now()
        challenge.closed_by = challenge.set_up_by
        challenge.save()

        assert before.url_name == "partnership-actions"
        assert over.url_name == "challenge-close"
        assert step(challenge).href == before.href


@pytest.mark.parametrize("stage", ["planned", "published", "rated", "released", "over"])
def test_the_page_shows_what_there_is_and_no_more(client, challenge, agency, stage):
    if stage == "planned":
        made.planned(challenge)
    elif stage == "published":
        made.published(challenge)
    else:
        made.rated(challenge=challenge, agency=agency)
    if stage in ("released", "over"):
        made.release(challenge, days_ago=30 if stage == "over" else 0)
    client.force_login(challenge.set_up_by)

    text = client.get(challenge.get_absolute_url()).text

    order = [
        text.find(f">{heading}<")
        for heading in ("What is next", "How it is held", "Timetable", "Sessions")
    ]
    assert order == sorted(order) if stage != "planned" else order[-1] == -1
    assert ("After the sessions" in text) == (stage in ("rated", "released", "over"))
    assert ("Close the challenge" in text) == (stage == "over")


def test_an_agency_sees_when_its_slot_is(client, challenge):
    part = challenge.agencies.first()
    lead = factories.member("lead", agency=part.agency)
    client.force_login(lead)
    before = client.get(challenge.get_absolute_url()).text
    made.published(challenge)

    page = client.get(challenge.get_absolute_url()).text

    slot = part.slots.get()
    assert f"It has {part.minutes} minutes." in before
    assert "Its session" not in before
    assert f"<strong>{week_day(slot.starts_at)}, {clock(slot.starts_at)} to" in page
    assert "It has" not in page


def test_nobody_is_asked_when_they_can_come_once_the_ratings_are_out(client, challenge, agency):
    member = made.panel_member(challenge=challenge)
    challenged = made.rated(challenge=challenge, agency=agency).challenged_agency
    pages = {member.user: "when you can come", agency.leads[0]: "when the agency can come"}

    def asked():
        found = []
        for person, words in pages.items():
            client.force_login(person)
            home, hub = client.get("/").text, client.get(challenge.get_absolute_url()).text
            found += [f"Please say {words}" in hub, "can come" in home]
        return found

    before = asked()
    made.release(challenge)

    assert before == [True] * 4
    assert asked() == [False] * 4
    assert challenged.results_url in client.get(challenge.get_absolute_url()).text
