"""The demo as a whole: loaded once, all of it or nothing, and never beside real people."""

from datetime import date, timedelta
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from section11.people.models import Partnership

from . import content, cycles, dates, partnership
from .dating import Diary, date_back_standards
from .exceptions import NotHere

YEARS_BEFORE_FIRST_CYCLE = 5
SETS_READY = timedelta(weeks=4)  # before the first cycle that uses them opens


def is_loaded() -> bool:
    """Whether this database holds the demo partnership."""
    return Partnership.objects.filter(short_name=_short_name()).exists()


def must_be_a_place_for_it() -> None:
    """Raise NotHere, saying why, unless the demo may be loaded into this database.

    Its people share a password that this repository prints: among real people they would be an
    open door.
    """
    if not settings.LOCAL:
        raise NotHere(
            "The demo is not for a service that others can reach: everyone in it is invented and"
            " has the same published password. Set DEMO=1, on a machine and a database of its own."
        )
    other = Partnership.objects.exclude(short_name=_short_name()).first()
    if other:
        raise NotHere(
            f"This database holds {other}. The demo needs a database of its own: set DATA_DIR or"
            " DATABASE_URL to another."
        )


@transaction.atomic
def load() -> None:
    """Play the demo up to today, through the operations. Raises NotHere where it has no place."""
    must_be_a_place_for_it()
    today = timezone.localdate()
    told = content.read()
    rounds = dates.rounds(today, len(told.years))
    _load_standards(told, rounds)
    founded_on = date(rounds[0].year - YEARS_BEFORE_FIRST_CYCLE, 4, 1)
    cast = partnership.build(
        content=told,
        founded_on=founded_on,
        joined_on=partnership.joined_on(told, rounds, founded_on),
    )
    cycles.play(content=told, cast=cast, rounds=rounds, today=today)


def _load_standards(told, rounds):
    """The sets that come with the product, each dated before the first cycle that uses it."""
    began = timezone.now()
    call_command("load_standards", verbosity=0, stdout=StringIO())
    for year, held in zip(told.years, rounds, strict=True):
        diary = Diary([(began, dates.at(held.opens_on - SETS_READY, 11))])
        date_back_standards(told.ratings["cycles"][year]["set"], diary)


def _short_name():
    return content.read_partnership()["partnership"]["short_name"]
