from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from section11.standards.exceptions import ImportRefused
from section11.standards.operations import rating_scales, standard_sets
from section11.tables.exceptions import TableRefused
from section11.tables.reading import read
from section11.web.exceptions import RuleBroken

FIXTURES = settings.ROOT / "fixtures"


class Command(BaseCommand):
    help = (
        "Load rating scales and standard sets from files, those that come with the product if none"
        " is named, and publish the sets. Safe to run again: what is there already stays as it is."
    )
    # Of the files that come with the product.
    patterns = ("scales/*.yaml", "standards/*.yaml")

    def operations(self, table):
        """The operations that load what the file holds."""
        return rating_scales if table.header_key == "scale" else standard_sets

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, files, **options):
        shipped = (path for pattern in self.patterns for path in FIXTURES.glob(pattern))
        paths = files or sorted(shipped)
        with transaction.atomic():
            for path, table in in_order([(path, read_file(path)) for path in paths]):
                self.load(path, table)

    def load(self, path, table):
        try:
            loaded = self.operations(table).load(table=table)
        except ImportRefused as refused:
            problems = "\n".join(f"  {problem}" for problem in refused.problems)
            raise CommandError(
                f"{path} was not loaded, and nothing else either:\n{problems}"
            ) from None
        except RuleBroken as broken:
            raise CommandError(f"{path}: {broken.sentence}") from None
        self.stdout.write(f"{table.header['code']}: {'loaded' if loaded else 'unchanged'}")


def read_file(path):
    try:
        with path.open("rb") as file:
            return read(file, path.name)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from None
    except TableRefused as refused:
        raise CommandError(f"{path}: {refused.sentence}") from None


def in_order(tables):
    """Scales first, then each set after the one it is based on, if that is among them."""
    waiting = sorted(tables, key=lambda pair: pair[1].header_key != "scale")
    ordered = []
    while waiting:
        codes = {table.header.get("code") for _, table in waiting}
        ready = [pair for pair in waiting if pair[1].header.get("based_on") not in codes] or waiting
        ordered += ready[:1]
        waiting.remove(ready[0])
    return ordered
