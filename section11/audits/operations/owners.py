from django.db import transaction
from django.utils import timezone

from section11.people.permissions import Permission, roles_with
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..models import StandardOwner
from . import self_audits


def candidates(agency):
    """Who may own a standard: the agency's people who may edit its self-audit today, by name."""
    held = agency.memberships.current().filter(
        role__in=roles_with(Permission.SELF_AUDIT_EDIT), user__is_active=True
    )
    people = {m.user_id: m.person for m in held.select_related("user").order_by("-given_at", "-pk")}
    return sorted(people.values(), key=lambda person: (person.name, person.pk))


@transaction.atomic
def give(*, self_audit, owners, by):
    """Give standards their owners: `owners` maps a standard to a person, or to None for nobody.

    The same owner again does nothing. Each new owner other than `by` is written to once, however
    many standards they get. Returns how many standards changed hands.
    """
    self_audit = self_audits.lock_open(self_audit)
    _must_be_candidates(self_audit, {person for person in owners.values() if person})
    held = {owner.standard_id: owner for owner in self_audit.owners.select_for_update()}
    given = {
        standard: person
        for standard, person in owners.items()
        if getattr(held.get(standard.pk), "user_id", None) != (person.pk if person else None)
    }
    for standard, person in given.items():
        _give(self_audit, standard, person, by=by)
    told = {person for person in given.values() if person} - {by}
    for person in sorted(told, key=lambda person: person.pk):
        emails.owner_given(self_audit, to=person, by=by)
    return len(given)


def _must_be_candidates(self_audit, people):
    missing = sorted(people - set(candidates(self_audit.agency)), key=str)
    if missing:
        raise RuleBroken(
            f"{missing[0]} may no longer edit the self-audit of {self_audit.agency}, so cannot own"
            " a standard.",
            self_audit,
        )


def _give(self_audit, standard, person, *, by):
    if person is None:
        self_audit.owners.filter(standard=standard).delete()
    else:
        StandardOwner.objects.update_or_create(
            self_audit=self_audit,
            standard=standard,
            defaults={"user": person, "given_at": timezone.now(), "given_by": by},
        )
    self_audits.record(
        Event.Kind.STANDARD_OWNER_GIVEN,
        self_audit,
        by=by,
        standard=standard.code,
        to=person.name if person else None,
    )
