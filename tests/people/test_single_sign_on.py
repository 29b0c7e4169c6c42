"""Signing in through a real OpenID Connect provider, which runs on this machine."""

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from section11.people.accounts import providers
from section11.people.models import Role, User
from section11.record.models import Event
from tests import factories
from tests.people import provider
from tests.people.signing_in import SECOND_STEP, page, second_step, who_is_in

# Of the provider's own code.
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")

SIGN_IN = reverse("people:sign-in")
START = reverse("openid_connect_login", args=["council"])
BACK = reverse("openid_connect_callback", args=["council"])
PEOPLE = {
    "lead": {"email": "Lead@council.example.org", "email_verified": True, "name": "Ann"},
    "unverified": {"email": "lead@council.example.org", "email_verified": False},
    "silent": {"email": "lead@council.example.org"},
    "elsewhere": {"email": "lead@police.example.org", "email_verified": True},
    "uninvited": {"email": "nobody@council.example.org", "email_verified": True},
    "left": {"email": "left@council.example.org", "email_verified": True},
    "nameless": {"name": "Someone"},
}


@pytest.fixture(scope="module")
def url():
    with provider.serving(PEOPLE) as url:
        yield url


def described(url):
    return {
        "id": "council",
        "name": "Council",
        "url": url,
        "client_id": "section11",
        "secret": "between us",
        "domains": ["Council.example.org"],
    }


@pytest.fixture
def configured(settings, url):
    def configure(**more):
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": providers.apps([described(url) | more]),
            }
        }

    configure()
    return configure


@pytest.fixture
def person(agency, configured):
    factories.user(email="left@council.example.org", is_active=False)
    factories.member(Role.LEAD, agency=agency, email="lead@police.example.org")
    return factories.member(Role.LEAD, agency=agency, email="lead@council.example.org")


@pytest.fixture
def visitor():
    return Client()


def come_by_provider(visitor, sub, start=START):
    """Through the provider and back, as `sub` there; what the page says in the end."""
    away = visitor.get(start).headers["Location"]
    back = requests.post(away, data={"sub": sub}, allow_redirects=False).headers["Location"]
    return visitor.get(back, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_the_page_offers_the_provider(visitor, person):
    response = visitor.get(SIGN_IN)

    assert "Sign in with Council" in response.text
    assert f'href="{START}' in response.text


def test_who_was_invited_comes_in(visitor, person):
    response = come_by_provider(visitor, "lead")

    assert page(response) == reverse("web:home")
    assert who_is_in(visitor) == str(person.pk)
    assert [e.kind for e in Event.objects.filter(by=person)] == [Event.Kind.SIGNED_IN]


def test_a_password_stays_what_it_was(visitor, person):
    come_by_provider(visitor, "lead")

    person.refresh_from_db()
    assert person.check_password(factories.PASSWORD)


def test_it_goes_on_to_where_the_person_was_going(visitor, person):
    wanted = reverse("people:agency-list")

    response = come_by_provider(visitor, "lead", f"{START}?next={wanted}")

    assert page(response) == wanted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/"])
def test_it_never_goes_on_to_another_site(visitor, person, elsewhere):
    response = come_by_provider(visitor, "lead", f"{START}?next={elsewhere}")

    assert page(response) == reverse("web:home")


@pytest.mark.parametrize(
    "sub", ["uninvited", "unverified", "silent", "elsewhere", "left", "nameless"]
)
def test_nobody_else_gets_an_account_and_all_read_the_same(visitor, person, sub):
    people = User.objects.count()

    response = come_by_provider(visitor, sub)

    assert page(response) == SIGN_IN
    assert said(response)[0].startswith(
        "You were not signed in: nobody with that e-mail address has an account here."
    )
    assert who_is_in(visitor) is None
    assert User.objects.count() == people
    assert Event.objects.get().kind == Event.Kind.SIGN_IN_FAILED


def test_a_provider_that_never_says_verified_can_be_trusted_by_name(visitor, person, configured):
    configured(trusts_unverified=True)

    come_by_provider(visitor, "silent")

    assert who_is_in(visitor) == str(person.pk)


def test_even_then_it_speaks_for_its_own_domains_only(visitor, person, configured):
    configured(trusts_unverified=True)

    come_by_provider(visitor, "elsewhere")

    assert who_is_in(visitor) is None


def test_the_second_step_comes_after_it_too(visitor, person):
    factories.authenticator_app(person)

    asked = come_by_provider(visitor, "lead")
    second_step(visitor, factories.app_code())

    assert page(asked) == SECOND_STEP
    assert who_is_in(visitor) == str(person.pk)


def test_a_new_session_begins(visitor, person):
    visitor.get(START)
    before = visitor.session.session_key

    come_by_provider(visitor, "lead")

    assert visitor.session.session_key != before


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(visitor, person):
    away = Client().get(START).headers["Location"]
    back = requests.post(away, data={"sub": "lead"}, allow_redirects=False).headers["Location"]

    response = visitor.get(back, follow=True)

    assert said(response) == [
        "You were not signed in: Council did not confirm who you are. Try again, or sign in in"
        " another way."
    ]
    assert who_is_in(visitor) is None


def test_whoever_stops_at_the_provider_is_back_at_our_page(visitor, person):
    state = provider.query(visitor.get(START).headers["Location"])["state"]

    response = visitor.get(BACK, {"error": "access_denied", "state": state}, follow=True)

    assert page(response) == SIGN_IN
    assert "Council did not confirm who you are" in said(response)[0]


def test_a_provider_that_does_not_answer_is_said(visitor, person, configured):
    configured(url="http://localhost:9")

    response = visitor.get(START, follow=True)

    assert page(response) == SIGN_IN
    assert "Council did not confirm who you are" in said(response)[0]


def test_nobody_connects_an_account_of_another_address(visitor, person, people):
    visitor.force_login(people["reader"])

    response = come_by_provider(visitor, "uninvited", f"{START}?process=connect")

    assert said(response)[0].startswith("You were not signed in")


@pytest.mark.parametrize(
    "wrong",
    [
        [{"id": "council"}],
        [described("https://x.example") | {"domains": []}],
        [described("https://x.example") | {"tpyo": 1}],
        ["council"],
        {"id": "council"},
    ],
    ids=["too little", "for nobody", "too much", "a text", "no list"],
)
def test_a_provider_described_badly_stops_the_start(wrong):
    with pytest.raises(ImproperlyConfigured, match="See .env.example"):
        providers.apps(wrong)
