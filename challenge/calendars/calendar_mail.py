"""Mail about one person's entry in their calendar, with the file that their calendar program reads."""

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse

from section11.people.permissions import Permission, roles_with
from section11.record import outbox

from . import calendar_files
from .calendar_files import Entry, Person


def invite(entry, *, by, organiser):
    """Ask them to come; return the mail."""
    return _queue("session_invited", entry, by=by, organiser=organiser)


def change(entry, *, was, by, organiser):
    """Tell them what it is now and what it was; `was` has the times and the place."""
    return _queue("session_changed", entry, by=by, organiser=organiser, was=was)


def cancel(entry, *, by, organiser):
    """Tell them that they are not needed any more."""
    return _queue("session_cancelled", entry, by=by, organiser=organiser)


def organiser_of(challenge):
    """Who is answered: the coordinator who published the timetable or, if they coordinate no more,
    one who does; else whoever set the challenge up.
    """
    runs = challenge.partnership.memberships.current().filter(
        role__in=roles_with(Permission.CHALLENGE_MANAGE), user__is_active=True
    )
    coordinators = {held.user_id: held.user for held in runs.select_related("user").order_by("pk")}
    one_of_them = next(iter(coordinators.values()), None)
    found = coordinators.get(challenge.published_by_id) or one_of_them or challenge.set_up_by
    return Person(found.name, found.email)


def file_entry(entry):
    """The CalendarEntry as it stands in a calendar file."""
    return Entry(
        uid=entry.uid,
        sequence=entry.sequence,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        told_at=entry.told_at,
        title=title_of(entry),
        place=entry.place,
        address=address_of(entry),
        cancelled=entry.cancelled_at is not None,
    )


def title_of(entry):
    """What it is called in a calendar: no agency but the person's own is named there."""
    if entry.challenged_agency:
        return f"Challenge session: {entry.challenged_agency.agency.name}"
    return f"Challenge panel, {entry.challenge.cycle.partnership.short_name}"


def address_of(entry):
    """The page about it."""
    page = reverse("challenge:calendar", args=[entry.challenge_id])
    return f"{settings.SITE_URL}{page}#session-{entry.session_id}"


def _queue(template, entry, *, by, organiser, **context):
    file = calendar_files.invitation(
        file_entry(entry),
        organiser=organiser,
        sender=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        to=Person(entry.user.name, entry.user.email),
    )
    return outbox.queue(
        template,
        to=entry.user,
        calendar=file,
        method=calendar_files.CANCEL if entry.cancelled_at else calendar_files.REQUEST,
        by=by,
        organiser=organiser,
        challenge=entry.challenge,
        agency=entry.challenged_agency and entry.challenged_agency.agency,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        place=entry.place,
        address=address_of(entry),
        **context,
    )
