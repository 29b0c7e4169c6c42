"""Values read from JSON one by one, each with a sentence that names the key where one is wrong."""

import dataclasses
import math
import re
from collections.abc import Callable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any

NUMBER_MOST = 1_000_000_000
TEXT_MOST = 1_000
LIST_MOST = 20_000

Reader = Callable[[Any, str], Any]  # (what JSON holds, the path to it) -> the value


class Unreadable(ValueError):
    """The data is not what it should be; the message says which key is missing or wrong."""


def text(value: Any, where: str) -> str:
    if not isinstance(value, str) or len(value) > TEXT_MOST:
        raise Unreadable(f"{where} should be text of {TEXT_MOST} characters at most.")
    return value


def an_id(value: Any, where: str) -> str:
    if not text(value, where):
        raise Unreadable(f"{where} should not be empty.")
    return value


def number(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= NUMBER_MOST:
        raise Unreadable(f"{where} should be a whole number from 0 to {NUMBER_MOST}.")
    return value


def decimal(value: Any, where: str) -> float:
    right = isinstance(value, int | float) and not isinstance(value, bool)
    if not right or not math.isfinite(value) or not 0 <= value <= NUMBER_MOST * 1_000:
        raise Unreadable(f"{where} should be a number, 0 or more.")
    return float(value)


def truth(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise Unreadable(f"{where} should be true or false.")
    return value


def day(value: Any, where: str) -> date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise Unreadable(f"{where} should be a day such as 2026-03-12.")


def clock(value: Any, where: str) -> time:
    if isinstance(value, str) and re.fullmatch(r"\d\d:\d\d(:\d\d)?", value):
        try:
            return time.fromisoformat(value)
        except ValueError:
            pass
    raise Unreadable(f"{where} should be a time such as 09:30.")


def one_of(kind: type[StrEnum]) -> Reader:
    def read(value, where):
        if value not in [*kind]:
            raise Unreadable(f"{where} should be one of {', '.join(kind)}.")
        return kind(value)

    return read


def many(reader: Reader, make: type = tuple, most: int = LIST_MOST) -> Reader:
    def read(value, where):
        if not isinstance(value, list):
            raise Unreadable(f"{where} should be a list.")
        if len(value) > most:
            raise Unreadable(f"{where} holds {len(value)}: {most} at most.")
        return make(reader(one, f"{where}[{n}]") for n, one in enumerate(value))

    return read


def pair(value: Any, where: str) -> tuple[str, str]:
    found = many(an_id)(value, where)
    if len(found) != 2:
        raise Unreadable(f"{where} should be a list of two ids.")
    return found


def by_key(reader: Reader) -> Reader:
    def read(value, where):
        data = mapping(value, where)
        if len(data) > LIST_MOST:
            raise Unreadable(f"{where} holds {len(data)}: {LIST_MOST} at most.")
        return {an_id(key, where): reader(one, f"{where}.{key}") for key, one in data.items()}

    return read


def mapping(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(f"{where} should be an object with keys.")
    return value


def record(kind: type, /, **readers: Reader) -> Reader:
    """A dataclass, each of whose fields has a reader; what has a default may be left out."""

    def read(value, where):
        data = mapping(value, where)
        prefix = f"{where}." if where else ""
        for key in data:
            if key not in readers:
                raise Unreadable(f"{prefix}{key} is no key that is known here.")
        for field in dataclasses.fields(kind):
            if field.name not in data and _needed(field):
                raise Unreadable(f"{prefix}{field.name} is missing.")
        return kind(**{key: readers[key](one, f"{prefix}{key}") for key, one in data.items()})

    return read


def _needed(field):
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def written(value: Any) -> Any:
    """A value of ours as JSON has it: sets sorted, days and times in ISO 8601."""
    match value:
        case date() | time():
            return value.isoformat()
        case Mapping():
            return {str(key): written(one) for key, one in value.items()}
        case frozenset():
            return sorted(written(one) for one in value)
        case tuple():
            return [written(one) for one in value]
        case str():
            return str(value)
        case _ if dataclasses.is_dataclass(value):
            return {f.name: written(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return value
