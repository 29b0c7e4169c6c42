import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from challenge.models import Availability, Challenge, PersonalLink
from section11.people.models import Membership
from section11.record.models import Email, Event
from section11.tables.reading import read
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def challenge(cycle, people):
    found = made.challenge(cycle=cycle)
    for half in ("morning", "afternoon"):
        made.possible_session(challenge=found, half=half)
    return found


@pytest.fixture
def half_days(challenge):
    return list(challenge.possible_sessions.all())


@pytest.fixture
def member(challenge, people):
    return made.panel_member(challenge=challenge, user=people["lay member"])


@pytest.fixture
def part(challenge, agency):
    return made.challenged_agency(challenge=challenge, agency=agency)


@pytest.fixture
def coordinator(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


def url(name, challenge):
    return reverse(f"challenge:challenge-{name}", args=[challenge.pk])


def typed(day):
    return f"{day:%d/%m/%Y}"


# Asking


def test_the_coordinator_asks_everybody_by_mail(client, cycle, member, part, coordinator, people):
    Challenge.objects.update(asked_at=None, asked_by=None, availability_due_on=None)
    challenge = Challenge.objects.get()
    due_on = timezone.localdate() + timedelta(days=5)

    page = client.get(url("ask", challenge))
    response = client.post(url("ask", challenge), {"due_on": typed(due_on)}, follow=True)

    assert "2 e-mails will go out" in page.text
    assert "2 e-mails are on the way." in response.text
    challenge.refresh_from_db()
    assert (challenge.asked_by, challenge.availability_due_on) == (coordinator, due_on)
    mails = {one.to: one for one in Email.objects.filter(template="availability_wanted")}
    assert set(mails) == {people["lay member"], people["lead"]}
    assert mails[people["lead"]].subject == f"When can {part.agency} come to the annual challenge?"
    event = Event.objects.get(kind=Event.Kind.AVAILABILITY_ASKED)
    assert event.detail == {"people": 2, "due_on": str(due_on)}


def test_asking_again_writes_only_to_those_who_came_since(
    client, challenge, member, part, coordinator
):
    values = {"due_on": typed(challenge.availability_due_on)}
    client.post(url("ask", challenge), values)
    made.panel_member(challenge=challenge)

    page = client.get(url("ask", challenge))
    client.post(url("ask", challenge), values)

    assert "1 e-mail will go out" in page.text
    assert "2 have been asked already and get no second e-mail." in page.text
    assert Email.objects.filter(template="availability_wanted").count() == 3


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        ("possible_sessions", "Choose at least one half-day before you ask who can come."),
        ("panel_members", "Add at least one panel member before you ask who can come."),
        ("agencies", "Choose at least one agency before you ask who can come."),
    ],
)
def test_while_something_is_missing_nobody_is_asked(
    client, challenge, member, part, coordinator, without, sentence
):
    getattr(challenge, without).all().delete()

    page = client.get(url("ask", challenge))
    response = client.post(
        url("ask", challenge), {"due_on": typed(challenge.availability_due_on)}, follow=True
    )

    assert sentence in page.text
    assert sentence in response.text
    assert not Email.objects.exists()


@pytest.mark.parametrize("days", [-1, 21, 300])
def test_a_day_that_cannot_be_is_refused(client, challenge, member, part, coordinator, days):
    day = timezone.localdate() + timedelta(days=days)

    response = client.post(url("ask", challenge), {"due_on": typed(day)}, follow=True)

    assert "Let people answer by a day from today to before" in response.text
    assert not Email.objects.exists()


def test_an_agency_for_which_nobody_can_be_asked_is_told(
    client, challenge, member, part, coordinator
):
    Membership.objects.filter(agency=part.agency).delete()

    page = client.get(url("ask", challenge))

    assert "Nobody can be asked for these agencies" in page.text
    assert str(part.agency) in page.text


def test_without_a_lead_the_approver_is_asked(client, challenge, member, part, coordinator, people):
    Membership.objects.filter(user=people["lead"]).delete()

    client.post(url("ask", challenge), {"due_on": typed(challenge.availability_due_on)})

    assert people["approver"] in {one.to for one in Email.objects.all()}


def test_a_new_link_ends_the_earlier_one(client, challenge, member, part, coordinator):
    client.post(url("ask", challenge), {"due_on": typed(challenge.availability_due_on)})

    client.post(reverse("challenge:panel-link-send", args=[member.pk]))
    client.post(reverse("challenge:agency-link-send", args=[part.pk]))

    links = PersonalLink.objects.filter(panel_member=member).order_by("pk")
    assert [one.withdrawn_at is None for one in links] == [False, True]
    assert PersonalLink.objects.filter(challenged_agency=part, withdrawn_at=None).count() == 1
    assert Email.objects.filter(template="availability_wanted").count() == 4


def test_after_the_deadline_no_new_link_goes_out(client, challenge, member, coordinator):
    Challenge.objects.update(availability_due_on=timezone.localdate() - timedelta(days=1))

    response = client.post(reverse("challenge:panel-link-send", args=[member.pk]), follow=True)

    assert "The time to say when you can come ended on" in response.text
    assert not Email.objects.exists()


# The table


def test_the_table_shows_who_can_come_when(client, challenge, half_days, member, part, coordinator):
    made.availability(possible_session=half_days[0], of=member, answer="yes")
    made.availability(possible_session=half_days[0], of=part, answer="if_need_be")

    page = client.get(url("answers", challenge))

    table = page.context["table"]
    assert [line.answers for line in (*table.panel, *table.agencies)] == [
        ["yes", ""],
        ["if_need_be", ""],
    ]
    assert [counts for _, _, counts in table.groups] == [[(1, 0), (0, 0)], [(0, 1), (0, 0)]]
    assert table.silent == 2
    assert str(member) in page.text


def test_the_number_of_queries_of_the_table_does_not_grow(
    client, challenge, member, part, coordinator, partnership
):
    client.get(url("answers", challenge))

    with CaptureQueriesContext(connection) as one:
        client.get(url("answers", challenge))
    for place in range(1, 3):
        made.panel_member(challenge=challenge)
        made.challenged_agency(
            challenge=challenge, agency=factories.agency(partnership=partnership)
        )
        made.possible_session(challenge=challenge, on=challenge.first_day + timedelta(days=place))
    with CaptureQueriesContext(connection) as three:
        client.get(url("answers", challenge))

    assert (len(one), len(three)) == (8, 8)


# Files


def upload(client, challenge, text, name="answers.csv"):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(url("answers-upload", challenge), {"file": file})


def apply(client, challenge, page, **changes):
    values = {"preview": page.context["apply_form"]["preview"].value()} | changes
    return client.post(url("answers-apply", challenge), values, follow=True)


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_the_answers_come_as_a_file_that_changes_nothing_when_brought_in(
    client, challenge, half_days, member, part, coordinator, fmt
):
    made.availability(possible_session=half_days[0], of=member, answer="if_need_be")
    download = reverse("challenge:challenge-answers-download", args=[challenge.pk, fmt])

    data = client.get(download).content
    page = client.post(
        url("answers-upload", challenge), {"file": SimpleUploadedFile(f"a.{fmt}", data)}
    )

    table = read(io.BytesIO(data), f"a.{fmt}")
    assert table.columns == ["who", "name", *(one.half_day for one in half_days)]
    assert [row.values["who"] for row in table.rows] == [member.user.email, str(part.agency)]
    assert "This file changes nothing: all of it is here already." in page.text


def test_a_file_is_looked_at_and_then_brought_in(
    client, challenge, half_days, member, part, coordinator
):
    made.availability(possible_session=half_days[0], of=member, answer="no")
    day = challenge.first_day
    text = (
        f"who,name,{day:%Y-%m-%d} morning,{day:%d/%m/%Y} PM\n"
        f"{member.user.email.upper()},,y,maybe\n"
        f"{part.agency.name},,,no\n"
    )

    page = upload(client, challenge, text)
    before = Availability.objects.count()
    response = apply(client, challenge, page)

    assert "3 answers; 0 stay as they are. Nothing has changed yet." in page.text
    assert "no becomes <strong>yes</strong>" in page.text
    assert before == 1
    assert "Brought in." in response.text
    said = {
        (one.possible_session.half, one.panel_member or one.challenged_agency): one.answer
        for one in Availability.objects.select_related("possible_session")
    }
    assert said == {
        ("morning", member): "yes",
        ("afternoon", member): "if_need_be",
        ("afternoon", part): "no",
    }
    member.refresh_from_db()
    assert member.answered_by == coordinator
    event = Event.objects.get(kind=Event.Kind.AVAILABILITY_IMPORTED)
    assert event.detail == {"people": 2, "answers": 3}


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("name,{am}\nAnn,yes\n", "The whole file", "This column is missing."),
        ("who,someday\nx,yes\n", "The whole file", "This is not one of the half-days asked about"),
        ("who,1999-01-01 morning\nx,yes\n", "The whole file", "not one of the half-days"),
        ("who,{am}\nnobody@example.org,yes\n", "2", "takes no part in this challenge."),
        ("who,{am}\n{who},often\n", "2", "“often” is not yes, if need be or no."),
        ("who,{am}\n{who},yes\n{who},no\n", "3", "Row 2 is of the same."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(
    client, challenge, half_days, member, coordinator, text, place, sentence
):
    text = text.format(am=half_days[0].half_day, who=member.user.email)

    page = upload(client, challenge, text)

    assert "Nothing can be brought in" in page.text
    assert sentence in page.text
    assert f'<td class="govuk-table__cell">{place}</td>' in page.text
    assert not Availability.objects.exists()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.csv", "", "This file is empty."),
        ("a.pdf", "%PDF-1.7 and more", "neither a spreadsheet nor text"),
        ("a.csv", "who\n" + "x\n" * 1001, "more than 1,000 rows"),
    ],
)
def test_a_file_that_is_no_table_is_refused(client, challenge, coordinator, name, text, sentence):
    page = upload(client, challenge, text, name)

    assert page.context["form"].errors
    assert sentence in page.text


def test_a_preview_that_somebody_forged_is_refused(
    client, challenge, member, half_days, coordinator
):
    page = upload(client, challenge, f"who,{half_days[0].half_day}\n{member.user.email},yes\n")

    response = apply(client, challenge, page, preview="forged")

    assert "This preview is not one of ours. Upload the file again." in response.text
    assert not Availability.objects.exists()


def test_a_preview_of_another_challenge_is_refused(
    client, challenge, member, half_days, coordinator, partnership
):
    other = made.challenge(cycle=factories.cycle(partnership=partnership))
    page = upload(client, challenge, f"who,{half_days[0].half_day}\n{member.user.email},yes\n")

    response = apply(client, other, page)

    assert "This preview is not one of ours." in response.text
    assert not Availability.objects.exists()


def test_when_somebody_answered_meanwhile_nothing_is_brought_in(
    client, challenge, member, half_days, coordinator
):
    page = upload(client, challenge, f"who,{half_days[0].half_day}\n{member.user.email},yes\n")
    made.availability(possible_session=half_days[0], of=member, answer="no")

    response = apply(client, challenge, page)

    assert "Somebody has answered since you looked at this preview" in response.text
    assert member.availabilities.get().answer == "no"
