"""Mail about interests: a link, and never whose interest in what."""

from django.conf import settings
from django.urls import reverse

from section11.people.models import Membership
from section11.people.permissions import Permission, roles_with
from section11.record import outbox


def on_panel(challenge, *, by):
    """Tell whoever coordinates that the published timetable has somebody sit where they may not."""
    path = reverse("challenge:interest-list", args=[challenge.pk])
    held = Membership.objects.current().filter(
        role__in=roles_with(Permission.CHALLENGE_MANAGE),
        partnership=challenge.cycle.partnership_id,
        user__is_active=True,
    )
    people = {one.user for one in held.select_related("user")} - {by}
    for person in sorted(people, key=lambda one: one.pk):
        address = f"{settings.SITE_URL}{path}"
        outbox.queue("interest_on_panel", to=person, challenge=challenge, address=address)


def recused(member):
    """Tell a panel member that they were recused; of which agency, and why, their page says."""
    path = reverse("challenge:declare", args=[member.pk])
    outbox.queue(
        "recused",
        to=member.user,
        challenge=member.challenge,
        address=f"{settings.SITE_URL}{path}",
    )
