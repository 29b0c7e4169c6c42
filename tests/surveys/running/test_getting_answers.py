"""Numbers of staff, live counts, links renewed, personal links, and reminders."""

from datetime import timedelta

import pytest
from django.utils import timezone

from section11.record import outbox, sentences
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from surveys import emails
from surveys.models import SealedAnswers, SurveyDraft, SurveyedAgency, SurveyToken
from surveys.operations import headcounts, survey_reminders, tokens
from surveys.operations import links as link_operations
from surveys.running import links, responses
from tests import survey_factories as made
from tests.surveys.respondents import Respondent


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


# --- live counts ---


def test_only_numbers_of_people_are_told_while_it_is_open(survey, surveyed):
    made.sealed(surveyed_agency=surveyed, times=4)
    surveyed.headcount, surveyed.headcount_at = 20, timezone.now()
    surveyed.headcount_by = survey.set_up_by
    surveyed.save()

    [one] = responses.read(survey)

    assert (one.answered, one.headcount, one.share) == (4, 20, 20)
    assert one.hides
    assert one.is_low
    assert not one.is_too_many


@pytest.mark.parametrize(
    ("answered", "headcount", "low", "too_many"),
    [
        (9, None, True, False),
        (10, None, False, False),
        (10, 30, False, False),
        (10, 40, True, False),
        (12, 11, False, True),
    ],
)
def test_low_is_too_few_to_show_or_a_small_share_of_the_staff(answered, headcount, low, too_many):
    surveyed = SurveyedAgency(headcount=headcount)

    one = responses.Response(surveyed, answered, threshold=10)

    assert (one.is_low, one.is_too_many) == (low, too_many)


def test_once_counted_the_number_stays(cycle, agency):
    survey = made.survey(cycle=cycle, agencies=[], status="counted")
    surveyed = made.surveyed_agency(survey=survey, agency=agency, answered=33)

    assert [one.answered for one in responses.read(survey)] == [33]
    assert responses.of(surveyed).answered == 33


def test_several_surveys_are_read_in_one_query(cycle, agency, django_assert_num_queries):
    surveys = [made.survey(cycle=cycle, agencies=[agency]) for _ in range(3)]
    made.sealed(surveyed_agency=surveys[1].agencies.get(), times=2)

    with django_assert_num_queries(1):
        read = responses.read_all(surveys)

    assert [[one.answered for one in read[survey.pk]] for survey in surveys] == [[0], [2], [0]]


def test_how_many_were_sent_a_personal_link_is_told_by_agency(token_agency):
    other = made.surveyed_agency(survey=token_agency.survey)
    made.sealed(surveyed_agency=token_agency, times=3)
    for _ in range(4):
        made.token(surveyed_agency=token_agency)

    read = {one.surveyed: one for one in responses.read(token_agency.survey)}

    assert (read[token_agency].sent, read[token_agency].answered) == (4, 3)
    assert (read[other].sent, read[other].answered) == (0, 0)


# --- numbers of staff ---


def test_a_number_is_noted_with_who_said_it(survey, surveyed, lead):
    overtaken = headcounts.say(survey=survey, headcounts={surveyed.pk: 120}, by=lead)

    surveyed.refresh_from_db()
    assert (overtaken, surveyed.headcount, surveyed.headcount_by) == ([], 120, lead)
    event = Event.objects.get(kind=Event.Kind.SURVEY_HEADCOUNT_SAID)
    assert event.agency_id == surveyed.agency_id
    assert sentences.facts(event) == f"agency: {surveyed.agency}; staff: 120"


def test_of_two_who_fill_it_in_the_first_stands_and_the_second_is_told(
    survey, surveyed, lead, coordinator
):
    drawn = {surveyed.pk: None}
    headcounts.say(survey=survey, headcounts={surveyed.pk: 120}, drawn=drawn, by=lead)

    overtaken = headcounts.say(
        survey=survey, headcounts={surveyed.pk: 90}, drawn=drawn, by=coordinator
    )

    surveyed.refresh_from_db()
    assert (surveyed.headcount, surveyed.headcount_by) == (120, lead)
    assert [(one.headcount, one.headcount_by) for one in overtaken] == [(120, lead)]


def test_what_was_not_changed_on_the_page_is_left_alone(survey, surveyed, lead, coordinator):
    headcounts.say(survey=survey, headcounts={surveyed.pk: 120}, by=lead)

    overtaken = headcounts.say(
        survey=survey, headcounts={surveyed.pk: None}, drawn={surveyed.pk: None}, by=coordinator
    )

    surveyed.refresh_from_db()
    assert (overtaken, surveyed.headcount) == ([], 120)


def test_a_number_can_be_taken_out_again(survey, surveyed, lead):
    headcounts.say(survey=survey, headcounts={surveyed.pk: 120}, by=lead)

    headcounts.say(survey=survey, headcounts={surveyed.pk: None}, drawn={surveyed.pk: 120}, by=lead)

    surveyed.refresh_from_db()
    assert (surveyed.headcount, surveyed.headcount_at, surveyed.headcount_by) == (None, None, None)


def test_numbers_stay_once_results_are_shared(cycle, agency, coordinator):
    survey = made.survey(cycle=cycle, agencies=[agency], status="shared")

    with pytest.raises(RuleBroken, match="no longer change"):
        headcounts.say(survey=survey, headcounts={survey.agencies.get().pk: 5}, by=coordinator)


# --- a link renewed ---


def test_a_new_link_throws_away_what_came_by_the_old_one(survey, surveyed, coordinator):
    other = made.surveyed_agency(survey=survey)
    made.sealed(surveyed_agency=surveyed, times=3)
    made.sealed(surveyed_agency=other)
    SurveyDraft.objects.create(key_digest="a", surveyed_agency=surveyed, sealed="x")
    old = links.key_of(surveyed)

    gone = link_operations.renew(surveyed_agency=surveyed, by=coordinator)

    assert gone == 3
    assert links.surveyed_agency_of(old) is None
    assert SealedAnswers.objects.get().surveyed_agency == other
    assert not SurveyDraft.objects.exists()
    assert Event.objects.get().detail == {"agency": str(surveyed.agency), "thrown_away": 3}


def test_the_leads_are_told_that_the_old_link_and_its_posters_no_longer_work(
    surveyed, lead, coordinator
):
    link_operations.renew(surveyed_agency=surveyed, by=coordinator)

    mail = Email.objects.get()
    assert mail.to == lead
    assert surveyed.get_absolute_url() in mail.body
    assert "every poster with it no longer work" in mail.body
    assert links.key_of(surveyed) not in mail.body


def test_the_link_of_a_closed_survey_is_not_renewed(cycle, agency, coordinator):
    survey = made.survey(cycle=cycle, agencies=[agency], status="counted")

    with pytest.raises(RuleBroken, match="is closed"):
        link_operations.renew(surveyed_agency=survey.agencies.get(), by=coordinator)


def test_where_links_are_personal_there_is_none_to_renew(token_agency, coordinator):
    with pytest.raises(RuleBroken, match="personal links"):
        link_operations.renew(surveyed_agency=token_agency, by=coordinator)


# --- personal links ---


def test_each_address_is_sent_a_link_of_its_own_of_which_a_digest_is_kept(token_agency, lead):
    sent = tokens.send(
        surveyed_agency=token_agency, addresses=["B@example.org ", "a@example.org"], by=lead
    )

    assert sent == 2
    mails = list(Email.objects.order_by("address"))
    assert [mail.address for mail in mails] == ["a@example.org", "b@example.org"]
    for mail in mails:
        key = mail.body.partition("/survey/once/")[2].partition("/")[0]
        assert links.token_of(key).address == mail.address
        assert key not in "".join(map(str, SurveyToken.objects.values_list()))
    assert Event.objects.get().detail == {"agency": str(token_agency.agency), "links": 2}


def test_an_address_gets_one_link_whether_it_was_used_or_not(token_agency, lead):
    made.token(surveyed_agency=token_agency, address="used@example.org", is_used=True)
    made.token(surveyed_agency=token_agency, address="not@example.org")

    sent = [
        tokens.send(surveyed_agency=token_agency, addresses=[address], by=lead)
        for address in ("used@example.org", "not@example.org")
    ]

    assert sent == [0, 0]
    assert not Email.objects.exists()
    assert not Event.objects.exists()


def test_an_address_without_an_account_is_forgotten_once_its_mail_is_sent(token_agency, lead):
    tokens.send(surveyed_agency=token_agency, addresses=["a@example.org"], by=lead)

    outbox.send_waiting()

    mail = Email.objects.get()
    assert mail.sent_at
    assert (mail.address, mail.body) == ("", "")


def test_personal_links_are_sent_only_while_such_a_survey_is_open(surveyed, cycle, agency, lead):
    planned = made.survey(cycle=cycle, agencies=[agency], status="planned", access="tokens")
    closed = made.survey(cycle=cycle, agencies=[agency], status="counted", access="tokens")

    for one, said in (
        (surveyed, "one link for each agency"),
        (planned.agencies.get(), "not open yet"),
        (closed.agencies.get(), "is closed"),
    ):
        with pytest.raises(RuleBroken, match=said):
            tokens.send(surveyed_agency=one, addresses=["a@example.org"], by=lead)


def test_mail_to_leads_speaks_of_the_links_that_the_survey_has(
    survey, surveyed, token_agency, lead, coordinator
):
    for one in (surveyed, token_agency):
        emails.survey_opened([one])
        emails.survey_extended([one])
        emails.survey_reminder(one, by=coordinator)

    bodies = list(Email.objects.order_by("pk").values_list("body", flat=True))
    assert all("poster" in body for body in bodies[:3])
    assert not any("poster" in body or "code to scan" in body for body in bodies[3:])


# --- a personal link that was lost ---


def lost(surveyed_agency, address, by):
    tokens.replace_lost(surveyed_agency=surveyed_agency, address=address, by=by)
    return Email.objects.latest("pk")


def key_in(mail):
    return mail.body.partition("/survey/once/")[2].partition("/")[0]


def test_in_place_of_a_lost_link_its_address_is_sent_another_and_the_old_one_stops(
    token_agency, lead
):
    made.token(surveyed_agency=token_agency, address="b@example.org")
    token, old = made.token(surveyed_agency=token_agency, address="a@example.org")

    mail = lost(token_agency, " A@example.org", lead)

    assert mail.address == "a@example.org"
    assert links.token_of(old) is None
    assert links.token_of(key_in(mail)) == token
    assert SurveyToken.objects.filter(is_used=False).count() == 2


def test_a_link_that_was_used_gets_no_other_and_only_its_owner_is_told(token_agency, lead):
    token, old = made.token(surveyed_agency=token_agency, address="a@example.org", is_used=True)

    mail = lost(token_agency, "a@example.org", lead)

    assert "Answers have been sent by your link already" in mail.body
    assert "/survey/once/" not in mail.body
    assert links.token_of(old) == token


def test_each_person_answers_once_however_often_they_lose_their_link(token_agency, lead):
    made.token(surveyed_agency=token_agency, address="a@example.org")
    first = Respondent(token_agency, token=key_in(lost(token_agency, "a@example.org", lead)))
    first.starts()
    first.fills_in("1", q1="4")
    newest = key_in(lost(token_agency, "a@example.org", lead))

    by_an_older_link = first.sends()
    by_the_newest = Respondent(token_agency, token=newest).answers(q1="5")

    assert "an older one may have been replaced" in by_an_older_link.text
    assert by_the_newest.status_code == 302
    assert SealedAnswers.objects.count() == 1
    assert "/survey/once/" not in lost(token_agency, "a@example.org", lead).body


def test_an_address_that_was_sent_no_link_or_one_of_another_agency_can_have_lost_none(
    token_agency, lead
):
    other = made.surveyed_agency(survey=token_agency.survey)
    made.token(surveyed_agency=other, address="a@example.org")

    with pytest.raises(RuleBroken, match="No link has been sent to this address"):
        tokens.replace_lost(surveyed_agency=token_agency, address="a@example.org", by=lead)

    assert not Email.objects.exists()
    assert not Event.objects.exists()


def test_lost_links_are_replaced_only_while_the_survey_is_open(cycle, agency, lead):
    closed = made.survey(cycle=cycle, agencies=[agency], status="counted", access="tokens")

    with pytest.raises(RuleBroken, match="is closed"):
        tokens.replace_lost(surveyed_agency=closed.agencies.get(), address="a@example.org", by=lead)


# --- reminders ---


def remind(survey, surveyed, by, **values):
    values = {"chosen": [surveyed.pk], "drawn_at": timezone.now()} | values
    return survey_reminders.remind(survey=survey, by=by, **values)


def test_the_leads_are_reminded_and_nobody_by_name(survey, surveyed, lead, coordinator):
    done = remind(survey, surveyed, coordinator, note="Please try once more.")

    surveyed.refresh_from_db()
    assert (done.people, done.agencies) == (1, [surveyed])
    assert surveyed.reminded_at
    mail = Email.objects.get()
    assert mail.to == lead
    assert f"{coordinator.name} writes:\nPlease try once more." in mail.body
    assert surveyed.get_absolute_url() in mail.body
    assert Event.objects.get().kind == Event.Kind.SURVEY_REMINDER_SENT


def test_whoever_was_reminded_since_the_form_was_drawn_is_not_again(
    survey, surveyed, lead, coordinator
):
    earlier = timezone.now() - timedelta(minutes=5)
    remind(survey, surveyed, coordinator, drawn_at=earlier)

    done = remind(survey, surveyed, coordinator, drawn_at=earlier)

    assert (done.people, done.just_before) == (0, [surveyed])
    assert Email.objects.count() == 1


def test_an_agency_without_a_lead_is_named(survey, surveyed, coordinator):
    done = remind(survey, surveyed, coordinator)

    surveyed.refresh_from_db()
    assert (done.nobody, surveyed.reminded_at) == ([surveyed], None)


@pytest.mark.parametrize(
    "values",
    [
        {"status": "planned"},
        {"status": "counted"},
        {"opens_on": timezone.localdate() + timedelta(1)},
    ],
)
def test_nobody_is_reminded_of_what_takes_no_answers(cycle, agency, coordinator, values):
    survey = made.survey(cycle=cycle, agencies=[agency], **values)

    with pytest.raises(RuleBroken, match="takes no answers today"):
        remind(survey, survey.agencies.get(), coordinator)
