"""The demo's content as the files in fixtures/demo give it: read here, judged nowhere else."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from django.conf import settings

FOLDER = settings.ROOT / "fixtures" / "demo"
# Both are safe; the one written in C is there on most machines, and ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Content:
    """The five files, each as nested dicts and lists; the head of each file says what it holds."""

    partnership: dict
    agencies: list[dict]
    ratings: dict
    bank: dict
    files: list[dict]

    @cached_property
    def agency(self) -> dict[str, dict]:
        """Each agency by its key."""
        return {agency["key"]: agency for agency in self.agencies}

    @cached_property
    def stories(self) -> dict[str, dict]:
        """How each agency rated itself and where its self-audit stands, by the agency's key."""
        return self.ratings["agencies"]

    @property
    def years(self) -> list[int]:
        """The years of the cycles as the files name them, oldest first."""
        return sorted(self.ratings["cycles"])

    def theme(self, lineage: str) -> str:
        """The theme of a question: what the files' letters and texts are sorted by."""
        if lineage in self.ratings["theme_of"]:
            return self.ratings["theme_of"][lineage]
        longest_first = sorted(self.ratings["themes"], key=len, reverse=True)
        return next(theme for theme in longest_first if lineage.startswith(theme))


def read() -> Content:
    """The content of fixtures/demo."""
    return Content(
        partnership=read_partnership(),
        agencies=_file("agencies.yaml")["agencies"],
        ratings=_file("ratings.yaml"),
        bank=_file("narratives.yaml"),
        files=_file("evidence.yaml")["files"],
    )


def read_partnership() -> dict:
    """The smallest of the files alone: enough to know the demo partnership by."""
    return _file("partnership.yaml")


def evidence_file(name: str) -> Path:
    return FOLDER / "evidence" / name


def _file(name):
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
