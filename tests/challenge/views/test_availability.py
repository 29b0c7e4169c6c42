import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from challenge.models import Attendee, Availability, Challenge, PersonalLink
from challenge.operations import asking
from section11.people.models import Membership, Role
from section11.record.models import Email, Event
from tests import challenge_factories as made
from tests import factories

YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def challenge(cycle, people):
    found = made.challenge(cycle=cycle)
    for place in range(2):
        made.possible_session(challenge=found, on=found.first_day + timedelta(days=place))
    return found


@pytest.fixture
def half_days(challenge):
    return list(challenge.possible_sessions.all())


@pytest.fixture
def member(challenge, people):
    return made.panel_member(challenge=challenge, user=people["lay member"], capacities=["lay"])


@pytest.fixture
def part(challenge, agency):
    return made.challenged_agency(challenge=challenge, agency=agency)


@pytest.fixture
def asked(challenge, member, part, people):
    """Everybody has been asked; the page by person, under the key that stands in the mail."""
    asking.ask(challenge=challenge, due_on=challenge.availability_due_on, by=people["coordinator"])
    return {
        email.to: reverse(
            "challenge:availability-by-link",
            args=[re.search(r"http\S+/(\S+)/", email.body)[1]],
        )
        for email in Email.objects.filter(template="availability_wanted")
    }


def own_url(member):
    return reverse("challenge:panel-availability", args=[member.pk])


def agency_url(part):
    return reverse("challenge:agency-availability", args=[part.pk])


def said(of):
    return list(of.availabilities.order_by("possible_session__on").values_list("answer", flat=True))


def answered(half_days, *answers, **more):
    pairs = zip(half_days, answers, strict=False)
    return {f"half_day_{one.pk}": answer for one, answer in pairs if answer} | more


# Signed in


def test_a_panel_member_says_when_they_can_come(client, member, half_days):
    client.force_login(member.user)

    page = client.get(own_url(member))
    response = client.post(
        own_url(member), answered(half_days, "yes", "if_need_be", drawn=""), follow=True
    )

    assert page.text.count("<fieldset") == 2
    assert "Saved." in response.text
    assert said(member) == ["yes", "if_need_be"]
    member.refresh_from_db()
    assert member.answered_by == member.user
    event = Event.objects.get(kind=Event.Kind.AVAILABILITY_GIVEN)
    assert event.detail == {"of": str(member), "half_days": 2, "on_behalf": False}


def test_answers_can_be_changed_and_a_half_day_left_alone(client, member, half_days):
    client.force_login(member.user)
    client.post(own_url(member), answered(half_days, "yes"))

    page = client.get(own_url(member))
    client.post(
        own_url(member),
        answered(half_days, "no", drawn=page.context["form"]["drawn"].value()),
    )

    assert f'name="half_day_{half_days[0].pk}" value="yes"' in page.text
    assert page.text.count(" checked>") == 1
    assert said(member) == ["no"]


def test_an_answer_that_is_none_is_said_and_the_others_are_kept(client, member, half_days):
    client.force_login(member.user)

    response = client.post(own_url(member), answered(half_days, "perhaps", "no"))

    assert "choose yes, if need be or no" in response.text
    assert f'value="no" id="id_half_day_{half_days[1].pk}_2" checked' in response.text
    assert said(member) == []


def test_a_half_day_of_another_challenge_is_left_alone(client, member, half_days, partnership):
    foreign = made.possible_session(
        challenge=made.challenge(cycle=factories.cycle(partnership=partnership))
    )
    client.force_login(member.user)

    client.post(own_url(member), answered([foreign, *half_days], "yes", "yes", "yes"))

    assert said(member) == ["yes", "yes"]
    assert not foreign.availabilities.exists()


def test_a_shut_half_day_is_not_asked_about(client, member, half_days):
    half_days[0].is_shut = True
    half_days[0].save()
    client.force_login(member.user)

    page = client.get(own_url(member))
    client.post(own_url(member), answered(half_days, "yes", "yes"))

    assert page.text.count("<fieldset") == 1
    assert said(member) == ["yes"]


def test_yes_everywhere_fills_what_is_empty_and_saves_nothing(client, member, half_days):
    made.availability(possible_session=half_days[0], of=member, answer="no")
    client.force_login(member.user)

    page = client.get(f"{own_url(member)}?fill=yes")

    shown = [answer for _, _, answer, _ in page.context["form"].lines]
    assert shown == ["no", "yes"]
    assert said(member) == ["no"]


def test_two_people_at_once_keep_each_others_answers(client, part, half_days, agency, people):
    Attendee.objects.create(challenged_agency=part, user=people["lead"], named_by=people["lead"])
    who = {"users": [people["lead"].pk]}
    client.force_login(people["lead"])
    drawn = client.get(agency_url(part)).context["form"]["drawn"].value()
    client.post(agency_url(part), answered(half_days, "yes", **who))

    client.force_login(people["approver"])
    client.post(agency_url(part), answered(half_days, "", "no", drawn=drawn, **who))

    assert said(part) == ["yes", "no"]


def test_whoever_overwrites_another_answer_is_told(client, part, half_days, people):
    who = {"users": [people["lead"].pk]}
    client.force_login(people["lead"])
    client.post(agency_url(part), answered(half_days, "yes", **who))

    client.force_login(people["approver"])
    response = client.post(
        agency_url(part), answered(half_days, "no", drawn="", **who), follow=True
    )

    assert "Somebody else had changed these meanwhile, and your answer stands" in response.text
    assert str(half_days[0]) in response.text
    assert said(part) == ["no"]


# The coordinator for somebody


def test_the_coordinator_fills_in_for_somebody_even_late(client, member, half_days, people):
    Challenge.objects.update(availability_due_on=YESTERDAY)
    client.force_login(people["coordinator"])

    page = client.get(own_url(member))
    client.post(own_url(member), answered(half_days, "yes", "no"))

    assert "It is recorded that it was you." in page.text
    assert said(member) == ["yes", "no"]
    member.refresh_from_db()
    assert member.answered_by == people["coordinator"]
    assert Event.objects.get(kind=Event.Kind.AVAILABILITY_GIVEN).detail["on_behalf"]


def test_the_coordinator_may_fill_in_before_anybody_is_asked(client, member, half_days, people):
    Challenge.objects.update(asked_at=None, asked_by=None)
    client.force_login(people["coordinator"])

    client.post(own_url(member), answered(half_days, "yes"))

    assert said(member) == ["yes"]


# An agency, and who comes


def test_a_lead_answers_for_the_agency_and_names_who_comes(client, part, half_days, people):
    client.force_login(people["lead"])

    client.post(
        agency_url(part),
        answered(half_days, "yes", users=[people["lead"].pk, people["contributor"].pk]),
    )

    assert said(part) == ["yes"]
    assert {one.user for one in part.attending.all()} == {people["lead"], people["contributor"]}
    event = Event.objects.get(kind=Event.Kind.ATTENDEES_NAMED)
    assert (event.agency_id, event.detail) == (part.agency_id, {"people": 2})


def test_without_lead_or_approver_nothing_is_saved_and_nothing_lost(
    client, part, half_days, people
):
    client.force_login(people["lead"])

    response = client.post(
        agency_url(part), answered(half_days, "yes", users=[people["contributor"].pk])
    )

    assert "Name the safeguarding lead or an approver: one of them comes" in response.text
    assert f'value="yes" id="id_half_day_{half_days[0].pk}_0" checked' in response.text
    assert said(part) == []
    assert not part.attending.exists()


@pytest.mark.parametrize("who", ["outsider", "neighbour"])
def test_nobody_from_elsewhere_comes_for_the_agency(client, part, half_days, people, who):
    client.force_login(people["lead"])

    response = client.post(
        agency_url(part), answered(half_days, users=[people["lead"].pk, people[who].pk])
    )

    assert "Somebody whom you ticked is no longer with the agency." in response.text
    assert not part.attending.exists()


def test_after_the_deadline_who_comes_may_still_be_changed(client, part, half_days, people):
    made.availability(possible_session=half_days[0], of=part, answer="yes")
    Challenge.objects.update(availability_due_on=YESTERDAY)
    client.force_login(people["lead"])

    page = client.get(agency_url(part))
    data = answered(half_days, "no", users=[people["approver"].pk])
    late = client.post(agency_url(part), data, follow=True)

    assert "Who comes is saved." in late.text
    assert f"These answers are not saved: {half_days[0]}: no. The time to say when you" in late.text
    assert "The time to say when you can come ended on" in page.text
    assert "What was answered" in page.text
    assert [one.user for one in part.attending.all()] == [people["approver"]]
    assert said(part) == ["yes"]


# By link


def test_a_link_lets_somebody_without_an_account_answer(client, asked, member, half_days):
    page = client.get(asked[member.user])
    response = client.post(asked[member.user], answered(half_days, "yes", "no"), follow=True)

    assert f"This page is for <strong>{member.user}</strong>" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Saved." in response.text
    assert said(member) == ["yes", "no"]
    assert member.availabilities.first().given_by == member.user


def test_a_lead_answers_for_the_agency_by_link(client, asked, part, half_days, people):
    client.post(asked[people["lead"]], answered(half_days, "no", users=[people["lead"].pk]))

    assert said(part) == ["no"]
    assert part.attending.get().user == people["lead"]


def test_a_link_goes_on_working_for_its_own_person_signed_in(client, asked, member):
    client.force_login(member.user)

    assert client.get(asked[member.user]).status_code == 200


def test_a_forged_link_is_refused_with_a_sentence_and_recorded(client, db):
    response = client.get(reverse("challenge:availability-by-link", args=["forged"]))

    assert response.status_code == 404
    assert "This link is not one of ours, or it was not copied whole." in response.text
    event = Event.objects.get(kind=Event.Kind.LINK_REFUSED)
    assert event.about == "A personal link that is not ours"


def test_a_link_of_another_person_is_refused(client, asked, member, half_days, people):
    client.force_login(people["lead"])

    response = client.post(asked[member.user], answered(half_days, "yes"))

    assert response.status_code == 403
    assert "This link was sent to somebody else" in response.text
    assert said(member) == []
    event = Event.objects.get(kind=Event.Kind.LINK_REFUSED)
    assert event.by == people["lead"]
    assert asked[member.user].split("/")[2] not in str(event.detail)


def _withdraw(member, part):
    PersonalLink.objects.update(withdrawn_at=timezone.now())


def _expire(member, part):
    PersonalLink.objects.update(expires_at=timezone.now())


def _deactivate(member, part):
    member.user.is_active = False
    member.user.save()


def _end_role(member, part):
    Membership.objects.filter(user=member.user).update(ended_at=timezone.now())


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (_withdraw, "This link was withdrawn on"),
        (_expire, "This link worked until"),
        (_deactivate, "no longer takes part"),
        (_end_role, "no longer takes part"),
    ],
)
def test_a_dead_link_says_why(client, asked, member, part, half_days, act, sentence):
    act(member, part)

    response = client.post(asked[member.user], answered(half_days, "yes"))

    assert response.status_code == 410
    assert sentence in response.text
    assert said(member) == []


def test_whoever_is_no_longer_lead_answers_no_more(client, asked, people):
    Membership.objects.filter(user=people["lead"]).update(role=Role.READER)

    assert client.get(asked[people["lead"]]).status_code == 410


def test_after_the_deadline_a_link_shows_what_was_answered(client, asked, member, half_days):
    made.availability(possible_session=half_days[0], of=member, answer="if_need_be")
    Challenge.objects.update(availability_due_on=YESTERDAY)

    page = client.get(asked[member.user])
    response = client.post(asked[member.user], answered(half_days, "yes"))

    assert "The time to say when you can come ended on" in page.text
    assert "tell" in page.text
    assert "<strong>if need be</strong>" in page.text
    assert response.status_code == 409
    assert "The time to say when you can come ended on" in response.text
    assert said(member) == ["if_need_be"]


def test_a_closed_challenge_takes_no_answers(client, asked, member, half_days, people):
    now, by = timezone.now(), people["coordinator"]
    Challenge.objects.update(status="closed", closed_at=now, closed_by=by)

    response = client.post(asked[member.user], answered(half_days, "yes"))

    assert f"was closed by {by} on" in response.text
    assert said(member) == []


def test_the_key_is_in_the_mail_alone(asked, member):
    key = asked[member.user].split("/")[2]

    link = PersonalLink.objects.get(user=member.user)

    assert key not in link.key_digest
    assert key not in str(list(Event.objects.values_list("detail", "about")))


# From a calendar


def ics(*events):
    lines = [f"BEGIN:VEVENT\r\nUID:{n}\r\n{one}\r\nEND:VEVENT" for n, one in enumerate(events)]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def upload(data):
    return {"calendar": "1", "file": SimpleUploadedFile("mine.ics", data)}


def test_a_calendar_fills_in_and_saves_nothing(client, member, half_days, challenge):
    client.force_login(member.user)
    busy = f"DTSTART;VALUE=DATE:{half_days[0].on:%Y%m%d}"

    page = client.post(own_url(member), upload(ics(busy)))

    assert "Filled in from the calendar" in page.text
    assert [answer for _, _, answer, _ in page.context["form"].lines] == ["no", "yes"]
    assert not Availability.objects.exists()


def test_a_calendar_is_read_by_link_too(client, asked, member):
    page = client.post(asked[member.user], upload(ics()))

    assert [answer for _, _, answer, _ in page.context["form"].lines] == ["yes", "yes"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"hello", "This is not a calendar file."),
        (b"", "This file is empty."),
        (ics(*["DTSTART:20270309T100000Z"] * 2001), "more than 2,000 entries"),
    ],
)
def test_a_calendar_that_cannot_be_read_is_said(client, member, half_days, data, sentence):
    client.force_login(member.user)

    page = client.post(own_url(member), upload(data))

    assert sentence in page.text
    assert "Filled in from the calendar" not in page.text


def test_a_broken_zone_is_said_beside_the_half_days(client, member, half_days):
    client.force_login(member.user)
    odd = f"DTSTART;TZID=Mars/Olympus:{half_days[0].on:%Y%m%d}T100000\r\nDURATION:PT1H"

    page = client.post(own_url(member), upload(ics(odd)))

    assert "in a time zone that we do not know" in page.text


# How much it asks the database


def test_the_number_of_queries_does_not_grow_with_half_days_or_people(
    client, challenge, part, people, agency
):
    client.force_login(people["lead"])
    challenge.possible_sessions.last().delete()
    client.get(agency_url(part))

    with CaptureQueriesContext(connection) as one:
        client.get(agency_url(part))
    for place in range(2, 4):
        made.possible_session(challenge=challenge, on=challenge.first_day + timedelta(days=place))
        factories.member(Role.APPROVER, agency=agency)
        made.panel_member(challenge=challenge)
    with CaptureQueriesContext(connection) as three:
        client.get(agency_url(part))

    assert (len(one), len(three)) == (8, 8)


def test_saving_asks_no_more_for_more_half_days(client, challenge, member, half_days):
    client.force_login(member.user)
    client.post(own_url(member), answered(half_days[:1], "no"))

    with CaptureQueriesContext(connection) as one:
        client.post(own_url(member), answered(half_days[:1], "yes"))
    for place in range(2, 4):
        made.possible_session(challenge=challenge, on=challenge.first_day + timedelta(days=place))
    everything = list(challenge.possible_sessions.all())
    client.post(own_url(member), answered(everything, *["yes"] * 4))
    with CaptureQueriesContext(connection) as four:
        client.post(own_url(member), answered(everything, *["no"] * 4))

    assert len(one) == len(four)
