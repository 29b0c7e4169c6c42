"""The part of a file beside its rows: what a standard set or a rating scale is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from . import columns
from .checks import Problem


@dataclass(frozen=True)
class SetHeader:
    """The `set:` part. Texts may be empty; `priorities` is None where the file does not say."""

    code: str = ""
    title: str = ""
    scale: str = ""
    based_on: str = ""
    priorities: list[dict[str, str]] | None = None


@dataclass(frozen=True)
class ScaleHeader:
    """The `scale:` part."""

    code: str = ""
    title: str = ""
    description: str = ""


_SET_PARTS = {
    "code": partial(columns.slug, longest=60),
    "title": partial(columns.line, longest=columns.LONGEST_TITLE),
    "scale": partial(columns.slug, longest=40),
    "based_on": partial(columns.slug, longest=60),
}
_SCALE_PARTS = {
    "code": partial(columns.slug, longest=40),
    "title": partial(columns.line, longest=100),
    "description": columns.long_text,
}


def of_set(mapping: Mapping[str, Any]) -> tuple[SetHeader, list[Problem]]:
    """The header of a standard set, and all that is wrong with it."""
    texts, problems = texts_of(mapping, _SET_PARTS, also=("priorities",))
    priorities = None
    if "priorities" in mapping:
        priorities, wrong = _priorities(mapping["priorities"])
        problems += wrong
    return SetHeader(**texts, priorities=priorities), problems


def of_scale(mapping: Mapping[str, Any]) -> tuple[ScaleHeader, list[Problem]]:
    """The header of a rating scale, and all that is wrong with it."""
    texts, problems = texts_of(mapping, _SCALE_PARTS)
    return ScaleHeader(**texts), problems


def texts_of(mapping, parts, also=()) -> tuple[dict[str, str], list[Problem]]:
    texts: dict[str, str] = {}
    problems = [
        Problem(None, str(name), "There is no such entry in the head of the file.")
        for name in mapping
        if name not in parts and name not in also
    ]
    for name, parse in parts.items():
        text = _text(mapping.get(name))
        try:
            if text:
                texts[name] = parse(text)
        except ValueError as error:
            problems.append(Problem(None, name, str(error)))
    return texts, problems


def _priorities(items) -> tuple[list[dict[str, str]], list[Problem]]:
    if not isinstance(items or [], list) or not all(isinstance(p, Mapping) for p in items or []):
        wanted = "Each priority needs a code and a title."
        return [], [Problem(None, "priorities", wanted)]
    return priorities([(_text(p.get("code")), _text(p.get("title"))) for p in items or []])


def priorities(pairs: list[tuple[str, str]]) -> tuple[list[dict[str, str]], list[Problem]]:
    """Priorities from their codes and titles, and all that is wrong with them."""
    found: dict[str, dict[str, str]] = {}
    problems = []
    for place, (code, title) in enumerate(pairs, 1):
        try:
            code = columns.slug(code, longest=40)
            if code in found:
                raise ValueError(f"{columns.quoted(code)} stands there twice.")
            found[code] = {"code": code, "title": columns.line(title, longest=100)}
        except ValueError as error:
            problems.append(Problem(None, "priorities", f"Priority {place}: {error}"))
    return list(found.values()), problems


def _text(value: Any) -> str:
    """A single value as text; a list or mapping where a text belongs shows as what it is."""
    return "" if value is None else str(value).strip()
