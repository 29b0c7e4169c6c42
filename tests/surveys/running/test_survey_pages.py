"""The coordinator's pages of a survey."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.people.models import Role
from section11.record.models import Email
from surveys.models import FreeText, Survey, SurveyedAgency
from tests import factories
from tests import survey_factories as made


def url(name, subject):
    return reverse(f"surveys:{name}", args=[subject.pk])


def words(page):
    return " ".join(page.text.split())


def day(number):
    return f"{timezone.localdate() + timedelta(days=number):%d/%m/%Y}"


def sent(**values):
    return {
        "name": "Safeguarding at work",
        "opens_on": day(1),
        "closes_on": day(21),
        "access": "link",
        "role_groups": "Works with children\r\n\r\n Manages   others ",
        "threshold": "10",
        "green_from": "75",
        "amber_from": "50",
    } | values


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def planned(cycle, agency):
    return made.survey(cycle=cycle, agencies=[agency], status="planned")


# --- set up, and changed ---


def test_a_survey_is_set_up_from_the_page_of_the_cycle(signed_in, cycle, self_audit):
    survey_set = made.survey_set()
    manage = signed_in.get(cycle.manage_url)

    page = signed_in.post(url("survey-set-up", cycle), sent(survey_set=survey_set.pk), follow=True)

    survey = Survey.objects.get()
    assert url("survey-set-up", cycle) in manage.text
    assert "Nobody is told of it until you open it." in words(page)
    assert survey.role_groups == ["Works with children", "Manages others"]
    assert self_audit.agency.name in page.text
    assert survey.name in signed_in.get(cycle.manage_url).text


def test_a_first_survey_begins_with_the_newest_set_that_comes_with_the_service(signed_in, cycle):
    made.survey_set(published=False)
    newest = made.survey_set()
    made.survey_set(purpose="session_feedback")

    form = signed_in.get(url("survey-set-up", cycle)).context["form"]

    assert form["survey_set"].value() == newest.pk
    assert "I manage or supervise others" in form["role_groups"].value()


def test_a_later_survey_begins_with_the_settings_of_the_last(signed_in, cycle, partnership):
    earlier = factories.cycle(partnership=partnership)
    made.survey(cycle=earlier, agencies=[], status="planned", threshold=50)
    last = made.survey(cycle=earlier, agencies=[], status="shared", threshold=15)
    made.survey(cycle=factories.cycle(partnership=factories.partnership()), agencies=[])

    page = signed_in.get(url("survey-set-up", cycle))

    form = page.context["form"]
    assert f"These are the settings of {last}" in words(page)
    assert (form["threshold"].value(), form["survey_set"].value()) == (15, last.survey_set_id)


def test_the_name_that_is_proposed_is_one_that_no_survey_of_the_cycle_has(signed_in, cycle):
    usual = f"Practitioner survey {cycle.year}"
    for taken in (usual.upper(), f"{usual} (2)"):
        made.survey(cycle=cycle, agencies=[], name=taken)

    form = signed_in.get(url("survey-set-up", cycle)).context["form"]

    assert form["name"].value() == f"{usual} (3)"


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(signed_in, cycle):
    survey_set = made.survey_set()
    wrong = sent(
        survey_set=survey_set.pk, closes_on=day(-1), threshold="3", role_groups="Everybody"
    )

    page = signed_in.post(url("survey-set-up", cycle), wrong)

    assert "enter a number from 5 to 50" in words(page)
    assert page.text.count("Everybody") == 1
    assert not Survey.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"closes_on": day(0)}, "The last day is before the first."),
        ({"opens_on": day(-9), "closes_on": day(-1)}, "The last day is past."),
        ({"role_groups": "Everybody"}, "Name two to 6 groups, or none"),
        ({"green_from": "50"}, "Green begins above amber"),
        ({"survey_set": ""}, "Choose a survey set"),
        ({"name": "\x00"}, "Null characters are not allowed"),
    ],
)
def test_settings_that_cannot_go_together_are_said(signed_in, cycle, wrong, said):
    survey_set = made.survey_set()

    page = signed_in.post(url("survey-set-up", cycle), sent(survey_set=survey_set.pk) | wrong)

    assert said in words(page)
    assert not Survey.objects.exists()


def test_draft_sets_feedback_sets_and_those_of_others_are_not_offered(signed_in, cycle):
    sets = [
        made.survey_set(published=False, title="A draft"),
        made.survey_set(purpose="session_feedback", title="For sessions"),
        made.survey_set(partnership=factories.partnership(), title="Of others"),
    ]

    page = signed_in.get(url("survey-set-up", cycle))
    answers = [signed_in.post(url("survey-set-up", cycle), sent(survey_set=one.pk)) for one in sets]

    assert not any(one.title in page.text for one in sets)
    assert all("Choose a survey set" in words(answer) for answer in answers)


def test_of_two_who_change_the_settings_the_second_is_told(signed_in, planned):
    drawn = signed_in.get(url("survey-edit", planned)).context["form"].drawn_with
    values = sent(survey_set=planned.survey_set_id)
    first = signed_in.post(url("survey-edit", planned), values | {"base": drawn, "threshold": "12"})

    second = signed_in.post(
        url("survey-edit", planned), values | {"base": drawn, "threshold": "20"}
    )

    planned.refresh_from_db()
    assert first.status_code == 302
    assert "Somebody changed these settings" in words(second)
    assert planned.threshold == 12


def test_the_settings_of_an_open_survey_lead_back_with_the_reason(signed_in, survey):
    page = signed_in.get(url("survey-edit", survey), follow=True)

    assert "its questions and its threshold no longer change" in words(page)


# --- agencies ---


def test_agencies_are_ticked_in_and_out(signed_in, planned, agency, partnership):
    other = factories.agency(partnership=partnership)
    drawn = signed_in.get(url("survey-agencies", planned)).context["form"].initial["drawn"]

    signed_in.post(url("survey-agencies", planned), {"agencies": [other.pk], "drawn": drawn})

    assert [one.agency for one in planned.agencies.all()] == [other]


def test_an_agency_that_somebody_else_added_meanwhile_stays(
    signed_in, planned, agency, partnership
):
    other = factories.agency(partnership=partnership)
    drawn = signed_in.get(url("survey-agencies", planned)).context["form"].initial["drawn"]
    made.surveyed_agency(survey=planned, agency=other)

    signed_in.post(url("survey-agencies", planned), {"agencies": [agency.pk], "drawn": drawn})

    assert {one.agency for one in planned.agencies.all()} == {agency, other}


def test_an_open_survey_keeps_those_that_are_in(signed_in, survey, agency, partnership):
    other = factories.agency(partnership=partnership)
    page = signed_in.get(url("survey-agencies", survey))

    signed_in.post(
        url("survey-agencies", survey), {"agencies": [other.pk], "drawn": str(agency.pk)}
    )

    assert "disabled" in page.text
    assert {one.agency for one in survey.agencies.all()} == {agency, other}


# --- opened, extended, closed, shared ---


def test_before_opening_it_is_said_what_will_happen_and_who_has_no_lead(signed_in, planned, agency):
    page = words(signed_in.get(url("survey-open", planned)))

    assert "the staff of 1 agency can answer 3 questions" in page
    assert "1 agency has no lead, so nobody there is told." in page


def test_a_survey_that_cannot_be_opened_says_why(signed_in, cycle):
    empty = made.survey(cycle=cycle, agencies=[], status="planned")

    page = words(signed_in.get(url("survey-open", empty)))

    assert "Choose at least one agency before you open the survey." in page
    assert 'name="csrfmiddlewaretoken" type="submit"' not in page


def test_it_is_opened_and_a_second_click_does_nothing(signed_in, planned, lead):
    pages = [signed_in.post(url("survey-open", planned), follow=True) for _ in range(2)]

    assert "The leads are sent their link and poster." in words(pages[0])
    assert f"opened {planned} on" in words(pages[1])
    assert Email.objects.count() == 1


def test_a_planned_survey_is_removed_from_its_page_once_that_is_confirmed(signed_in, planned):
    page = signed_in.get(planned.get_absolute_url())
    asked = signed_in.get(url("survey-remove", planned))
    removed = signed_in.post(url("survey-remove", planned), follow=True)

    assert url("survey-remove", planned) in page.text
    assert "no agency has been told of it" in words(asked)
    assert f"{planned} was removed." in words(removed)
    assert not Survey.objects.exists()


def test_an_open_survey_offers_no_removal_and_leads_back_with_the_reason(signed_in, survey):
    page = signed_in.get(survey.get_absolute_url())
    asked = signed_in.get(url("survey-remove", survey), follow=True)

    assert url("survey-remove", survey) not in page.text
    assert "so it stays: the agencies know of it" in words(asked)


def test_more_time_is_asked_for_in_days_that_make_sense(signed_in, survey):
    wrong = signed_in.post(url("survey-extend", survey), {"closes_on": day(3)})
    right = signed_in.post(url("survey-extend", survey), {"closes_on": day(40)}, follow=True)

    assert "choose a later day" in words(wrong)
    assert "Given more time." in words(right)


def test_closing_says_first_what_it_does_and_counts(signed_in, survey, surveyed):
    made.sealed(surveyed_agency=surveyed, times=2)

    asked = words(signed_in.get(url("survey-close", survey)))
    page = words(signed_in.post(url("survey-close", survey), follow=True))

    assert "2 people have answered." in asked
    assert "the answers themselves are destroyed" in asked
    assert "The answers are counted and have been destroyed." in page
    assert "Nobody but you sees them until you share them." in page


def test_before_sharing_the_texts_that_nobody_has_read_are_told(signed_in, cycle, agency):
    survey = made.survey(cycle=cycle, agencies=[agency], status="counted")
    FreeText.objects.create(
        surveyed_agency=survey.agencies.get(),
        question=survey.survey_set.questions.first(),
        text="We need more time.",
    )

    asked = words(signed_in.get(url("survey-share", survey)))
    page = words(signed_in.post(url("survey-share", survey), follow=True))

    assert "1 text that people wrote has not been looked at." in asked
    assert "We need more time." not in asked
    assert "Shared. The leads have been written to." in page


# --- how it stands ---


def test_the_page_tells_numbers_by_agency_and_what_is_next(signed_in, survey, surveyed, lead):
    made.sealed(surveyed_agency=surveyed, times=2)
    surveyed.headcount, surveyed.headcount_at, surveyed.headcount_by = 1, timezone.now(), lead
    surveyed.save()

    page = words(signed_in.get(survey.get_absolute_url()))

    assert "Few have answered in 1 agency." in page
    assert "More than its staff" in page
    assert "200 %" in page


def test_with_personal_links_the_page_tells_how_many_were_sent(signed_in, token_agency):
    for _ in range(7):
        made.token(surveyed_agency=token_agency)

    page = signed_in.get(token_agency.survey.get_absolute_url())

    assert "Links sent" in words(page)
    assert 'data-label="Links sent">7<' in page.text


def test_a_planned_survey_lists_its_agencies_and_no_answers(signed_in, planned):
    page = words(signed_in.get(planned.get_absolute_url()))

    assert "Agencies (1)" in page
    assert "Answers so far" not in page


def test_whoever_reads_results_sees_no_counts_of_agencies(client, survey, agency, partnership):
    client.force_login(factories.member(Role.BOARD_MEMBER, partnership=partnership))

    page = words(client.get(survey.get_absolute_url()))

    assert agency.name not in page
    assert "Answers so far" not in page
    assert "Results are shown here once the coordinator has shared them." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_number_of_queries(
    signed_in, cycle, partnership, django_assert_num_queries, count
):
    agencies = [factories.agency(partnership=partnership) for _ in range(count)]
    survey = made.survey(cycle=cycle, agencies=agencies)
    signed_in.get("/")

    with django_assert_num_queries(5):
        signed_in.get(survey.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_number_of_queries(
    signed_in, partnership, django_assert_num_queries, count
):
    for _ in range(count):
        made.survey(cycle=factories.cycle(partnership=partnership), agencies=[])
    signed_in.get("/")

    with django_assert_num_queries(5):
        page = signed_in.get(reverse("surveys:survey-list"))

    assert page.text.count("Set up a survey") == count


# --- numbers of staff, and reminders ---


def test_the_coordinator_fills_in_all_numbers_and_is_told_who_was_first(
    signed_in, survey, surveyed, lead
):
    field = f"headcount_{surveyed.pk}"
    wrong = signed_in.post(url("survey-headcounts", survey), {field: "many", "drawn": "{}"})
    first = signed_in.post(url("survey-headcounts", survey), {field: "120", "drawn": "{}"})
    late = signed_in.post(
        url("survey-headcounts", survey), {field: "90", "drawn": "{}"}, follow=True
    )

    surveyed.refresh_from_db()
    assert "enter a number from 1 to 100,000" in words(wrong)
    assert "many" in wrong.text
    assert first.status_code == 302
    assert "said 120 meanwhile, so yours is not saved." in words(late)
    assert surveyed.headcount == 120


def test_of_two_who_fill_in_numbers_at_once_the_second_is_told_what_was_saved(
    signed_in, survey, surveyed
):
    other = made.surveyed_agency(survey=survey)
    sent = {f"headcount_{surveyed.pk}": "120", "drawn": "{}"}
    signed_in.post(url("survey-headcounts", survey), sent)

    sent |= {f"headcount_{surveyed.pk}": "90", f"headcount_{other.pk}": "33"}
    late = words(signed_in.post(url("survey-headcounts", survey), sent, follow=True))

    other.refresh_from_db()
    assert "said 120 meanwhile, so yours is not saved." in late
    assert "All other numbers are saved." in late
    assert other.headcount == 33


@pytest.mark.parametrize("drawn", ["[]", "no json", '"x"'])
def test_a_form_that_did_not_come_back_whole_is_said_to(signed_in, survey, surveyed, drawn):
    page = signed_in.post(
        url("survey-headcounts", survey), {f"headcount_{surveyed.pk}": "5", "drawn": drawn}
    )

    assert "This form did not come back whole. Open the page again" in words(page)
    surveyed.refresh_from_db()
    assert surveyed.headcount is None


def test_agencies_with_few_answers_are_ticked_and_reminded(signed_in, survey, surveyed, lead):
    without = made.surveyed_agency(survey=survey)
    form = signed_in.get(url("survey-remind", survey))
    drawn = form.context["form"]["drawn_at"].value()

    page = signed_in.post(
        url("survey-remind", survey),
        {"chosen": [surveyed.pk], "drawn_at": drawn, "note": "Please."},
        follow=True,
    )

    assert form.context["form"].initial["chosen"] == [surveyed.pk]
    assert without.agency.name in form.text
    assert "1 person has been sent a reminder." in words(page)
    assert Email.objects.get().to == lead


def test_a_survey_of_a_gathering_has_no_agencies_to_remind_or_to_count(signed_in, cycle):
    gathered = made.survey(
        cycle=cycle, agencies=[], gathering="Session of 3 March", gathering_key="session-1"
    )
    together = SurveyedAgency.objects.create(survey=gathered)

    page = signed_in.get(together.get_absolute_url())
    reminder = signed_in.get(url("survey-remind", gathered))
    numbers = signed_in.get(url("survey-headcounts", gathered))

    assert "Session of 3 March" in words(page)
    assert "Answers come in until" in words(page)
    assert url("survey-remind", gathered) not in page.text
    assert "No agency of this survey has a lead to write to." in words(reminder)
    assert "No agency is asked yet." in words(numbers)


def test_a_reminder_to_nobody_is_refused_and_the_note_kept(signed_in, survey, surveyed, lead):
    page = signed_in.post(
        url("survey-remind", survey), {"drawn_at": timezone.now().isoformat(), "note": "Please."}
    )

    assert "Tick the agencies that you want to remind" in words(page)
    assert "Please." in page.text
