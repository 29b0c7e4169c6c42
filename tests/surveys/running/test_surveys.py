"""A survey set up, opened, given more time, closed and shared."""

from datetime import timedelta

import pytest
from django.utils import timezone

from section11.people.models import Role
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from surveys.models import SealedAnswers, Survey, SurveyDraft, SurveyedAgency, SurveyToken
from surveys.operations import surveys
from tests import factories
from tests import survey_factories as made
from tests.at_once import at_once
from tests.challenge_factories import coordinator_of

TODAY = timezone.localdate


def days(number):
    return TODAY() + timedelta(days=number)


def at(monkeypatch, number):
    """Let today be so many days from now."""
    today = days(number)
    monkeypatch.setattr(timezone, "localdate", lambda *args: today if not args else args[0].date())


def settings_of_a_survey(**values):
    return {
        "name": "Safeguarding at work",
        "survey_set": made.survey_set(),
        "opens_on": days(1),
        "closes_on": days(21),
        "role_groups": ["Works with children", "Other"],
    } | values


def kinds(survey):
    events = Event.objects.about(survey).order_by("pk")
    return list(events.values_list("kind", flat=True))


@pytest.fixture
def planned(cycle, agency):
    return made.survey(cycle=cycle, agencies=[agency], status="planned")


# --- set up, and changed ---


def test_it_asks_the_agencies_of_the_cycle_and_nobody_is_told(cycle, self_audit, lead, coordinator):
    survey = surveys.set_up(cycle=cycle, by=coordinator, **settings_of_a_survey())

    assert [one.agency for one in survey.agencies.all()] == [self_audit.agency]
    assert survey.status == Survey.Status.PLANNED
    assert (survey.threshold, survey.access) == (10, "link")
    assert kinds(survey) == [Event.Kind.SURVEY_SET_UP]
    assert not Email.objects.exists()


def test_a_survey_of_a_gathering_asks_whoever_took_part_together(cycle, self_audit, coordinator):
    values = settings_of_a_survey(gathering="Session 1", gathering_key="session-1")

    survey = surveys.set_up(cycle=cycle, by=coordinator, **values)

    assert [one.agency for one in survey.agencies.all()] == [None]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"closes_on": days(0)}, "The last day is before the first"),
        ({"closes_on": days(400)}, "a year at most"),
        ({"opens_on": days(-9), "closes_on": days(-1)}, "The last day is past"),
        ({"threshold": 4}, "from 5 to 50"),
        ({"threshold": 51}, "from 5 to 50"),
        ({"green_from": 50}, "Green begins above amber"),
        ({"amber_from": 0}, "Green begins above amber"),
        ({"role_groups": ["Everybody"]}, "two to 6 groups, or none"),
        ({"role_groups": list("abcdefg")}, "two to 6 groups, or none"),
        ({"role_groups": ["Managers", "managers"]}, "named twice"),
        ({"role_groups": ["Managers", "x" * 61]}, "at most 60 characters"),
    ],
)
def test_settings_that_cannot_be_are_refused_with_a_sentence(cycle, coordinator, wrong, said):
    with pytest.raises(RuleBroken, match=said):
        surveys.set_up(cycle=cycle, by=coordinator, **settings_of_a_survey(**wrong))

    assert not Survey.objects.exists()


def test_a_draft_set_and_one_of_another_partnership_are_refused(cycle, coordinator):
    draft = made.survey_set(published=False)
    theirs = made.survey_set(partnership=factories.partnership())

    with pytest.raises(RuleBroken, match="Publish this survey set first"):
        surveys.set_up(cycle=cycle, by=coordinator, **settings_of_a_survey(survey_set=draft))
    with pytest.raises(RuleBroken, match="belongs to another partnership"):
        surveys.set_up(cycle=cycle, by=coordinator, **settings_of_a_survey(survey_set=theirs))


def test_two_surveys_of_a_cycle_have_two_names(cycle, coordinator, planned):
    with pytest.raises(RuleBroken, match="already"):
        surveys.set_up(
            cycle=cycle, by=coordinator, **settings_of_a_survey(name=planned.name.upper())
        )


def test_a_closed_cycle_gets_no_survey_but_feedback_on_its_sessions(cycle, coordinator):
    cycle.status, cycle.closed_at, cycle.closed_by = "closed", timezone.now(), coordinator
    cycle.save()
    feedback = settings_of_a_survey(name="Feedback", gathering_key="session-1")

    surveys.set_up(cycle=cycle, by=coordinator, **feedback)

    with pytest.raises(RuleBroken, match="was closed by"):
        surveys.set_up(cycle=cycle, by=coordinator, **settings_of_a_survey())


def test_a_change_is_recorded_and_the_same_values_do_nothing(planned, coordinator):
    surveys.change(survey=planned, by=coordinator, threshold=planned.threshold)
    surveys.change(survey=planned, by=coordinator, threshold=15)

    planned.refresh_from_db()
    assert planned.threshold == 15
    assert kinds(planned) == [Event.Kind.SURVEY_CHANGED]


def test_one_that_was_made_by_mistake_is_removed_and_the_record_says_so(planned, coordinator):
    made.surveyed_agency(survey=planned, headcount=40)
    pk, name = planned.pk, planned.name

    surveys.remove(survey=planned, by=coordinator)

    assert not Survey.objects.exists()
    assert not SurveyedAgency.objects.exists()
    event = Event.objects.get(kind=Event.Kind.SURVEY_REMOVED)
    assert (event.by, event.about, event.subject_id) == (coordinator, name, pk)
    assert event.partnership_id == planned.cycle.partnership_id
    assert event.detail["opens_on"] == planned.opens_on.isoformat()


@pytest.mark.parametrize("status", ["open", "closed", "counted", "shared"])
def test_one_that_has_been_opened_stays(cycle, agency, coordinator, status):
    opened = made.survey(cycle=cycle, agencies=[agency], status=status)

    with pytest.raises(RuleBroken, match=f"{opened.opened_by} opened .* so it stays"):
        surveys.remove(survey=opened, by=coordinator)

    assert Survey.objects.exists()
    assert not kinds(opened)


def test_who_opens_what_a_colleague_removed_a_moment_ago_is_told(planned, coordinator):
    as_on_the_page = Survey.objects.get(pk=planned.pk)
    surveys.remove(survey=planned, by=coordinator)

    with pytest.raises(RuleBroken, match="removed a moment ago"):
        surveys.open_survey(survey=as_on_the_page, by=coordinator)


def test_questions_and_threshold_no_longer_change_once_it_is_open(survey, coordinator):
    with pytest.raises(RuleBroken, match="no longer change"):
        surveys.change(survey=survey, by=coordinator, survey_set=made.survey_set())
    with pytest.raises(RuleBroken, match="no longer change"):
        surveys.change(survey=survey, by=coordinator, threshold=5)


def test_of_a_closed_survey_nobody_is_told_that_it_is_open(cycle, agency, coordinator):
    closed = made.survey(cycle=cycle, agencies=[agency], status="closed")

    with pytest.raises(RuleBroken, match="has been opened, so its questions"):
        surveys.change(survey=closed, by=coordinator, threshold=5)


# --- agencies ---


def test_agencies_come_and_go_while_it_is_planned(planned, agency, partnership, coordinator):
    other = factories.agency(partnership=partnership)

    surveys.choose_agencies(survey=planned, agencies=[other], by=coordinator)

    assert [one.agency for one in planned.agencies.all()] == [other]
    assert kinds(planned) == [Event.Kind.SURVEY_CHANGED]


def test_once_open_an_agency_is_added_and_told_and_none_is_taken_out(
    survey, agency, partnership, coordinator, lead
):
    other = factories.agency(partnership=partnership)
    their_lead = factories.member(Role.LEAD, agency=other)

    surveys.choose_agencies(survey=survey, agencies=[agency, other], by=coordinator)

    assert [mail.to for mail in Email.objects.all()] == [their_lead]
    with pytest.raises(RuleBroken, match="may have answered already"):
        surveys.choose_agencies(survey=survey, agencies=[other], by=coordinator)
    assert survey.agencies.count() == 2


def test_a_closed_survey_keeps_its_agencies(cycle, agency, coordinator):
    survey = made.survey(cycle=cycle, agencies=[agency], status="counted")

    with pytest.raises(RuleBroken, match="is closed"):
        surveys.choose_agencies(survey=survey, agencies=[], by=coordinator)


# --- opened ---


def test_opening_sends_each_lead_the_page_with_the_link_and_not_the_link(
    planned, lead, coordinator
):
    surveys.open_survey(survey=planned, by=coordinator)

    planned.refresh_from_db()
    assert (planned.status, planned.opened_by) == ("open", coordinator)
    mail = Email.objects.get()
    assert mail.to == lead
    assert planned.agencies.get().get_absolute_url() in mail.body
    assert "/survey/" not in mail.body
    assert kinds(planned) == [Event.Kind.SURVEY_OPENED]


def test_it_is_opened_once(planned, coordinator):
    surveys.open_survey(survey=planned, by=coordinator)
    second = coordinator_of(planned.cycle.partnership)

    with pytest.raises(RuleBroken, match=f"{coordinator} opened {planned} on .* already"):
        surveys.open_survey(survey=planned, by=second)


def test_what_is_missing_is_said_and_it_stays_planned(cycle, agency, coordinator):
    empty = made.survey(cycle=cycle, agencies=[], status="planned")
    past = made.survey(
        cycle=cycle, agencies=[agency], status="planned", opens_on=days(-9), closes_on=days(-1)
    )
    unasked = made.survey(
        cycle=cycle, agencies=[agency], status="planned", survey_set=made.survey_set(questions=0)
    )

    for survey, said in (
        (empty, "at least one agency"),
        (past, "is past"),
        (unasked, "has no questions"),
    ):
        with pytest.raises(RuleBroken, match=said):
            surveys.open_survey(survey=survey, by=coordinator)
    assert not Survey.objects.filter(opened_at__isnull=False).exists()


# --- more time ---


def test_more_time_is_told_to_the_leads(survey, lead, coordinator):
    surveys.extend(survey=survey, closes_on=days(30), by=coordinator)

    survey.refresh_from_db()
    assert survey.closes_on == days(30)
    assert Email.objects.get().to == lead
    assert kinds(survey) == [Event.Kind.SURVEY_EXTENDED]


@pytest.mark.parametrize("closes_on", [days(-1), days(14), days(500)])
def test_more_time_is_later_and_within_a_year(survey, coordinator, closes_on):
    with pytest.raises(RuleBroken):
        surveys.extend(survey=survey, closes_on=closes_on, by=coordinator)


def test_what_is_not_open_gets_no_more_time(planned, cycle, agency, coordinator):
    closed = made.survey(cycle=cycle, agencies=[agency], status="counted")

    with pytest.raises(RuleBroken, match="not open yet"):
        surveys.extend(survey=planned, closes_on=days(30), by=coordinator)
    with pytest.raises(RuleBroken, match="not opened again"):
        surveys.extend(survey=closed, closes_on=days(30), by=coordinator)


# --- closed ---


def test_closing_counts_the_answers_and_destroys_them(survey, surveyed, coordinator):
    made.sealed(surveyed_agency=surveyed, times=3)
    made.token(surveyed_agency=surveyed)
    SurveyDraft.objects.create(key_digest="a", surveyed_agency=surveyed, sealed="x")

    surveys.close(survey=survey, by=coordinator)

    survey.refresh_from_db()
    surveyed.refresh_from_db()
    assert (survey.status, survey.closed_by, surveyed.answered) == ("counted", coordinator, 3)
    left = [m.objects.count() for m in (SealedAnswers, SurveyDraft, SurveyToken)]
    assert left == [0, 0, 0]
    assert kinds(survey) == [Event.Kind.SURVEY_CLOSED, Event.Kind.SURVEY_COUNTED]


def test_it_is_closed_once_and_who_was_first_is_said(survey, coordinator):
    surveys.close(survey=survey, by=coordinator)

    with pytest.raises(RuleBroken, match=f"was closed by {coordinator}"):
        surveys.close(survey=survey, by=coordinator)


def test_the_worker_closes_it_after_its_last_day_and_not_on_it(survey, monkeypatch):
    at(monkeypatch, 14)
    early = surveys.close_due()
    at(monkeypatch, 15)

    closed = [surveys.close_due(), surveys.close_due()]

    survey.refresh_from_db()
    assert (early, closed) == (0, [1, 0])
    assert survey.closed_by is None
    assert survey.counted_at
    assert Event.objects.get(kind=Event.Kind.SURVEY_CLOSED).by is None


def test_the_worker_leaves_what_was_never_opened(planned, monkeypatch):
    at(monkeypatch, 99)

    assert surveys.close_due() == 0


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_closes_it(cycle, agency):
    survey = made.survey(cycle=cycle, agencies=[agency], opens_on=days(-9), closes_on=days(-1))
    made.sealed(surveyed_agency=survey.agencies.get(), times=2)

    closed = at_once(surveys.close_due, surveys.close_due)

    assert sorted(closed) == [0, 1]
    assert survey.agencies.get().answered == 2


# --- shared ---


def test_sharing_tells_the_leads_and_happens_once(cycle, agency, lead, coordinator):
    survey = made.survey(cycle=cycle, agencies=[agency], status="counted")

    surveys.share(survey=survey, by=coordinator)

    survey.refresh_from_db()
    assert survey.status == Survey.Status.SHARED
    assert Email.objects.get().to == lead
    assert kinds(survey) == [Event.Kind.SURVEY_SHARED]
    with pytest.raises(RuleBroken, match=f"{coordinator} shared the results"):
        surveys.share(survey=survey, by=coordinator)


def test_results_are_not_shared_before_they_are_counted(survey, coordinator):
    with pytest.raises(RuleBroken, match="not counted yet"):
        surveys.share(survey=survey, by=coordinator)


def test_nobody_is_mailed_about_feedback_on_a_gathering_as_if_it_were_of_an_agency(
    cycle, coordinator
):
    values = settings_of_a_survey(opens_on=days(0), gathering="S", gathering_key="session-1")
    survey = surveys.set_up(cycle=cycle, by=coordinator, **values)

    surveys.open_survey(survey=survey, by=coordinator)
    surveys.extend(survey=survey, closes_on=days(40), by=coordinator)
    surveys.close(survey=survey, by=coordinator)

    assert not Email.objects.exists()


def test_feedback_on_a_session_is_not_shared(cycle, coordinator):
    survey = made.survey(
        cycle=cycle, agencies=[], status="counted", gathering="S", gathering_key="session-1"
    )

    with pytest.raises(RuleBroken, match="the Board reads the sum over all sessions"):
        surveys.share(survey=survey, by=coordinator)
