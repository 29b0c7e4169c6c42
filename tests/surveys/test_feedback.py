"""Feedback after a challenge session: who is asked, by what, and that nothing is asked twice."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from challenge.operations import sessions
from challenge.sessions import participants
from section11.board.gatherings import Gathering
from section11.people.models.invitation import digest
from section11.record.models import Email, Event
from surveys.models import Survey, SurveyToken
from surveys.operations import feedback, surveys
from surveys.results import gatherings
from tests import challenge_factories, factories
from tests import survey_factories as made
from tests.at_once import at_once
from tests.challenge.session_world import World


@pytest.fixture
def asked(db):
    """A published set of questions for feedback."""
    return made.survey_set(purpose="session_feedback")


@pytest.fixture
def running(partnership):
    return World(partnership, status="open")


def gathering(cycle, *, people, key="session-1", name="Session of Monday"):
    by = challenge_factories.coordinator_of(cycle.partnership)
    return Gathering(cycle, key, name, people, timezone.now(), by)


def close_page(running):
    return reverse("challenge:session-close", args=[running.session.pk])


def someone(cycle):
    return factories.member("board_member", partnership=cycle.partnership)


def test_closing_a_session_asks_everybody_who_took_part_by_a_link_of_their_own(asked, running):
    challenge_factories.attendee(challenged_agency=running.challenged, user=running.lead)

    sessions.close(session=running.session, by=running.chair)

    survey = Survey.objects.get()
    took_part = {running.chair, running.member, running.lay, running.lead}
    assert {mail.to for mail in Email.objects.filter(template="session_feedback")} == took_part
    assert survey.agencies.get().agency is None
    assert survey.gathering == str(running.session)
    assert survey.gathering_key == f"challenge-session-{running.session.pk}"
    assert SurveyToken.objects.count() == len(took_part)


def test_whoever_closes_a_session_is_told_that_people_are_asked(client, asked, running):
    client.force_login(running.chair)

    page = client.get(close_page(running)).text
    said = client.post(close_page(running), {"asks_for_feedback": "on"}, follow=True).text

    assert "Ask whoever took part what they made of it" in page
    assert "Whoever took part is asked what they made of it." in said
    assert Survey.objects.exists()


def test_whoever_closes_a_session_may_choose_that_nobody_is_asked(client, asked, running):
    client.force_login(running.chair)

    said = client.post(close_page(running), {}, follow=True).text

    assert "The session is closed" in said
    assert "asked what they made of it" not in said
    assert not Survey.objects.exists()


def test_without_questions_nothing_is_offered(client, running):
    client.force_login(running.chair)

    assert "what they made of it" not in client.get(close_page(running)).text


def test_without_questions_to_ask_a_session_closes_all_the_same(running):
    sessions.close(session=running.session, by=running.chair)

    assert not Survey.objects.exists()
    assert running.session.seats.exists()


@pytest.mark.parametrize("fields", [{"published": False}, {"questions": 0}])
def test_a_draft_or_an_empty_set_is_not_asked(running, fields):
    made.survey_set(purpose="session_feedback", **fields)

    sessions.close(session=running.session, by=running.chair)

    assert not Survey.objects.exists()


def test_the_survey_is_open_for_fourteen_days_and_hides_fewer_than_five(asked, cycle):
    survey = feedback.ask(gathering(cycle, people=[someone(cycle)]))

    today = timezone.localdate()
    assert survey.takes_answers_on(today)
    assert survey.closes_on == today + timedelta(days=14)
    assert (survey.threshold, survey.role_groups, survey.access) == (5, [], "tokens")
    kinds = set(Event.objects.filter(by=survey.opened_by).values_list("kind", flat=True))
    assert {"survey_set_up", "survey_opened", "survey_links_sent"} <= kinds


def test_the_mail_holds_the_link_and_the_database_only_its_digest(asked, cycle):
    person = someone(cycle)

    survey = feedback.ask(gathering(cycle, people=[person]))

    mail, token = Email.objects.get(to=person), SurveyToken.objects.get()
    key = next(line for line in mail.body.splitlines() if "/survey/once/" in line).split("/")[-2]
    assert token.key_digest == digest(key)
    assert token.address == person.email
    assert "Session of Monday" in mail.body
    assert survey.closes_on.strftime("%B %Y") in mail.body


def test_one_gathering_is_asked_about_once(asked, cycle):
    one = gathering(cycle, people=[someone(cycle)])

    feedback.ask(one)
    again = feedback.ask(one)

    assert again is None
    assert Survey.objects.count() == 1


def test_a_gathering_of_nobody_is_not_asked_about(asked, cycle):
    assert feedback.ask(gathering(cycle, people=[])) is None


def test_two_sessions_of_one_name_are_two_surveys(asked, cycle):
    first = feedback.ask(gathering(cycle, people=[someone(cycle)], key="1"))
    second = feedback.ask(gathering(cycle, people=[someone(cycle)], key="2"))

    assert (first.name, second.name) == (
        "Feedback: Session of Monday",
        "Feedback: Session of Monday (2)",
    )


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_sessions_of_one_name_that_end_at_once_are_both_asked_about():
    made.survey_set(purpose="session_feedback")
    cycle = factories.cycle(partnership=factories.partnership())
    both = [gathering(cycle, people=[someone(cycle)], key=key) for key in "12"]

    at_once(*(partial(feedback.ask, one) for one in both))

    assert Survey.objects.count() == 2


def test_a_long_name_finds_room(asked, cycle):
    long = "A very long name " * 20

    first = feedback.ask(gathering(cycle, people=[someone(cycle)], key="1", name=long))
    second = feedback.ask(gathering(cycle, people=[someone(cycle)], key="2", name=long))

    assert first.name != second.name


def test_the_partnership_s_own_questions_come_before_those_of_the_product(asked, cycle):
    assert feedback.questions_for(cycle) == asked

    made.survey_set(purpose="session_feedback", partnership=factories.partnership())
    own = made.survey_set(purpose="session_feedback", partnership=cycle.partnership)

    assert feedback.questions_for(cycle) == own


def test_of_several_published_sets_the_newest_is_asked(asked, cycle):
    later = timezone.now() + timedelta(minutes=1)
    newer = made.survey_set(purpose="session_feedback", published_at=later)

    assert feedback.questions_for(cycle) == newer


def test_after_its_last_day_it_is_counted_and_the_board_sees_the_sum(asked, cycle):
    survey = feedback.ask(gathering(cycle, people=[someone(cycle)]))
    made.sealed(surveyed_agency=survey.agencies.get(), times=6)
    Survey.objects.update(
        opens_on=survey.opens_on - timedelta(days=15),
        closes_on=survey.closes_on - timedelta(days=15),
    )

    surveys.close_due()

    found = gatherings.in_sum(cycle)
    assert (found.counted, found.answered) == (1, 6)
    assert {share.percent for share in found.numbers.overall_by_question.values()} == {100}
    assert not SurveyToken.objects.exists()


class TestWhoTookPart:
    def test_a_panel_member_who_did_not_come_did_not(self, running):
        running.lay_seat.attended = False
        running.lay_seat.save()

        assert set(participants.of(running.session)) == {running.chair, running.member}

    def test_who_was_noted_as_present_counts_and_not_who_was_expected(self, running):
        came = factories.member("contributor", agency=running.agency)
        challenge_factories.attendee(challenged_agency=running.challenged, user=running.lead)
        challenge_factories.attendance(slot=running.slot, user=came)
        challenge_factories.attendance(slot=running.slot, user=None, name="A visitor")

        found = set(participants.of(running.session))

        assert came in found
        assert running.lead not in found

    def test_whoever_has_left_the_service_is_not_asked(self, running):
        running.member.is_active = False
        running.member.save()

        assert running.member not in participants.of(running.session)

    def test_one_who_came_for_two_agencies_is_one_person(self, running):
        second = running.add_agency()
        for challenged in (running.challenged, second.challenged_agency):
            challenge_factories.attendee(challenged_agency=challenged, user=running.lead)

        assert participants.of(running.session).count(running.lead) == 1
