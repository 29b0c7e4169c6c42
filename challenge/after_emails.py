"""Mail about what follows a challenge: a link each, never a rating, a reply or an action's text."""

from django.conf import settings
from django.urls import reverse

from section11.people.models import Membership
from section11.people.permissions import Permission, roles_with
from section11.record import outbox

from .conflicts.withheld import barred_from


def ratings_released(challenged):
    """To everybody who may reply for the agency."""
    _queue(
        "ratings_released",
        _repliers(challenged.agency),
        challenged.results_url,
        challenged=challenged,
        reply_due_on=challenged.challenge.reply_due_on,
    )


def reply_given(reply, *, to):
    """To whoever decides on a disputed rating."""
    challenged = reply.moderation.challenged_agency
    _queue(
        "reply_given", to, reverse("challenge:reply-decide", args=[reply.pk]), challenged=challenged
    )


def reply_decided(reply):
    """To whoever may reply for the agency, and whoever did."""
    challenged = reply.moderation.challenged_agency
    people = {*_repliers(challenged.agency), reply.replied_by}
    _queue("reply_decided", people, challenged.results_url, challenged=challenged)


def letter_released(letter):
    """To everybody who may reply for the agency."""
    challenged = letter.challenged_agency
    _queue(
        "letter_released",
        _repliers(challenged.agency),
        letter.get_absolute_url(),
        challenged=challenged,
    )


def action_done(action):
    """To the coordinators of the partnership: somebody has to verify it."""
    _queue("action_done", coordinators(action.challenged_agency), _of(action), action=action)


def action_verified(action):
    """To the agency: it is closed."""
    _queue("action_verified", _told_of(action), _of(action), action=action)


def action_sent_back(action, *, by, done_by):
    """To the agency, and to whoever said that it was done."""
    _queue("action_sent_back", {*_told_of(action), done_by}, _of(action), action=action, by=by)


def action_reminder(action, *, to):
    """Remind one person that an action falls due or is overdue; return the mail."""
    return _queue("action_reminder", [to], _of(action), action=action)[0]


def action_escalated(action, *, to, by, note):
    """Tell the people of a step."""
    _queue("action_escalated", to, _of(action), action=action, by=by, note=note)


def action_moved(action, *, by):
    """To the agency: it has another due date, or somebody else leads it."""
    _queue("action_moved", _told_of(action), _of(action), action=action, by=by)


def coordinators(challenged):
    """Today's coordinators, but for one with an interest in the agency."""
    held = Membership.objects.current().filter(
        role__in=roles_with(Permission.CHALLENGE_MANAGE),
        partnership=challenged.challenge.cycle.partnership_id,
        user__is_active=True,
    )
    barred = barred_from(challenged)
    return {one.user for one in held.select_related("user") if one.user_id not in barred}


def _repliers(agency):
    held = Membership.objects.current().filter(
        role__in=roles_with(Permission.CHALLENGE_REPLY), agency=agency, user__is_active=True
    )
    return {one.user for one in held.select_related("user")}


def _told_of(action):
    return _repliers(action.challenged_agency.agency)


def _of(action):
    return action.get_absolute_url()


def _queue(template, people, path, **context):
    address = f"{settings.SITE_URL}{path}"
    return [
        outbox.queue(template, to=person, address=address, **context)
        for person in sorted(set(people), key=lambda person: person.pk)
        if person.is_active
    ]
