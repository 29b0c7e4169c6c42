"""The rooms in which sessions may be held side by side."""

from django.db import transaction
from django.db.models import ProtectedError

from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import Room
from .locking import lock, record


@transaction.atomic
def save(*, challenge, rooms, removed=(), by):
    """Make the rooms so: each of `rooms` is (id or None, name, place, online_link); `removed` are
    ids. Raises RuleBroken for a name that is there twice, and for a room in which a session is held.
    """
    challenge = lock(challenge)
    challenge.must_not_be_released()
    own = {room.pk: room for room in challenge.rooms.all()}
    for pk in set(removed) & set(own):
        _remove(own.pop(pk), challenge)
    kept = [own[pk] for pk in own if pk not in {one[0] for one in rooms}]
    _check([room.name for room in kept] + [name for _, name, *_ in rooms], challenge)
    changed = bool(set(removed))
    for pk, name, place, online_link in rooms:
        room = own.get(pk) or Room(challenge=challenge)
        before = (room.pk, room.name, room.place, room.online_link)
        room.name, room.place, room.online_link = name, place, online_link
        if before != (room.pk, name, place, online_link):
            room.save()
            changed = True
    if changed:
        record(Event.Kind.CHALLENGE_CHANGED, challenge, by=by, changed=["rooms"])


def _remove(room, challenge):
    try:
        room.delete()
    except ProtectedError:
        raise RuleBroken(
            f"There is a session in {room}, so it stays. Rename it if it has another name now.",
            challenge,
        ) from None


def _check(names, challenge):
    folded = [" ".join(name.split()).casefold() for name in names]
    for name, same in zip(names, folded, strict=True):
        if folded.count(same) > 1:
            raise RuleBroken(f"There are two rooms called {name}.", challenge)
