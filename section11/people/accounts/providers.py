"""Single sign-on: which OpenID Connect providers there are, as the environment names them."""

from django.core.exceptions import ImproperlyConfigured

NEEDED = {"id", "name", "url", "client_id", "secret", "domains"}
KNOWN = NEEDED | {"trusts_unverified"}


def apps(described: list[dict]) -> list[dict]:
    """The list in OIDC_PROVIDERS as allauth wants it. Raises ImproperlyConfigured in words.

    `domains` are those of the addresses for which the provider speaks: nobody comes in by it with
    an address elsewhere, so one agency's provider never opens another agency's account.
    """
    if not isinstance(described, list):
        raise ImproperlyConfigured("OIDC_PROVIDERS is not a list. See .env.example.")
    return [_app(each) for each in described]


def _app(described):
    named = set(described) if isinstance(described, dict) else set()
    if not named >= NEEDED or named - KNOWN or not described["domains"]:
        raise ImproperlyConfigured(
            f"Each of OIDC_PROVIDERS needs {', '.join(sorted(NEEDED))}, and may have"
            f" {', '.join(sorted(KNOWN - NEEDED))}. See .env.example."
        )
    domains = [domain.lower() for domain in described["domains"]]
    return {
        "provider_id": described["id"],
        "name": described["name"],
        "client_id": described["client_id"],
        "secret": described["secret"],
        "settings": {
            "server_url": described["url"],
            "domains": domains,
            "verified_email": domains if described.get("trusts_unverified") else False,
        },
    }
