"""Who took part in a session: its panel, and who came for the agencies.

Where nobody noted who came, those who were expected are taken to have come.
"""

from section11.people.models import User

from ..models import Attendance, Attendee, PanelSeat


def of(session) -> list[User]:
    """Everybody with an account, once, by name. Five queries, however many there are."""
    seats = PanelSeat.objects.current().filter(session=session).exclude(attended=False)
    found = set(seats.values_list("panel_member__user", flat=True))
    slots = dict(session.slots.kept().values_list("pk", "challenged_agency"))
    noted = dict.fromkeys(slots, ())
    for slot_id, user_id in Attendance.objects.filter(slot__in=slots).values_list("slot", "user"):
        noted[slot_id] = {*noted[slot_id], user_id}
    unknown = [challenged for slot_id, challenged in slots.items() if not noted[slot_id]]
    found.update(*noted.values())
    expected = Attendee.objects.filter(challenged_agency__in=unknown)
    found.update(expected.values_list("user", flat=True))
    people = User.objects.filter(pk__in=found - {None}, is_active=True)
    return list(people.order_by("name", "pk"))
