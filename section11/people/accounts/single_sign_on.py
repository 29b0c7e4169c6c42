from django.conf import settings
from django.urls import reverse


def links() -> list[tuple[str, str]]:
    """The other services that people may sign in with, as (name, URL)."""
    return [
        (app["name"], reverse("openid_connect_login", args=[app["provider_id"]]))
        for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    ]
