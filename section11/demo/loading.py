"""The demo as a whole: loaded once, all of it or nothing, and never beside real people."""

from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from section11.people.models import Partnership

from . import challenges, content, cycles, dates, partnership, running, surveys
from .dating import Diary, date_back_standards, date_back_survey_sets
from .exceptions import NotHere

YEARS_BEFORE_FIRST_CYCLE = 5
SETS_READY = timedelta(weeks=4)  # before the first cycle that uses them opens


def is_loaded() -> bool:
    """Whether this database holds the demo."""
    return Partnership.objects.filter(short_name__in=content.read_short_names()).exists()


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
    other = Partnership.objects.exclude(short_name__in=content.read_short_names()).first()
    if other:
        raise NotHere(
            f"This database holds {other}. The demo needs a database of its own: set DATA_DIR or"
            " DATABASE_URL to another."
        )


def load() -> None:
    """Play the demo up to today, through the operations. Raises NotHere where it has no place."""
    must_be_a_place_for_it()
    with _no_file_left_behind(), transaction.atomic():
        _play(content.read(), timezone.localdate())


def _play(told, today):
    rounds = [dates.rounds(today, len(each.years), each.weeks_later) for each in told]
    _load_standards(told[0], rounds[0])
    founded_on = date(rounds[0][0].year - YEARS_BEFORE_FIRST_CYCLE, 4, 1)
    administrator = partnership.staff_service(
        people=content.read_service()["people"], since=founded_on
    )
    cast = None
    for each, held in zip(told, rounds, strict=True):
        cast = partnership.build(
            content=each,
            founded_on=founded_on,
            joined_on=partnership.joined_on(each, held, founded_on),
            administrator=administrator,
            beside=cast,
        )
        played = cycles.play(content=each, cast=cast, rounds=held, today=today)
        running.play(content=each, cast=cast, cycle=played[-1], today=today)
        if each.surveys:
            surveys.play(content=each, cast=cast, cycles=played, today=today)
        if each.challenge:
            challenges.play(content=each, cast=cast, cycles=played, today=today)
            surveys.play_feedback(content=each, cast=cast, cycle=played[-2], today=today)


@contextmanager
def _no_file_left_behind():
    """Take away the files that were stored meanwhile, should what they belong to be rolled back."""
    before = _stored()
    try:
        yield
    except BaseException:
        for path in _stored() - before:
            path.unlink()
        raise


def _stored():
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def _load_standards(told, rounds):
    """The sets that come with the product, each dated before the first cycle that uses it."""
    began = timezone.now()
    call_command("load_standards", verbosity=0, stdout=StringIO())
    call_command("load_survey_sets", verbosity=0, stdout=StringIO())
    for year, held in zip(told.years, rounds, strict=True):
        diary = Diary([(began, dates.at(held.opens_on - SETS_READY, 11))])
        date_back_standards(told.ratings["cycles"][year]["set"], diary)
    date_back_survey_sets(diary)
