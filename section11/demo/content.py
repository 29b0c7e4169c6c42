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
    """What is told of one partnership, and the bank and files that all of them share.

    Each is nested dicts and lists; the head of each file says what it holds.
    """

    partnership: dict
    agencies: list[dict]
    ratings: dict
    running: dict
    challenge: dict | None  # none where the partnership holds no challenge yet
    surveys: dict | None  # none where it asked no practitioners yet
    bank: dict
    files: list[dict]

    @cached_property
    def agency(self) -> dict[str, dict]:
        """Each agency by its key."""
        return {agency["key"]: agency for agency in self.agencies}

    @property
    def newcomers(self) -> list[dict]:
        """The agencies that no earlier partnership brought with it."""
        return [agency for agency in self.agencies if "from" not in agency]

    @property
    def people(self) -> list[dict]:
        """Everybody who comes with this partnership."""
        return [p for row in [self.partnership, *self.newcomers] for p in row["people"]]

    @cached_property
    def stories(self) -> dict[str, dict]:
        """How each agency rated itself and where its self-audit stands, by the agency's key."""
        return self.ratings["agencies"]

    @property
    def years(self) -> list[int]:
        """The years of the cycles as the files name them, oldest first."""
        return sorted(self.ratings["cycles"])

    @property
    def weeks_later(self) -> int:
        """How much later than the first partnership's its cycles open and end."""
        return self.partnership["cycle"]["weeks_later"]

    def theme(self, lineage: str) -> str:
        """The theme of a question: what the files' letters and texts are sorted by."""
        if lineage in self.ratings["theme_of"]:
            return self.ratings["theme_of"][lineage]
        longest_first = sorted(self.ratings["themes"], key=len, reverse=True)
        return next(theme for theme in longest_first if lineage.startswith(theme))


def read() -> list[Content]:
    """The content of fixtures/demo, a Content for each partnership in the order of founding."""
    themes, bank = _file("themes.yaml"), _file("narratives.yaml")
    files = _file("evidence.yaml")["files"]
    found: dict[str, Content] = {}
    for folder in read_service()["partnerships"]:
        found[folder] = Content(
            partnership=_file(f"{folder}/partnership.yaml"),
            agencies=[_agency(row, found) for row in _file(f"{folder}/agencies.yaml")["agencies"]],
            ratings=themes | _file(f"{folder}/ratings.yaml"),
            running=_file(f"{folder}/running.yaml"),
            challenge=_file_if_any(f"{folder}/challenge.yaml"),
            surveys=_file_if_any(f"{folder}/surveys.yaml"),
            bank=bank,
            files=files,
        )
    return list(found.values())


def read_service() -> dict:
    """Which partnerships there are, and who runs the service."""
    return _file("service.yaml")


def read_short_names() -> list[str]:
    """What the partnerships of the demo are known by."""
    return [
        _file(f"{folder}/partnership.yaml")["partnership"]["short_name"]
        for folder in read_service()["partnerships"]
    ]


def evidence_file(name: str) -> Path:
    return FOLDER / "evidence" / name


def _agency(row, earlier):
    """The row; one of an agency that an earlier partnership has too is filled up from there."""
    return earlier[row["from"]].agency[row["key"]] | row if "from" in row else row


def _file_if_any(name):
    return _file(name) if (FOLDER / name).exists() else None


def _file(name):
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
