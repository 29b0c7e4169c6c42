"""Who sits on a panel while an agency for which they come is questioned in another room. No rule
keeps it from happening, for the agency may name somebody else; so it is said.
"""

from collections import defaultdict
from itertools import permutations

from ..models import Attendee
from ..problem import Plan, Problem
from ..rules import when
from .known import Known


def sentences(known: Known, asked: Problem, plan: Plan) -> list[str]:
    """One for each such person and agency. One query where sessions are held side by side."""
    held = defaultdict(list)
    for session in asked.sessions:
        if session.id in plan.sittings:
            held[session.half_day].append(session)
    pairs = [pair for group in held.values() for pair in permutations(group, 2)]
    if not pairs:
        return []
    comes_for = _coming(known)
    return [
        f"{known.person_of(person)} sits on {when(here)}, while {known.name_of(agency)}, for which"
        f" they come, is questioned{f' in {there.room}' if there.room else ' elsewhere'}."
        for here, there in pairs
        for person in plan.sittings[here.id].panel
        for agency in plan.sittings[there.id].agencies
        if (person, agency) in comes_for
    ]


def _coming(known):
    """{(panel member's id, agency's id)} as problems have them."""
    members = {one.user_id: key for key, one in known.members.items() if one.is_current}
    named = Attendee.objects.filter(
        challenged_agency__challenge=known.challenge, user__in=list(members)
    )
    return {
        (members[user], str(agency))
        for user, agency in named.values_list("user", "challenged_agency")
    }
