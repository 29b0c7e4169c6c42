"""Who must have a second step at sign-in, and how it goes."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from section11.people import demo_people
from section11.people.accounts import encryption
from section11.people.models import User
from section11.people.operations import second_factors
from section11.record.models import Email, Event
from tests import factories
from tests.people.signing_in import (
    SECOND_STEP,
    ask_for_code,
    by_password,
    enter_code,
    mailed_code,
    page,
    second_step,
    who_is_in,
)

YOURS = reverse("people:your-sign-in")
SET_UP = reverse("mfa_activate_totp")
HOME = reverse("web:home")
DEMANDED = [
    "coordinator",
    "chair",
    "board member",
    "panel member",
    "scrutineer",
    "lay member",
    "granted reader",
    "administrator",
]
FREE = ["lead", "contributor", "approver", "chief officer", "reader"]


@pytest.fixture
def visitor():
    """Signs in through the pages: the test client's own way in has every step done."""
    return Client()


@pytest.mark.parametrize("who", DEMANDED)
def test_who_sees_more_than_one_agency_must_set_one_up_first(visitor, people, who):
    response = by_password(visitor, people[who])
    again = visitor.get(reverse("people:agency-list"))

    assert page(response) == YOURS
    assert "You need a second step at sign-in" in response.text
    assert again.headers["Location"] == YOURS


@pytest.mark.parametrize("who", FREE)
def test_the_people_of_one_agency_need_none(visitor, people, who):
    assert page(by_password(visitor, people[who])) == HOME


@pytest.mark.parametrize("who", FREE)
def test_an_agency_can_demand_it_of_its_own(visitor, people, agency, who):
    by_password(visitor, people[who])
    agency.demands_second_factor = True
    agency.save()

    response = visitor.get(HOME)

    assert response.headers["Location"] == YOURS


def test_what_was_typed_when_it_came_to_be_demanded_is_held(visitor, people, agency):
    by_password(visitor, people["lead"])
    agency.demands_second_factor = True
    agency.save()

    response = visitor.post(
        reverse("people:agency-edit", args=[agency.pk]), {"note": "Typed for an hour"}
    )

    assert response.status_code == 403
    assert "You now need a second step at sign-in" in response.text
    assert "Typed for an hour" in response.text
    assert reverse("web:continue-saving") in response.text


def test_whoever_must_set_one_up_can_still_leave_and_read_what_is_for_everyone(visitor, people):
    by_password(visitor, people["coordinator"])

    assert visitor.get(reverse("web:accessibility")).status_code == 200
    assert visitor.get(reverse("web:healthz")).status_code == 200
    assert page(visitor.post(reverse("people:sign-out"), follow=True)) == reverse("people:sign-in")


@pytest.mark.django_db(transaction=True)  # allauth tells of it when the transaction is done
def test_setting_up_an_app_is_the_second_step_of_this_session(visitor, people):
    person = people["coordinator"]
    by_password(visitor, person)
    secret = visitor.get(SET_UP).context["form"].secret

    response = visitor.post(SET_UP, {"code": factories.app_code(secret=secret)}, follow=True)

    assert page(response) == reverse("mfa_view_recovery_codes")
    assert len(response.context["unused_codes"]) == 10
    assert visitor.get(HOME).status_code == 200
    added = Event.objects.filter(kind=Event.Kind.SECOND_FACTOR_ADDED, by=person)
    assert {event.detail["factor"] for event in added} == {"totp", "recovery_codes"}
    assert "An authenticator app was set up" in Email.objects.get(to=person).body


def test_a_wrong_code_sets_nothing_up(visitor, people):
    by_password(visitor, people["coordinator"])
    visitor.get(SET_UP)

    response = visitor.post(SET_UP, {"code": "000000"})

    # Nobody here has a passkey that could be offered instead.
    assert "look whether the phone&#x27;s clock is right" in response.text
    assert "passkey" not in response.text
    assert not Authenticator.objects.exists()


def test_after_the_password_comes_the_code_of_the_app(visitor, people):
    person = people["board member"]
    factories.authenticator_app(person)

    asked = by_password(visitor, person, next=reverse("board:cycle-list"))
    in_between = who_is_in(visitor)
    response = second_step(visitor, factories.app_code())

    assert (page(asked), in_between) == (SECOND_STEP, None)
    assert page(response) == reverse("board:cycle-list")
    assert who_is_in(visitor) == str(person.pk)


def test_after_a_mailed_code_too(visitor, people):
    person = people["board member"]
    factories.authenticator_app(person)
    ask_for_code(visitor, person.email)

    asked = enter_code(visitor, mailed_code(person))
    second_step(visitor, factories.app_code())

    assert page(asked) == SECOND_STEP
    assert who_is_in(visitor) == str(person.pk)


@pytest.mark.parametrize("ahead", [-1, 1])
def test_a_clock_may_be_half_a_minute_off(visitor, people, ahead):
    factories.authenticator_app(people["lead"])
    by_password(visitor, people["lead"])

    second_step(visitor, factories.app_code(ahead=ahead))

    assert who_is_in(visitor) == str(people["lead"].pk)


@pytest.mark.parametrize("code", ["000000", "", "12345678", "\N{ARABIC-INDIC DIGIT ONE}" * 6])
def test_a_wrong_code_is_said_and_nobody_is_in(visitor, people, code):
    factories.authenticator_app(people["lead"])
    by_password(visitor, people["lead"])

    response = second_step(visitor, code)

    assert "There is a problem" in response.text
    assert who_is_in(visitor) is None


def test_a_wrong_code_is_on_record(visitor, people):
    factories.authenticator_app(people["lead"])
    by_password(visitor, people["lead"])

    second_step(visitor, "000000")

    event = Event.objects.get(kind=Event.Kind.SIGN_IN_FAILED)
    assert (event.subject_id, event.by) == (people["lead"].pk, None)


@pytest.mark.database
def test_the_code_of_the_app_works_once(visitor, people):
    factories.authenticator_app(people["lead"])
    by_password(visitor, people["lead"])
    code = factories.app_code()
    second_step(visitor, code)
    visitor.post(reverse("people:sign-out"))

    by_password(visitor, people["lead"])
    second_step(visitor, code)

    assert who_is_in(visitor) is None


def test_a_recovery_code_works_once(visitor, people):
    factories.authenticator_app(people["lead"])
    kept = Authenticator.objects.get(user=people["lead"], type="recovery_codes")
    code = kept.wrap().get_unused_codes()[0]
    by_password(visitor, people["lead"])
    second_step(visitor, code)
    once = who_is_in(visitor)
    visitor.post(reverse("people:sign-out"))
    by_password(visitor, people["lead"])

    second_step(visitor, code)

    assert (once, who_is_in(visitor)) == (str(people["lead"].pk), None)


@pytest.mark.database
def test_guessing_codes_is_stopped_after_five_whichever_browser_does_it(people):
    factories.authenticator_app(people["lead"])
    for _ in range(5):
        guesser = Client()
        by_password(guesser, people["lead"])
        second_step(guesser, "000000")
    visitor = Client()
    by_password(visitor, people["lead"])

    response = second_step(visitor, factories.app_code())

    assert "There were too many wrong codes. Wait five minutes" in response.text
    assert who_is_in(visitor) is None


def test_the_second_step_has_nothing_for_whoever_did_not_take_the_first(visitor, people):
    factories.authenticator_app(people["lead"])

    response = second_step(visitor, factories.app_code())

    assert page(response) == reverse("people:sign-in")
    assert who_is_in(visitor) is None


def test_beginning_again_forgets_the_first_step(visitor, people):
    factories.authenticator_app(people["lead"])
    by_password(visitor, people["lead"])

    visitor.post(reverse("people:sign-out"))
    response = visitor.get(SECOND_STEP, follow=True)

    assert page(response) == reverse("people:sign-in")


def test_who_removes_their_only_one_is_asked_for_another(visitor, people):
    person = people["coordinator"]
    factories.authenticator_app(person)
    by_password(visitor, person)
    second_step(visitor, factories.app_code())

    visitor.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=person).exists()
    assert visitor.get(HOME).headers["Location"] == YOURS
    removed = Event.objects.filter(kind=Event.Kind.SECOND_FACTOR_REMOVED, by=person)
    assert {event.detail["factor"] for event in removed} == {"totp", "recovery_codes"}


def test_who_has_lost_what_they_had_begins_anew(visitor, client, people):
    person = people["board member"]
    factories.second_steps(person)

    client.force_login(people["coordinator"])
    response = client.post(reverse("people:person-second-step-remove", args=[person.pk]))

    assert response.headers["Location"] == reverse("people:person-detail", args=[person.pk])
    assert page(by_password(visitor, person)) == YOURS
    assert f"{people['coordinator'].name} removed your second step" in Email.objects.get().body
    removed = Event.objects.filter(kind=Event.Kind.SECOND_FACTOR_REMOVED)
    assert {event.by for event in removed} == {people["coordinator"]}


def test_there_is_nothing_to_remove_of_someone_without(client, people):
    client.force_login(people["coordinator"])

    response = client.post(
        reverse("people:person-second-step-remove", args=[people["chair"].pk]), follow=True
    )

    assert "has no second step to remove." in response.text


def test_secrets_rest_encrypted(people):
    factories.authenticator_app(people["lead"])

    kept = {each.type: each.data for each in Authenticator.objects.filter(user=people["lead"])}

    assert factories.TOTP_SECRET not in str(kept)
    assert encryption.decrypt(kept["totp"]["secret"]) == factories.TOTP_SECRET
    assert len(encryption.decrypt(kept["recovery_codes"]["seed"])) == 80


def test_a_new_key_goes_before_the_old_one_and_nobody_is_shut_out(visitor, people, settings):
    factories.authenticator_app(people["lead"])
    settings.ENCRYPTION_KEYS = ["a new key", *settings.ENCRYPTION_KEYS]
    by_password(visitor, people["lead"])

    second_step(visitor, factories.app_code())

    assert who_is_in(visitor) == str(people["lead"].pk)


def test_asking_whether_someone_needs_one_costs_no_query_of_its_own(visitor, people, client):
    by_password(visitor, people["lead"])
    client.force_login(people["lead"])  # has had a second step, so nothing is asked

    with CaptureQueriesContext(connection) as asked:
        visitor.get(HOME)
    with CaptureQueriesContext(connection) as not_asked:
        client.get(HOME)

    assert len(asked) == len(not_asked)


@pytest.fixture
def demo_member(settings, people):
    settings.DEMO = True
    person = people["board member"]
    User.objects.filter(pk=person.pk).update(
        email="board@demo.example", password=make_password(demo_people.PASSWORD)
    )
    person.refresh_from_db()
    second_factors.enrol(user=person, secret=demo_people.TOTP_SECRET, by=person)
    return person


def test_the_demo_shows_the_code_of_its_own_people(visitor, demo_member):
    for _ in range(3):  # three times within a minute
        asked = visitor.post(
            reverse("people:sign-in"),
            {"email": demo_member.email, "password": demo_people.PASSWORD},
            follow=True,
        )
        assert "Only this demo shows it" in asked.text
        second_step(visitor, asked.context["demo_code"])
        assert who_is_in(visitor) == str(demo_member.pk)
        visitor.post(reverse("people:sign-out"))


def test_the_demo_shows_the_code_of_an_app_set_up_in_it(visitor, demo_member):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of this test only
    demo_member.authenticator_set.all().delete()
    second_factors.enrol(user=demo_member, secret=secret, by=demo_member)

    asked = visitor.post(
        reverse("people:sign-in"),
        {"email": demo_member.email, "password": demo_people.PASSWORD},
        follow=True,
    )

    shown = {factories.app_code(secret=secret, ahead=half_minutes) for half_minutes in (-1, 0)}
    assert asked.context["demo_code"] in shown


def test_elsewhere_no_code_is_shown(visitor, demo_member, settings):
    settings.DEMO = False

    asked = visitor.post(
        reverse("people:sign-in"),
        {"email": demo_member.email, "password": demo_people.PASSWORD},
        follow=True,
    )

    assert (page(asked), asked.context["demo_code"]) == (SECOND_STEP, "")
    assert "The code is" not in asked.text


def test_the_demo_shows_no_code_of_anybody_real(visitor, people, settings):
    settings.DEMO = True
    factories.authenticator_app(people["lead"])

    assert by_password(visitor, people["lead"]).context["demo_code"] == ""
