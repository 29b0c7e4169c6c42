"""Whether everybody is answered what tests/access_table.py says, and no answer names what its reader
may not know of: names are planted (tests/planted.py), and every answer is read to its end.
"""

from collections import defaultdict
from copy import deepcopy

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from tests.access_table import ACCESS, PEOPLE, STATUS, SUBJECTS
from tests.conftest import PageClient
from tests.planted import forbidden, text_of, told

pytest_plugins = ["tests.subjects", "tests.challenge_subjects", "tests.survey_subjects"]

METHODS = {"get", "post", "put", "patch", "delete"}


def names(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)


def test_every_url_has_a_row():
    assert {name for name, *_ in ACCESS} == set(names(get_resolver().url_patterns))


@pytest.fixture
def visit(people):
    """visit(person, method, url): the answer to that person, each in a browser of their own, and the
    planted names in it that they may not know.

    What it changed is undone, the browser's cookies too, so that each finds the same.
    """
    cookies = {}
    for person, user in people.items():
        client = PageClient()
        if user:
            client.force_login(user)
        cookies[person] = client.cookies

    def answered(person, method, url):
        client = PageClient()
        client.cookies = deepcopy(cookies[person])
        with transaction.atomic():
            response = getattr(client, method)(url)
            leaked = told(text_of(response)) & forbidden(person)
            transaction.set_rollback(True)
        return response, leaked

    return answered


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_access(address, planted, visit, subject):
    """Each row of that subject, and every other method of the URLs that it is the first row of:
    it takes longer to make than to ask for.
    """
    url = {name: address(name, subject) for name, _, of, _ in ACCESS if of == subject}

    differing, leaks = {}, set()
    for name, method, of, answers in ACCESS:
        if of == subject:
            for person, answer in zip(PEOPLE, answers.split(), strict=True):
                response, slipped = visit(person, method, url[name])
                answered = in_words(response)
                if answered != (STATUS[answer], "to sign in" if answer == "sign" else ""):
                    differing[name, method, person] = (*answered, f"not {answer!r}")
                if slipped:
                    leaks.add((name, method, person, *sorted(slipped)))
    allowed = {
        (name, method): status
        for name, methods in other_methods(subject).items()
        for method in methods
        if (status := visit("lead", method, url[name])[0].status_code) != 405
    }

    assert differing == {}
    assert leaks == set()
    assert allowed == {}


def in_words(response):
    to = response.headers.get("Location", "")
    signs_in = to.startswith(f"{reverse(settings.LOGIN_URL)}?next=")
    return response.status_code, "to sign in" if signs_in else ""


def other_methods(subject):
    """Of each URL whose first row is of that subject, the methods that no row has."""
    first, known = {}, defaultdict(set)
    for name, method, of, _ in ACCESS:
        first.setdefault(name, of)
        known[name].add(method)
    return {name: sorted(METHODS - known[name]) for name in first if first[name] == subject}
