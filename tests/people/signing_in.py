"""Signing in as a person does it, page by page, for tests of what follows from that."""

import re

from django.urls import reverse

from section11.record.models import Email
from tests import factories

SIGN_IN = reverse("people:sign-in")
SECOND_STEP = reverse("mfa_authenticate")


def by_password(client, person, **fields):
    return client.post(
        SIGN_IN, {"email": person.email, "password": factories.PASSWORD} | fields, follow=True
    )


def ask_for_code(client, email, **fields):
    return client.post(
        reverse("account_request_login_code"), {"email": email} | fields, follow=True
    )


def mailed_code(person):
    """The code in the last mail to the person."""
    body = Email.objects.filter(to=person, template="sign_in_code").last().body
    return re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", body).group()


def enter_code(client, code, **fields):
    url = reverse("account_confirm_login_code")
    return client.post(url, {"code": code} | fields, follow=True)


def second_step(client, code):
    return client.post(SECOND_STEP, {"code": code}, follow=True)


def who_is_in(client):
    return client.session.get("_auth_user_id")


def page(response):
    """The address at which a chain of redirects ended."""
    return response.request["PATH_INFO"]
