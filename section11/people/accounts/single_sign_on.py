"""The other services that people may sign in with."""

from django.conf import settings
from django.urls import reverse


def links() -> list[tuple[str, str]]:
    """Each as (name, URL), for the sign-in page."""
    return [(a["name"], reverse("openid_connect_login", args=[a["provider_id"]])) for a in _apps()]


def name_of(provider_id: str) -> str:
    return next(app["name"] for app in _apps() if app["provider_id"] == provider_id)


def _apps():
    return settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
