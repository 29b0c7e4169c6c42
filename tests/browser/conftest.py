"""Journeys in a real browser, Debian's Chromium, against a server of our own on this machine."""

import os
import shutil
import threading

import pytest
from django.core.signals import request_finished, request_started
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories

# The headless shell draws the same pages without a browser window round each: much sooner.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
MISSING = "No Chromium here, so nothing was tried in a browser: apt-get install chromium"


# Milliseconds: several browsers share two cores with the tests.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            # No name but this machine's leads anywhere.
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
        ],
    }


@pytest.fixture
def complaints():
    """What the browser complained of: script errors, broken policies, requests to other hosts.

    A test that means to see an error page takes them out of the list, having looked at them.
    """
    return []


@pytest.fixture
def answered_to_the_end(live_server):
    """Once the browsers are closed, has the server finish what they had asked for: a request that
    goes on would find the next test's settings, and a database that it may not read.
    """
    changed, going = threading.Condition(), 0

    def begun(**_):
        nonlocal going
        with changed:
            going += 1

    def ended(**_):
        nonlocal going
        with changed:
            going -= 1
            changed.notify_all()

    request_started.connect(begun)
    request_finished.connect(ended)
    yield
    with changed:
        changed.wait_for(lambda: going <= 0, PATIENCE / 1000)
    request_started.disconnect(begun)
    request_finished.disconnect(ended)


@pytest.fixture
def new_context(answered_to_the_end, new_context, live_server, complaints):
    """Makes a browser of its own, as another person has; each is watched."""

    def told(message):
        if message.type in ("error", "warning"):
            complaints.append(f"{message.type}: {message.text}")

    def asked(request):
        if not request.url.startswith((f"{live_server.url}/", "data:", "blob:")):
            complaints.append(f"request to another host: {request.url}")

    def make(**options):
        context = new_context(**{"base_url": live_server.url, **options})
        context.set_default_timeout(PATIENCE)
        context.on("console", told)
        context.on("weberror", lambda raised: complaints.append(f"error: {raised.error}"))
        context.on("request", asked)
        return context

    yield make
    assert complaints == []


@pytest.fixture
def sign_in():
    """Sign a person in as a person does: sign_in(page, people["lead"]).

    Who needs a second step has an authenticator app, and types its code.
    """

    def through_the_page(page, person):
        if person.needs_second_factor:
            factories.authenticator_app(person)
        page.goto(reverse("people:sign-in"))
        page.get_by_label("E-mail address").fill(person.email)
        page.get_by_label("Password").fill(factories.PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        if person.needs_second_factor:
            page.get_by_label("Code", exact=True).fill(factories.app_code())
            page.get_by_role("button", name="Go on").click()
        page.wait_for_url(lambda url: reverse("people:sign-in") not in url)

    return through_the_page
