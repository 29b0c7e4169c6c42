from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from section11.audits.models import Cycle
from section11.audits.operations import answer_imports
from section11.people.models import User
from section11.tables import reading
from section11.tables.exceptions import TableRefused


class Command(BaseCommand):
    help = (
        "Bring answers into an open cycle from CSV, XLSX, ODS, JSON or YAML: all or nothing, and"
        " nothing that is there is overwritten. Columns: " + ", ".join(answer_imports.COLUMNS)
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--cycle", type=int, required=True, help="the id of the cycle")
        parser.add_argument("--by", required=True, help="the e-mail address of who brings them in")

    def handle(self, *, file, cycle, by, **options):
        try:
            with file.open("rb") as opened:
                table = reading.read(opened, file.name, limits=answer_imports.LIMITS)
            count = answer_imports.bring_in(
                cycle=Cycle.objects.get(pk=cycle),
                table=table,
                by=User.objects.get(email=by.lower()),
            )
        except (OSError, TableRefused, Cycle.DoesNotExist, User.DoesNotExist) as error:
            raise CommandError(str(error)) from error
        except answer_imports.ImportRefused as refused:
            for problem in refused.problems[:100]:
                self.stderr.write(f"Row {problem.row}, {problem.column}: {problem.sentence}")
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"Answers brought in: {count:,}.")
