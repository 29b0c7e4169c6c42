"""An agency's part in a survey, for its lead and for the coordinator."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from section11.people.models import Role
from section11.record.models import Email
from surveys.models import SurveyToken
from surveys.running import links
from tests import factories
from tests import survey_factories as made


def url(name, subject, *more):
    return reverse(f"surveys:surveyed-agency-{name}", args=[subject.pk, *more])


def words(page):
    return " ".join(page.text.split())


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client


def test_the_lead_has_link_poster_code_and_the_number_of_answers(signed_in, surveyed):
    made.sealed(surveyed_agency=surveyed, times=3)

    page = signed_in.get(surveyed.get_absolute_url())

    assert links.address_of(surveyed) in page.text
    assert "<strong>3</strong> people have answered" in words(page)
    for link in (url("poster", surveyed), url("code", surveyed, "png")):
        assert link in page.text
    assert url("renew", surveyed) not in page.text


def test_a_reader_of_the_agency_sees_neither_link_nor_number(client, surveyed, agency):
    client.force_login(factories.member(Role.READER, agency=agency))

    page = client.get(surveyed.get_absolute_url())

    assert links.key_of(surveyed) not in page.text
    assert "answered" not in words(page)


def test_the_home_page_leads_there_and_asks_for_the_number_of_staff(signed_in, surveyed):
    home = words(signed_in.get("/"))

    assert surveyed.get_absolute_url() in signed_in.get("/").text
    assert "Please say how many staff could answer." in home


def test_the_coordinator_has_each_survey_with_what_is_next_on_the_home_page(
    client, survey, coordinator
):
    client.force_login(coordinator)

    home = words(client.get("/"))

    assert survey.name in home
    assert "Few have answered in 1 agency." in home


def test_an_agency_cannot_leave_the_partnership_unnoticed_while_its_staff_are_asked(
    client, surveyed, agency, coordinator
):
    client.force_login(coordinator)

    page = client.get(reverse("people:place-end", args=[agency.places.get().pk]))

    assert surveyed.get_absolute_url() in page.text


def test_the_lead_says_how_many_staff_could_answer(signed_in, surveyed, lead):
    page = signed_in.post(
        url("headcount", surveyed), {f"headcount_{surveyed.pk}": "85", "drawn": "{}"}, follow=True
    )

    assert f"{lead} said on" in words(page)
    assert "that 85 could answer" in words(page)


@pytest.mark.parametrize("typed", ["1200", "1,200", " 1 200 "])
def test_a_number_of_staff_is_taken_as_people_write_it(signed_in, surveyed, typed):
    signed_in.post(url("headcount", surveyed), {f"headcount_{surveyed.pk}": typed, "drawn": "{}"})

    surveyed.refresh_from_db()
    assert surveyed.headcount == 1200


@pytest.mark.parametrize("typed", ["12,5", "0", "1.5", "many"])
def test_what_is_no_number_of_staff_is_said_and_kept(signed_in, surveyed, typed):
    page = signed_in.post(
        url("headcount", surveyed), {f"headcount_{surveyed.pk}": typed, "drawn": "{}"}
    )

    assert "“Number of staff”: enter a number from 1 to 100,000" in words(page)
    assert f'value="{typed}"' in page.text


def test_numbers_of_a_shared_survey_lead_back_with_the_reason(signed_in, cycle, agency):
    survey = made.survey(cycle=cycle, agencies=[agency], status="shared")

    page = signed_in.get(url("headcount", survey.agencies.get()), follow=True)

    assert "the numbers of staff no longer change" in words(page)


# --- poster and code ---


def test_the_poster_has_the_code_the_link_and_what_happens_to_answers(signed_in, surveyed):
    page = signed_in.get(url("poster", surveyed))

    assert 'class="app-code"' in page.text
    assert page.text.count(links.address_of(surveyed)) == 2
    assert "Nobody can tell who has answered" in words(page)
    assert "It is not a place to report a concern about a child" in words(page)


@pytest.mark.parametrize(("in_days", "said"), [(0, False), (1, True)])
def test_a_poster_that_is_put_up_early_says_from_when_the_link_works(
    signed_in, cycle, agency, in_days, said
):
    first = timezone.localdate() + timedelta(days=in_days)
    survey = made.survey(cycle=cycle, agencies=[agency], opens_on=first)

    page = words(signed_in.get(url("poster", survey.agencies.get())))

    assert (f"from <strong>{first:%-d %B %Y}</strong> until" in page) == said


@pytest.mark.parametrize(("fmt", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_the_code_comes_as_a_file(signed_in, surveyed, fmt, begins):
    file = signed_in.get(url("code", surveyed, fmt))

    assert file.content.startswith(begins)
    assert file.headers["Content-Disposition"] == f'attachment; filename="survey-code.{fmt}"'


def test_another_format_of_the_code_is_not_there(signed_in, surveyed):
    assert signed_in.get(url("code", surveyed, "exe")).status_code == 404


def test_where_links_are_personal_there_is_no_poster(signed_in, token_agency):
    page = signed_in.get(url("poster", token_agency), follow=True)

    assert "no link to put on a poster" in words(page)


# --- a new link ---


def test_the_coordinator_is_told_first_what_a_new_link_throws_away(client, coordinator, surveyed):
    client.force_login(coordinator)
    made.sealed(surveyed_agency=surveyed, times=2)
    old = links.address_of(surveyed)

    asked = words(client.get(url("renew", surveyed)))
    page = client.post(url("renew", surveyed), follow=True)

    assert "What 2 people have answered by it is thrown away, all of it" in asked
    assert "What 2 people answered was thrown away." in words(page)
    assert old not in page.text


def test_of_two_who_renew_a_link_at_once_the_second_is_told_and_the_new_link_stays(
    client, coordinator, surveyed
):
    client.force_login(coordinator)
    drawn = client.get(url("renew", surveyed)).context["form"]["version"].value()

    client.post(url("renew", surveyed), {"version": drawn})
    late = client.post(url("renew", surveyed), {"version": drawn}, follow=True)

    surveyed.refresh_from_db()
    assert "has been given a new link already" in words(late)
    assert surveyed.link_version == drawn + 1


# --- personal links ---


def test_with_personal_links_nobody_is_promised_more_than_is_so(
    signed_in, token_agency, survey, surveyed
):
    by_token = words(signed_in.get(token_agency.get_absolute_url()))
    by_link = words(signed_in.get(surveyed.get_absolute_url()))

    assert "Nobody is told who has answered" in by_token
    assert "Nobody can tell who has answered" in by_link


def test_typed_addresses_are_sent_a_link_each(signed_in, token_agency):
    page = signed_in.post(
        url("addresses", token_agency), {"typed": "a@example.org\r\nb@example.org"}, follow=True
    )

    assert "2 links are on the way." in words(page)
    assert "2 people have been sent a link of their own." in words(page)
    assert Email.objects.count() == 2


def test_a_file_of_addresses_is_read(signed_in, token_agency):
    made.token(surveyed_agency=token_agency, address="a@example.org")
    file = SimpleUploadedFile("staff.csv", b"email\na@example.org\nb@example.org\n")

    page = signed_in.post(url("addresses", token_agency), {"file": file}, follow=True)

    assert "1 link is on the way. 1 had been sent one before and got no second." in words(page)


@pytest.mark.parametrize("is_used", [True, False])
def test_whoever_replaces_a_lost_link_is_told_the_same_whether_it_was_used_or_not(
    signed_in, token_agency, is_used
):
    made.token(surveyed_agency=token_agency, address="a@example.org", is_used=is_used)
    way = signed_in.get(token_agency.get_absolute_url())

    page = signed_in.post(url("lost-link", token_agency), {"address": "A@example.org"}, follow=True)

    assert url("lost-link", token_agency) in way.text
    assert "A mail to a@example.org is on the way." in words(page)
    assert "It holds a new link, or says that theirs was used already" in words(page)
    assert Email.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "Type the address to which the link was sent"),
        ("Mrs Smith", "Enter a whole e-mail address"),
        ("b@example.org", "No link has been sent to b@example.org."),
    ],
)
def test_an_address_that_can_have_lost_no_link_is_said_and_kept(
    signed_in, token_agency, address, said
):
    made.token(surveyed_agency=token_agency, address="a@example.org")

    page = signed_in.post(
        url("lost-link", token_agency), {"address": address, "csrfmiddlewaretoken": "x"}
    )

    assert said in words(page)
    assert f'value="{address}"' in page.text or not address
    assert not Email.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Type the addresses or choose a file: one of the two"),
        ({"typed": "a@example.org\nMrs Smith"}, "Line 2: “mrs smith” is not an e-mail address."),
        ({"file": b"name\nAda\n"}, "Nothing was sent. No column is called “email”."),
        ({"file": b"%PDF-1.7 x"}, "neither a spreadsheet nor text"),
    ],
)
def test_nothing_is_sent_while_an_address_is_wrong(signed_in, token_agency, sent, said):
    if "file" in sent:
        sent = {"file": SimpleUploadedFile("staff.csv", sent["file"])}

    page = signed_in.post(url("addresses", token_agency), sent | {"csrfmiddlewaretoken": "x"})

    assert said in words(page)
    assert not SurveyToken.objects.exists()
    assert not Email.objects.exists()
