"""Mail about signing in: a code or a link each."""

from django.conf import settings
from django.urls import reverse

from section11.record import outbox


def sign_in_code(to, *, code):
    outbox.queue("sign_in_code", to=to, code=code)


def sign_in_changed(to, *, what):
    """Tell somebody of a change to how they sign in, should it not have been them."""
    address = f"{settings.SITE_URL}{reverse('people:your-sign-in')}"
    outbox.queue("sign_in_changed", to=to, what=what, address=address)
