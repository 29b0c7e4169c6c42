"""Signing in as people do it: by passkey, by a code, with a second step, in a real browser."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.browser.accessibility import assert_accessible
from tests.people.signing_in import mailed_code

HOME = reverse("web:home")


@pytest.fixture
def by_name(live_server):
    """The site under a name: a browser makes no passkey for a number such as 127.0.0.1."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page_of_somebody(new_context, by_name, live_server):
    return new_context(base_url=by_name).new_page()


def with_device_lock(page):
    """A device that keeps passkeys behind its lock, and opens it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_a_coordinator_adds_a_passkey_and_needs_nothing_else(page_of_somebody, people, complaints):
    page, person = page_of_somebody, people["coordinator"]
    with_device_lock(page)
    page.goto(reverse("people:sign-in"))
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Set up a second step")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("A name for it").fill("Work laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Carry on").click()
    expect(page.get_by_text("Work laptop, added")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.wait_for_url(lambda url: url.endswith(HOME))
    expect(page.get_by_role("heading", name=f"Hello, {person.name}")).to_be_visible()
    forget_other_hosts(complaints)


def test_a_passkey_is_the_second_step_after_a_password(page_of_somebody, people, complaints):
    page, person = page_of_somebody, people["lead"]
    with_device_lock(page)
    page.goto(reverse("people:sign-in"))
    password(page, person)
    page.goto(reverse("mfa_add_webauthn"))
    assert_accessible(page)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    sign_out(page)

    password(page, person)
    expect(page.get_by_role("heading", name="Your second step")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Use your passkey").click()

    page.wait_for_url(lambda url: url.endswith(HOME))
    forget_other_hosts(complaints)


def test_a_device_without_the_passkey_is_told_so(page_of_somebody, people, complaints):
    page = page_of_somebody
    with_device_lock(page)
    page.goto(reverse("people:sign-in"))

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("The passkey was not used.")).to_be_visible()
    forget_other_hosts(complaints)


def password(page, person):
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def forget_other_hosts(complaints):
    """Here the site has another name than the one that the browser is watched for."""
    assert [line for line in complaints if not line.startswith("request to another host")] == []
    assert [line for line in complaints if "://localhost:" not in line] == []
    complaints.clear()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_code_by_e_mail_and_the_code_of_an_app(new_context, people, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    person = people["board member"]
    factories.authenticator_app(person)
    page.goto(reverse("people:sign-in"))
    page.get_by_role("link", name="Sign in with a code by e-mail").click()
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", name="Enter the code")).to_be_visible()
    if scripts:
        assert_accessible(page)
    page.get_by_label("Code from the e-mail").fill(mailed_code(person))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your second step")).to_be_visible()
    expect(page.get_by_role("button", name="Use your passkey")).to_have_count(0)
    if scripts:
        assert_accessible(page)
    page.get_by_label("Code", exact=True).fill(factories.app_code())
    page.get_by_role("button", name="Go on").click()

    page.wait_for_url(lambda url: url.endswith(HOME))


def test_an_app_is_set_up_without_scripts(new_context, people):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(reverse("people:sign-in"))
    password(page, people["coordinator"])
    page.get_by_role("link", name="Set up an authenticator app").click()
    secret = page.locator(".app-key").inner_text().replace(" ", "")

    page.get_by_label("Code from the app").fill(factories.app_code(secret=secret))
    page.get_by_role("button", name="Set it up").click()

    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto(HOME)
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    assert Authenticator.objects.filter(user=people["coordinator"], type="totp").exists()
