"""Mail about who can come when: a personal link each, and nothing that anybody answered."""

from django.conf import settings
from django.urls import reverse

from section11.record import outbox


def _address(key, agency):
    """A panel member declares interests first, and is led on from there."""
    name = "availability-by-link" if agency else "declare-by-link"
    return f"{settings.SITE_URL}{reverse(f'challenge:{name}', args=[key])}"


def availability_wanted(challenge, *, to, agency, key):
    """Ask one person when they, or their agency, can come: the only place where the key stands."""
    return outbox.queue(
        "availability_wanted",
        to=to,
        challenge=challenge,
        agency=agency,
        address=_address(key, agency),
    )


def availability_reminder(challenge, *, to, keys):
    """Remind one person once of all that they were asked; `keys` are (agency or none, key)."""
    return outbox.queue(
        "availability_reminder",
        to=to,
        challenge=challenge,
        links=[(agency, _address(key, agency)) for agency, key in keys],
    )


def availability_missed(challenge, *, to, agencies, is_own):
    """Tell somebody that the day has passed: nothing was heard of the agencies, or of themselves."""
    whose = [*(["you"] if is_own else []), *(agency.name for agency in agencies)]
    return outbox.queue(
        "availability_missed",
        to=to,
        challenge=challenge,
        whose=" and ".join(whose),
        page=f"{settings.SITE_URL}{challenge.get_absolute_url()}",
    )
