"""The links by which practitioners answer: one for each agency, or a personal one for an address.

An agency's link is made from its number and the version of its link, so nothing is kept by which
it could be read from the database. A personal link is known by a digest only.
"""

import base64
import re
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from section11.people.models.invitation import digest

from ..models import SurveyedAgency, SurveyToken

# A number, and 16 characters that only this service can make: 80 bits, short enough to type.
KEY = re.compile(r"([0-9a-z]{1,10})-([a-z2-7]{16})")


def key_of(surveyed_agency) -> str:
    """The key in the agency's link, of letters that are easily typed from a poster."""
    number, version = surveyed_agency.pk, surveyed_agency.link_version
    made = salted_hmac("surveys.running.links", f"{number} {version}", algorithm="sha256")
    proof = base64.b32encode(made.digest()).decode().lower()[:16]
    return f"{int_to_base36(number)}-{proof}"


def surveyed_agency_of(key: str) -> SurveyedAgency | None:
    """The agency whose link has that key, its survey and partnership loaded; None for a key that is
    forged, unknown or renewed since. Capitals and small letters are the same.
    """
    key = key.lower()
    parts = KEY.fullmatch(key)
    if parts is None:
        return None
    found = (
        SurveyedAgency.objects.select_related(
            "agency", "survey__survey_set", "survey__cycle__partnership"
        )
        .filter(pk=base36_to_int(parts[1]))
        .first()
    )
    return found if found and constant_time_compare(key, key_of(found)) else None


def address_of(surveyed_agency) -> str:
    """The whole address that practitioners open, as the poster and the QR code hold it."""
    path = reverse("surveys:answer-start", args=[key_of(surveyed_agency)])
    return f"{settings.SITE_URL}{path}"


def new_token() -> str:
    """The key of a personal link. It is written nowhere but in the mail."""
    return secrets.token_urlsafe(32)


def token_of(key: str) -> SurveyToken | None:
    """The token of that key, used or not, with its agency and survey; None for one that is not ours
    or whose survey has closed.
    """
    return (
        SurveyToken.objects.select_related(
            "surveyed_agency__agency",
            "surveyed_agency__survey__survey_set",
            "surveyed_agency__survey__cycle__partnership",
        )
        .filter(key_digest=digest(key))
        .first()
    )


def address_of_token(key: str) -> str:
    return f"{settings.SITE_URL}{reverse('surveys:answer-once', args=[key])}"
