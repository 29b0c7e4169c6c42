from django.db import transaction

from section11.record.models import Event

from ..models import Attendance
from ..sessions import session_rules
from .sessions import lock, record


@transaction.atomic
def note(*, slot, came, gone, names, by):
    """Note who came for the agency: `came` are Users to add, `gone` ids of rows to take off, `names`
    of others who came. Whoever another noted meanwhile stays noted, once.
    """
    session = lock(slot.session)
    session_rules.must_be_today(session)
    there = list(Attendance.objects.filter(slot=slot))
    known = {one.user_id for one in there if one.user_id}
    named = {one.name.casefold() for one in there}
    off = [one for one in there if one.pk in gone]
    new = [person for person in came if person.pk not in known]
    others = [name for name in dict.fromkeys(names) if name.casefold() not in named]
    Attendance.objects.filter(pk__in=[one.pk for one in off]).delete()
    for person in new:
        Attendance.objects.create(slot=slot, user=person, name=person.name, noted_by=by)
    for name in others:
        Attendance.objects.create(slot=slot, name=name, noted_by=by)
    if off or new or others:
        record(
            Event.Kind.SESSION_RECORDED,
            session,
            by=by,
            attendance="agency",
            challenged_agency=slot.challenged_agency_id,
        )
