"""JSON and YAML: a header mapping and a list of rows, or a bare list of rows."""

import json
from collections.abc import Iterator
from typing import Any, Never

import yaml

from .cells import text_of
from .exceptions import TableRefused
from .limits import Limits
from .rows import HEADER_KEYS, Table, from_items, shown, too_many_rows

DEEPEST = 8
SPARE_NODES = 20_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What a plain YAML scalar means when it is not text; everything else is kept as it was typed.
_PLAIN = dict.fromkeys(("null", "Null", "NULL", "~"), "")
_PLAIN |= dict.fromkeys(("true", "True", "TRUE"), "yes")
_PLAIN |= dict.fromkeys(("false", "False", "FALSE"), "no")


def read_json(text: str, limits: Limits) -> Table:
    if text.count("{") + text.count("[") > 2 * limits.rows + SPARE_NODES:
        raise too_many_rows(limits)
    try:
        document = json.loads(text, object_pairs_hook=_mapping, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise TableRefused(f"This JSON file cannot be read at line {error.lineno}.") from None
    except RecursionError:
        raise TableRefused(TOO_DEEP) from None
    except ValueError:
        raise TableRefused("This JSON file cannot be read: a number in it is too long.") from None
    return _table(document, "json", limits)


def read_yaml(text: str, limits: Limits) -> Table:
    """All scalars are text as typed, so that 1.10 stays 1.10 without quotation marks."""
    try:
        document = _Builder(text, limits).document()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TableRefused(
            f"This YAML file cannot be read at line {line}."
            " Text that holds a colon or begins with a sign needs quotation marks."
        ) from None
    except yaml.YAMLError:
        raise TableRefused("This YAML file holds characters that YAML does not allow.") from None
    return _table(document, "yaml", limits)


TOO_DEEP = "The lists and mappings in this file are nested too deeply."


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise TableRefused(f"“{shown(twice)}” is given twice in the same place.")
    return mapping


def _no_constant(name: str) -> Never:
    raise TableRefused(f"{name} is not a value that can be read.")


class _Builder:
    """Builds plain lists, mappings and texts from YAML's events: no tags, no aliases."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self.limits = limits
        self.nodes_left = 2 * limits.rows * limits.columns + SPARE_NODES

    def document(self) -> Any:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        document = self._node(next(self.events), 0)
        next(self.events)
        if not isinstance(next(self.events), yaml.StreamEndEvent):
            raise TableRefused("This YAML file holds more than one document.")
        return document

    def _node(self, event: Any, depth: int) -> Any:
        self.nodes_left -= 1
        if self.nodes_left < 0:
            raise too_many_rows(self.limits)
        if depth > DEEPEST:
            raise TableRefused(TOO_DEEP)
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise TableRefused(
                f"Line {line} uses an alias (*{shown(event.anchor)})."
                " Aliases are not read: write the text out, or put it in quotation marks."
            )
        if event.tag and event.tag not in ("!", "tag:yaml.org,2002:str"):
            raise TableRefused(f"Line {line} uses a tag ({shown(event.tag)}), which is not read.")
        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style and not event.tag
            return _PLAIN.get(event.value, event.value) if plain else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(depth)
        return self._mapping(depth)

    def _sequence(self, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            if len(items) == self.limits.rows:
                raise too_many_rows(self.limits)
            items.append(self._node(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            key = self._node(event, depth + 1)
            if not isinstance(key, str) or key in mapping:
                raise TableRefused(
                    f"Line {line}: “{shown(str(key))}” is given twice or is not a name."
                )
            mapping[key] = self._node(next(self.events), depth + 1)
        return mapping


def _table(document: Any, kind: str, limits: Limits) -> Table:
    header_key, header, items = "", {}, document
    if isinstance(document, dict):
        lists = [key for key, value in document.items() if isinstance(value, list)]
        header_key = next((key for key in HEADER_KEYS if key in document), "")
        unknown = set(document) - set(lists) - {header_key}
        if unknown or len(lists) != 1:
            raise TableRefused(
                "This file must hold one list of rows (“questions”, “levels” or “rows”) and may hold"
                f" one mapping, “set” or “scale”{_besides(unknown)}."
            )
        header, items = document.get(header_key) or {}, document[lists[0]]
    if not isinstance(items, list) or not isinstance(header, dict):
        raise TableRefused("This file holds no list of rows.")
    if not items:
        raise TableRefused("This file is empty: its list of rows holds nothing.")
    columns, rows = from_items(items, limits)
    return Table(columns, rows, _texts(header, 0), header_key, kind)


def _besides(unknown: set[str]) -> str:
    return f", nothing else: “{shown(sorted(unknown)[0])}” is not known" if unknown else ""


def _texts(value: Any, depth: int) -> Any:
    """The header with every leaf as text; an empty list or mapping is blank text."""
    if depth > DEEPEST:
        raise TableRefused(TOO_DEEP)
    if isinstance(value, dict) and (value or not depth):
        return {text_of(key): _texts(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list) and value:
        return [_texts(part, depth + 1) for part in value]
    return "" if isinstance(value, dict | list) else text_of(value)
