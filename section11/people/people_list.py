"""Who holds which role in a place, and how far their invitation has come.

Of somebody who has not signed in since they got their role there it tells what the inviter wrote
and no more: whether another place knows them is not for this one to learn.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from section11.record.models import Email

from . import emails
from .models import Membership, Role, User
from .models.invitation import VALID
from .permissions import Permission, agencies_looked_after, partnerships_with


class Standing(StrEnum):
    SEEN = "seen"
    NOT_SEEN = "not_seen"
    HELD = "held"
    INVITED = "invited"
    UNDELIVERED = "undelivered"
    EXPIRED = "expired"


@dataclass
class Person:
    """One person and the roles that they hold, or once held, in the place."""

    user: User
    held: list[Membership] = field(default_factory=list)
    mail: Email | None = None

    @property
    def has_been_seen(self) -> bool:
        return any(membership.has_been_seen for membership in self.held)

    @property
    def name(self) -> str:
        return self.user.name if self.has_been_seen else self.held[0].person_name

    @property
    def post(self) -> str:
        return "" if self.is_invited else self.user.post

    @property
    def is_invited(self) -> bool:
        """Whether they were invited here and have not come yet."""
        return not self.has_been_seen and any(m.known_as for m in self.held)

    @property
    def standing(self) -> Standing:
        if not self.is_invited:
            return Standing.SEEN if self.has_been_seen else Standing.NOT_SEEN
        if self.mail is None:
            return Standing.HELD
        if self.mail.bounced_at or (self.mail.last_error and not self.mail.sent_at):
            return Standing.UNDELIVERED
        late = timezone.now() >= self.mail.queued_at + VALID
        return Standing.EXPIRED if late else Standing.INVITED

    @property
    def roles(self) -> str:
        return " and ".join(held.get_role_display().lower() for held in self.held)

    @property
    def leads(self) -> bool:
        return any(m.role == Role.LEAD for m in self.held)

    @property
    def latest(self) -> Membership:
        """The role that ended last."""
        return max(self.held, key=lambda held: held.ends_on)

    @property
    def any_role(self) -> Membership:
        """The role by which addresses name this person in this place."""
        return self.held[0]


def read(**place) -> tuple[list[Person], list[Person]]:
    """People who hold a role in the place today, and people who once did; each by name.

    `place` is agency=… or partnership=…. Who may read for a reason is shown elsewhere.
    """
    rows = (
        Membership.objects.filter(**place)
        .exclude(role=Role.GRANTED_READER)
        .select_related("user", "agency", "partnership")
        .order_by("starts_on", "pk")
    )
    now, before = _by_person(m for m in rows if not m.has_ended), _by_person(rows)
    past = [person for pk, person in before.items() if pk not in now]
    _add_mail([person for person in now.values() if person.is_invited])
    return _by_name(now.values()), _by_name(past)


def person(held) -> Person | None:
    """The one person who holds, or held, those roles; None without any."""
    rows = list(held.order_by("-given_at", "-pk"))
    return Person(rows[0].user, rows) if rows else None


def looked_after_by(user):
    """Roles, past ones too, in the places whose people `user` looks after."""
    return Membership.objects.filter(
        Q(agency__in=agencies_looked_after(user))
        | Q(partnership__in=partnerships_with(Permission.PARTNERSHIP_PEOPLE, user))
    ).exclude(role=Role.GRANTED_READER)


def _by_person(rows):
    people = {}
    for membership in rows:
        people.setdefault(membership.user_id, Person(membership.user)).held.append(membership)
    return people


def _by_name(people):
    return sorted(people, key=lambda person: person.name.casefold())


def _add_mail(people):
    """Give each the last mail that told them of a role here."""
    mails = Email.objects.filter(
        to__in=[person.user.pk for person in people], template__in=emails.TEMPLATES
    ).defer("body")
    last = {mail.to_id: mail for mail in mails}
    for person in people:
        mail = last.get(person.user.pk)
        if mail and mail.queued_at >= min(m.given_at for m in person.held):
            person.mail = mail
