"""A table that was uploaded and rests until somebody decides: what its models have in common."""

from django.utils import timezone

from section11.web.exceptions import RuleBroken

from .rows import Row, Table


class WaitingTable:
    """For a model that keeps a table as `columns` and `rows` (each row's number in the file and its
    texts), and says by `applied_at` and `applied_by` that it was taken in.
    """

    TAKEN_IN = "applied this file"  # what `applied_by` did, as its own page calls it

    @property
    def is_waiting(self):
        return self.applied_at is None

    @property
    def table(self):
        """What the file held."""
        rows = [Row(number, self.columns, cells) for number, cells in self.rows]
        return Table(columns=self.columns, rows=rows)

    def must_be_waiting(self):
        """Raise RuleBroken once it is applied: a file goes in once."""
        if not self.is_waiting:
            raise RuleBroken(
                f"{self.applied_by} {self.TAKEN_IN} on"
                f" {timezone.localtime(self.applied_at):%-d %B %Y at %H:%M} already.",
                self,
            )
