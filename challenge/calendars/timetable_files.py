"""The published timetable to take away: drawn as a picture, or its slots as a table.

It shows what the person sees of it (`running_order.seen`). Nothing here looks at a clock, so the
same timetable gives the same picture, byte for byte.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from section11.board.files import File
from section11.tables import writing
from section11.web.clock import clock

from ..models import PanelMember
from . import figure
from .figure import Block, Chart, Sitter, Sitting
from .running_order import SessionSeen

PICTURES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
TABLES = {fmt: writing.MIME[fmt] for fmt in ("csv", "xlsx")}
FORMATS = PICTURES | TABLES
COLUMNS = ["Date", "From", "To", "Place", "Online link", "Agency", "Panel", "Chair"]


@dataclass(frozen=True)
class Load:
    """How much one panel member sits."""

    member: PanelMember
    sessions: list[SessionSeen]
    chairs: int


def file_of(challenge, sessions: Sequence[SessionSeen], fmt: str) -> File:
    """Raises ValueError for a format that is none of FORMATS."""
    if fmt in PICTURES:
        content = figure.draw(chart(challenge, sessions), fmt)
    elif fmt in TABLES:
        content = writing.write(COLUMNS, table(sessions), fmt, title="Timetable")
    else:
        raise ValueError(f"{fmt!r} is not a format of a timetable.")
    name = slugify(f"timetable {challenge.partnership.short_name} {challenge.cycle}")
    return File(f"{name}.{fmt}", FORMATS[fmt], content)


def loads(challenge, sessions: Sequence[SessionSeen]) -> list[Load]:
    """Everybody on the panel, and whoever left it but sits, by how often they sit."""
    members = list(challenge.panel_members.current().select_related("user"))
    for one in sessions:
        members += [s.panel_member for s in one.seats if s.panel_member not in members]
    found = []
    for member in members:
        seats = [(one, s) for one in sessions for s in one.seats if s.panel_member_id == member.pk]
        chaired = sum(seat.is_chair for _, seat in seats)
        found.append(Load(member, [one for one, _ in seats], chaired))
    return sorted(found, key=lambda load: (-len(load.sessions), load.member.user.name))


def chart(challenge, sessions: Sequence[SessionSeen]) -> Chart:
    """What the picture is to show."""
    hidden = sum(one.withheld for one in sessions)
    places = {_place(one) for one in sessions}
    everywhere = f" All sessions: {places.pop()}." if len(places) == 1 and places != {""} else ""
    note = "Times are those of London."
    if hidden:
        are = "agency is" if hidden == 1 else "agencies are"
        note += f" {hidden} {are} left out because of an interest of whoever made this picture."
    return Chart(
        title=f"{challenge}: timetable",
        subtitle=f"{challenge.partnership}. {summary(sessions)}{everywhere}",
        note=note,
        sittings=[_sitting(one, "" if everywhere else _place(one)) for one in sessions],
        sitters=[_sitter(load, sessions) for load in loads(challenge, sessions)],
    )


def summary(sessions: Sequence[SessionSeen]) -> str:
    """How many sessions on how many days, in words."""
    agencies = sum(len(one.slots) + one.withheld for one in sessions)
    counts = [
        _counted(len(sessions), "session", "sessions"),
        _counted(len({one.on for one in sessions}), "day", "days"),
        _counted(agencies, "agency", "agencies"),
    ]
    return f"{counts[0]} on {counts[1]}, {counts[2]}."


def table(sessions: Sequence[SessionSeen]) -> Iterable[Sequence[Any]]:
    """A row for each slot; a session without any has one too."""
    for one in sessions:
        panel = ", ".join(seat.panel_member.user.name for seat in one.seats)
        chair = next((s.panel_member.user.name for s in one.seats if s.is_chair), "")
        times = [(slot.starts_at, slot.ends_at, slot.agency.name) for slot in one.slots]
        for begins, ends, agency in times or [(one.starts_at, one.ends_at, "")]:
            spot = [one.session.where, one.session.link]
            yield [one.on, _hour(begins), _hour(ends), *spot, agency, panel, chair]


def _place(one: SessionSeen) -> str:
    return one.session.where or ("online" if one.session.link else "")


def _sitting(one: SessionSeen, place: str) -> Sitting:
    return Sitting(
        day=f"{one.on:%a} {one.on.day} {one.on:%b %Y}",
        at=clock(one.starts_at),
        place=place,
        begins=_minute(one.starts_at),
        minutes=_minutes(one.starts_at, one.ends_at),
        blocks=[
            Block(
                slot.agency.short_name,
                _minute(slot.starts_at),
                _minutes(slot.starts_at, slot.ends_at),
            )
            for slot in one.slots
        ],
    )


def _sitter(load: Load, sessions: Sequence[SessionSeen]) -> Sitter:
    places = {one.session.pk: place for place, one in enumerate(sessions)}
    return Sitter(
        name=load.member.user.name,
        sits=frozenset(places[one.session.pk] for one in load.sessions),
        chairs=frozenset(
            places[one.session.pk]
            for one in load.sessions
            for seat in one.seats
            if seat.is_chair and seat.panel_member_id == load.member.pk
        ),
    )


def _minute(moment: datetime) -> int:
    local = timezone.localtime(moment)
    return local.hour * 60 + local.minute


def _minutes(begins: datetime, ends: datetime) -> int:
    return int((ends - begins).total_seconds() // 60)


def _hour(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
