"""The release of all moderated ratings at once, and the closing of the challenge."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.record.models import Email, Event
from tests import challenge_factories as made
from tests import factories

pytest_plugins = ["tests.challenge_subjects"]


@pytest.fixture(autouse=True)
def _signed_in(client, people):
    client.force_login(people["coordinator"])


def release(client, challenge, **fields):
    return client.post(
        reverse("challenge:challenge-release", args=[challenge.pk]), fields, follow=True
    )


def close(client, challenge, **fields):
    return client.post(
        reverse("challenge:challenge-close", args=[challenge.pk]), fields, follow=True
    )


@pytest.fixture
def without(challenge, partnership):
    """An agency of the challenge that was in no session."""
    body = factories.agency(partnership=partnership, name="Left without")
    return made.challenged_agency(challenge=challenge, agency=body)


def test_all_agencies_are_told_at_once(client, people, challenge, rated, partnership):
    other = factories.agency(partnership=partnership)
    made.rated(challenge=challenge, agency=other)

    shown = release(client, challenge)

    challenge.refresh_from_db()
    assert (challenge.status, challenge.released_by) == ("released", people["coordinator"])
    assert "Released. 2 agencies have been written to." in shown.text
    mail = Email.objects.get(template="ratings_released", to=people["lead"])
    assert rated.challenged_agency.results_url in mail.body
    assert "Amber" not in mail.body
    assert Event.objects.get(kind=Event.Kind.RATINGS_RELEASED).detail["agencies"] == 2


def test_agencies_without_a_rating_are_named_and_each_is_confirmed(
    client, challenge, rated, without
):
    page = client.get(reverse("challenge:challenge-release", args=[challenge.pk])).text
    refused = release(client, challenge)
    done = release(client, challenge, without=[without.pk])

    assert "Left without" in page
    assert "Tick every agency that stays without a moderated rating" in refused.text
    assert "Released. 1 agency has been written to." in done.text
    assert Event.objects.get(kind=Event.Kind.RATINGS_RELEASED).detail["without"] == ["Left without"]


@pytest.mark.parametrize(
    ("status", "days", "sentence"),
    [("open", 0, "is not closed yet"), ("preparing", 5, "is still to come")],
)
def test_a_session_that_goes_on_or_is_to_come_holds_the_release_back(
    client, challenge, rated, without, status, days, sentence
):
    day = timezone.localdate() + timedelta(days=days)
    half_day = made.possible_session(challenge=challenge, on=day, half="afternoon")
    held = made.session(challenge=challenge, possible_session=half_day, status=status)
    made.slot(session=held, challenged_agency=without)

    shown = release(client, challenge, without=[without.pk])

    assert sentence in shown.text
    challenge.refresh_from_db()
    assert not challenge.is_released


def test_a_session_that_never_took_place_does_not(client, challenge, rated, without):
    day = timezone.localdate() - timedelta(days=3)
    half_day = made.possible_session(challenge=challenge, on=day)
    held = made.session(challenge=challenge, possible_session=half_day)
    made.slot(session=held, challenged_agency=without)

    release(client, challenge, without=[without.pk])

    challenge.refresh_from_db()
    assert challenge.is_released


def test_a_challenge_without_any_rating_has_nothing_to_release(client, challenge):
    shown = release(client, challenge, without=[challenge.agencies.get().pk])

    assert "is not published yet" in shown.text


def test_it_is_released_once(client, people, challenge, rated):
    release(client, challenge)

    shown = release(client, challenge)

    assert "were released to the agencies on" in shown.text
    assert Email.objects.filter(template="ratings_released", to=people["lead"]).count() == 1


@pytest.fixture
def over(challenge, rating):
    """Released, and the right of reply is over."""
    return made.release(challenge, days_ago=challenge.reply_days + 1)


def test_it_is_closed_after_the_right_of_reply_with_its_letters_out(
    client, people, over, released_letter
):
    made.release(over, days_ago=over.reply_days + 1)

    shown = close(client, over)

    over.refresh_from_db()
    assert (over.status, over.closed_by) == ("closed", people["coordinator"])
    assert "Closed. Its agreed actions are followed on." in shown.text
    assert Event.objects.filter(kind=Event.Kind.CHALLENGE_CLOSED).count() == 1


def test_while_agencies_may_reply_it_is_not_closed(client, challenge, released_letter):
    shown = close(client, challenge)

    assert "The agencies may reply to their moderated ratings until" in shown.text
    challenge.refresh_from_db()
    assert not challenge.is_closed


def test_a_reply_that_waits_for_the_panel_holds_it_open(client, over, disputed):
    made.release(over, days_ago=over.reply_days + 1)

    shown = close(client, over, without=[disputed.moderation.challenged_agency.pk])

    assert "waits for the panel to decide on its reply about Standard 1" in shown.text


def test_agencies_without_a_letter_are_named_and_each_is_confirmed(client, over, rating):
    refused = close(client, over)
    close(client, over, without=[rating.challenged_agency_id])

    assert "Tick every agency that gets no feedback letter" in refused.text
    over.refresh_from_db()
    assert over.is_closed


def test_closed_it_changes_no_more_but_its_actions_do(client, people, over, agreed, rating):
    made.release(over, days_ago=over.reply_days + 1)
    close(client, over, without=[rating.challenged_agency_id])

    again = close(client, over)
    draft = client.post(reverse("challenge:letters-draft", args=[over.pk]), follow=True)
    client.force_login(people["lead"])
    client.post(
        reverse("challenge:action-update", args=[agreed.pk]), {"text": "Trained.", "done": "on"}
    )

    assert "so nothing about it changes any more" in again.text
    assert "so nothing about it changes any more" in draft.text
    agreed.refresh_from_db()
    assert agreed.is_done


def test_the_page_of_the_challenge_leads_to_what_is_next(client, people, challenge, disputed):
    text = client.get(challenge.get_absolute_url()).text

    assert reverse("challenge:reply-decide", args=[disputed.pk]) in text
    assert reverse("challenge:letter-list", args=[challenge.pk]) in text
    client.force_login(people["lead"])
    text = client.get(challenge.get_absolute_url()).text
    assert disputed.moderation.challenged_agency.results_url in text
    assert reverse("challenge:reply-decide", args=[disputed.pk]) not in text
    assert "You may reply until" in text
