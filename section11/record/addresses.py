"""From where: the address that the request in hand came from, for `events.record`."""

import ipaddress
from contextvars import ContextVar

from django.conf import settings

# None outside a request: what a worker or a command does comes from nowhere.
current: ContextVar[str | None] = ContextVar("address", default=None)


def of(meta, *, trusted=None) -> str | None:
    """The address of a request's `META`, or None where it has none.

    Each proxy adds to X-Forwarded-For the address that it was called from. With `trusted` proxies
    of ours before us (by default TRUSTED_PROXY_COUNT) the right one is that many from the end;
    what stands before it was sent by the caller, who may write there what they like.
    """
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT if trusted is None else trusted
    forwarded = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if trusted and len(forwarded) >= trusted and (found := _address(forwarded[-trusted])):
        return found
    return _address(meta.get("REMOTE_ADDR", ""))


def _address(text):
    """The address in `text`, which may have a port; None where it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return str(getattr(found, "ipv4_mapped", None) or found)
