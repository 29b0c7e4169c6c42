"""The people of the demo, as the sign-in page offers them.

Known by their address: nobody real has one that ends in .example (RFC 2606).
"""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.cache import cache

from . import registry, wording
from .models import Membership, Role

PASSWORD = "demo-section-11"  # noqa: S105 - no secret: the demo's sign-in page prints it

# What the authenticator apps of the demo's people hold: the demo shows their codes itself.
TOTP_SECRET = "DEMOSECTIONELEVENDEMOSECTIONELEV"  # noqa: S105 - no secret either


@dataclass(frozen=True)
class DemoPerson:
    """`role` reads as "Approver, Merton Police"; `does` completes "This person ..."."""

    name: str
    email: str
    role: str
    does: str
    tip: str = ""


def everyone() -> tuple[list[DemoPerson], list[DemoPerson]]:
    """The demo's people: whom to begin with, and the others. Nobody unless this is a demo.

    To begin with are those for whom a higher app has a tip, in its order, or, without any tip, one
    of each role.
    """
    if not settings.DEMO:
        return [], []
    tips = {email: tip for ask in registry.demo_tips for email, tip in ask().items()}
    people, first, seen = [], {}, set()
    for held in _roles():
        if held.user_id in seen:  # who has another role besides is shown by the first
            continue
        seen.add(held.user_id)
        tip = tips.get(held.user.email, "")
        person = DemoPerson(
            name=held.user.name,
            email=held.user.email,
            role=", ".join(str(part) for part in (held.get_role_display(), held.place) if part),
            does=wording.ROLES[Role(held.role)],
            tip=tip,
        )
        people.append(person)
        first.setdefault(held.role, person)
    named = sorted((p for p in people if p.tip), key=lambda p: list(tips).index(p.email))
    chosen = named or list(first.values())
    return chosen, [person for person in people if person not in chosen]


def code_now(user) -> str:
    """The code that the person's authenticator app would show; none unless of the demo.

    A code works once: for whoever comes in twice in a minute it is the next one, or the last.
    """
    if not settings.DEMO or not user.email.endswith(".example"):
        return ""
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None:
        return ""
    before, now, after = totp.yield_hotp_counters_from_time()
    # Whoever tries the demo may have set up an app of their own.
    secret = decrypt(app.data["secret"])
    codes = [totp.format_hotp_value(totp.hotp_value(secret, n)) for n in (now, after, before)]
    unused = [code for code in codes if not cache.get(app.wrap()._get_used_cache_key(code))]
    return (unused or codes)[0]


def _roles():
    return (
        Membership.objects.current()
        .filter(user__is_active=True, user__email__endswith=".example")
        .select_related("user", "agency", "partnership")
        .order_by("user_id", "pk")
    )
