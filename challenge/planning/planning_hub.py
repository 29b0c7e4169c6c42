"""What the page of a challenge says of its timetable, to whoever runs it."""

from section11.people.permissions import Permission

from ..operations import publishing
from . import known


def planning(request, challenge):
    """How far the timetable is, and what of the published one no longer holds."""
    if Permission.CHALLENGE_MANAGE not in challenge.permissions_of(request.user):
        return {}
    timetables = list(challenge.timetables.filter(status__in=["draft", "published"]))
    published = next((one for one in timetables if one.is_published), None)
    offered = {
        "published": published,
        "drafts": sum(one.is_draft for one in timetables),
        "run": challenge.runs.filter(status__in=["waiting", "running"]).first(),
    }
    if published and not challenge.is_released:
        offered |= publishing.state(known.read(challenge))
    return {"planning": offered}
