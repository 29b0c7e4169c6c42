import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone

from section11.people import demo_people, registry
from section11.people.models import Role, User
from section11.people.operations import sign_ins
from section11.record.models import Event
from tests import factories

URL = reverse("people:sign-in")


@pytest.fixture
def person(agency):
    return factories.member(Role.LEAD, agency=agency, email="lead@example.org")


def send(client, email="lead@example.org", password=factories.PASSWORD, **fields):
    return client.post(URL, {"email": email, "password": password} | fields)


def who_is_in(client):
    return client.session.get("_auth_user_id")


def kinds():
    return [event.kind for event in Event.objects.order_by("pk")]


def test_the_right_password_lets_in(client, person):
    response = send(client)

    assert response.headers["Location"] == reverse("web:home")
    assert who_is_in(client) == str(person.pk)
    event = Event.objects.get()
    assert (event.kind, event.by, event.subject_id) == (Event.Kind.SIGNED_IN, person, person.pk)


def test_an_address_in_capitals_with_spaces_is_the_same_address(client, person):
    send(client, email=" Lead@Example.ORG ")

    assert who_is_in(client) == str(person.pk)


def test_a_new_session_begins(client, person):
    client.get(URL)
    client.session.save()
    before = client.session.session_key

    send(client)

    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("lead@example.org", "wrong password"),
        ("nobody@example.org", factories.PASSWORD),
        ("left@example.org", factories.PASSWORD),
    ],
    ids=["wrong password", "no such address", "person switched off"],
)
def test_a_refusal_never_tells_whether_the_address_exists(client, person, email, password):
    factories.user(email="left@example.org", is_active=False)

    response = send(client, email, password)

    assert response.context["form"].errors == {"email": [sign_ins.WRONG]}
    assert who_is_in(client) is None
    assert [(e.kind, e.about, e.by) for e in Event.objects.all()] == [
        (Event.Kind.SIGN_IN_FAILED, email, None)
    ]


def test_a_password_is_never_sent_back(client, person):
    response = send(client, password="wrong password")

    assert 'value="lead@example.org"' in response.text
    assert "wrong password" not in response.text


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"email": ""}, "Enter your e-mail address"),
        ({"email": "lead"}, "Enter an e-mail address such as name@example.org"),
        ({"password": ""}, "Enter your password"),
    ],
)
def test_what_is_missing_is_said(client, person, sent, message):
    response = send(client, **sent)

    assert f"Error:</span> {message}" in response.text
    assert kinds() == []


@pytest.mark.parametrize("email", ["lead@example.org", "nobody@example.org"])
def test_after_five_wrong_attempts_even_the_right_password_waits(client, person, email):
    for _ in range(5):
        send(client, email, "wrong password")

    response = send(client, email)

    assert response.context["form"].errors["email"] == [
        "There were 5 wrong attempts for this e-mail address. Wait 15 minutes, then try again"
    ]
    assert who_is_in(client) is None
    assert kinds() == [Event.Kind.SIGN_IN_FAILED] * 5


def test_the_wait_is_for_one_address_only(client, person):
    for _ in range(5):
        send(client, "someone.else@example.org", "wrong password")

    send(client)

    assert who_is_in(client) == str(person.pk)


def failed_before(*minutes):
    now = timezone.now()
    for each in minutes:
        at = now - timedelta(minutes=each)
        Event.objects.create(kind=Event.Kind.SIGN_IN_FAILED, about="lead@example.org", at=at)


def test_the_wait_is_counted_from_the_first_of_the_five(client, person):
    failed_before(14.5, 3, 2, 1, 0)

    response = send(client)

    assert "Wait 1 minute, then" in response.context["form"].errors["email"][0]


def test_the_wait_ends_fifteen_minutes_after_the_first_of_the_five(client, person):
    failed_before(15.1, 3, 2, 1, 0)

    send(client)

    assert who_is_in(client) == str(person.pk)


def test_the_page_goes_on_to_where_the_person_was_going(client, person):
    wanted = reverse("people:agency-list")
    page = client.get(wanted, follow=True)

    response = send(client, next=page.context["form"]["next"].value())

    assert page.redirect_chain[0][0] == f"{URL}?{urlencode({'next': wanted}, safe='/')}"
    assert response.headers["Location"] == wanted


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", URL, f"{URL}?x"],
)
def test_it_never_goes_on_to_another_site_or_in_a_circle(client, person, elsewhere):
    response = send(client, next=elsewhere)

    assert response.headers["Location"] == reverse("web:home")


def test_someone_signed_in_is_not_asked_again(client, person):
    client.force_login(person)

    response = client.get(URL, {"next": reverse("people:agency-list")})

    assert response.headers["Location"] == reverse("people:agency-list")


@pytest.fixture
def demo(settings, agency, monkeypatch):
    """A demo with two leads and an approver, no tips, and one person who is not of the demo."""
    settings.DEMO = True
    monkeypatch.setattr(registry, "demo_tips", [])
    for name, role in [("Ann", Role.LEAD), ("Bea", Role.LEAD), ("Cy", Role.APPROVER)]:
        factories.member(role, agency=agency, name=name, email=f"{name.lower()}@demo.example")
    hashed = make_password(demo_people.PASSWORD)
    User.objects.filter(email__endswith=".example").update(password=hashed)
    factories.member(Role.LEAD, agency=agency, name="Real", email="real@council.gov.uk")


def test_the_demo_shows_one_of_each_role_and_what_they_do_then_the_others(client, demo, agency):
    response = client.get(URL)

    shown = [(p.name, p.email, p.role, p.does) for p in response.context["people"]]
    assert shown == [
        (
            "Ann",
            "ann@demo.example",
            f"Safeguarding lead, {agency}",
            "fills in the agency's self-audit and sends it for sign-off",
        ),
        (
            "Cy",
            "cy@demo.example",
            f"Approver, {agency}",
            "reads the agency's self-audit and signs it off",
        ),
    ]
    assert [p.name for p in response.context["other_people"]] == ["Bea"]
    assert demo_people.PASSWORD in response.text


def test_a_role_in_no_agency_or_partnership_is_named_alone(client, demo):
    factories.member(Role.ADMINISTRATOR, name="Di", email="di@demo.example")

    response = client.get(URL)

    assert "Administrator of the service" in [p.role for p in response.context["people"]]


def test_the_demo_begins_with_whom_there_is_something_to_try(client, demo, monkeypatch):
    tips = {"cy@demo.example": "Sign it off.", "bea@demo.example": "Begin with standard 3."}
    monkeypatch.setattr(registry, "demo_tips", [lambda: tips])

    response = client.get(URL)

    assert [p.name for p in response.context["people"]] == ["Cy", "Bea"]
    assert [p.name for p in response.context["other_people"]] == ["Ann"]
    assert "Begin with standard 3." in response.text


def test_one_press_signs_in_as_someone_of_the_demo(client, demo):
    response = client.get(URL)

    signed_in = client.post(URL, sent_by(response.text, "Cy"), follow=True)

    assert signed_in.context["user"].name == "Cy"


def sent_by(html, name):
    """The hidden fields of the form whose button signs in as `name`."""
    form = next(part for part in html.split("<form")[1:] if f" as {name}," in part)
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def test_elsewhere_no_people_and_no_password_are_shown(client, agency):
    factories.member(Role.LEAD, agency=agency, name="Ann Demo", email="ann@demo.example")

    response = client.get(URL)

    assert "Ann Demo" not in response.text
    assert demo_people.PASSWORD not in response.text


def test_the_demo_asks_the_same_of_the_database_for_one_person_and_for_three(
    client, settings, agency, monkeypatch, django_assert_num_queries
):
    settings.DEMO = True
    monkeypatch.setattr(registry, "demo_tips", [])
    factories.member(Role.LEAD, agency=agency, email="a@demo.example")
    with django_assert_num_queries(1):
        client.get(URL)
    factories.member(Role.LEAD, agency=agency, email="b@demo.example")
    factories.member(Role.APPROVER, agency=agency, email="c@demo.example")

    with django_assert_num_queries(1):
        client.get(URL)


def test_the_browser_may_fill_in_both_fields(client, db):
    response = client.get(URL)

    assert 'autocomplete="username"' in response.text
    assert 'autocomplete="current-password"' in response.text
