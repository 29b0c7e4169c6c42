"""What a respondent's device keeps for us: one cookie, bound to the survey's address.

It holds a random key while they answer, by which their draft is found and opened, and afterwards
only the word that it has answered, equal for all. Whoever came by a personal link has that link's
key in a second cookie until they have answered. Both end with the survey's last day.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

KEY, PERSONAL = "survey", "survey_once"
ANSWERED = "answered"


@dataclass(frozen=True)
class Device:
    """What came with a request: `mark` is a key or ANSWERED, `token` a personal link's key."""

    mark: str = ""
    token: str = ""

    @classmethod
    def of(cls, request):
        return cls(request.COOKIES.get(KEY, ""), request.COOKIES.get(PERSONAL, ""))

    @classmethod
    def new(cls, token=""):
        return cls(secrets.token_urlsafe(32), token)

    @property
    def has_answered(self) -> bool:
        return self.mark == ANSWERED

    @property
    def secret(self) -> str:
        """What the draft is found and sealed by, or nothing. The personal link is part of it, so two
        people who use one device one after the other do not see each other's drafts.
        """
        return "" if self.has_answered or not self.mark else f"{self.mark}.{self.token}"


def keep(response, name, value, *, path, survey):
    """Set a cookie that only the survey's own pages get, until the survey's last day has ended."""
    response.set_cookie(
        name,
        value,
        path=path,
        max_age=_seconds_left(survey),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response, name, *, path):
    response.delete_cookie(name, path=path, samesite="Lax")


def _seconds_left(survey):
    end = datetime.combine(survey.closes_on + timedelta(days=1), time.min)
    return max(0, int((timezone.make_aware(end) - timezone.now()).total_seconds()))
