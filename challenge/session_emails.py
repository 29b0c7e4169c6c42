"""Mail about sessions: a link each, never a line of enquiry."""

from django.conf import settings
from django.urls import reverse

from section11.record import outbox


def enquiries_sent(challenged, slot, *, again):
    """To those who come for the agency, or its leads where nobody is named."""
    path = reverse("challenge:agency-enquiries", args=[challenged.pk])
    coming = [one.user for one in challenged.attending.select_related("user")]
    for person in coming or challenged.agency.leads:
        outbox.queue(
            "enquiries_sent",
            to=person,
            challenged=challenged,
            slot=slot,
            again=again,
            address=f"{settings.SITE_URL}{path}",
        )
