"""Answers from a file, by django-import-export: how a partnership brings in its earlier years.

Everything a row may name (agency, question, rating) is read once, so that no row asks the
database; rows are written a thousand at a time, each with its history.
"""

from django.core.exceptions import ValidationError
from import_export import resources
from import_export.fields import Field
from simple_history.utils import bulk_create_with_history

from . import checks
from .merging import normalised
from .models import Answer

COLUMNS = ("agency", "question_code", "rating", "narrative", "impact", "na_reason")
_TEXTS = COLUMNS[3:]


class AnswerResource(resources.ModelResource):
    """One row an answer. `self_audits` maps a folded agency name to its self-audit; `taken` holds
    the (self-audit id, question id) that have an answer already: an import overwrites none.
    """

    agency = Field(attribute="self_audit", column_name="agency")
    question_code = Field(attribute="question", column_name="question_code")

    def __init__(self, *, self_audits, questions, levels, taken, by, at):
        super().__init__()
        self.self_audits, self.questions, self.levels = self_audits, questions, levels
        self.taken, self.by, self.at = taken, by, at
        # The sector and size of a self-audit decide what it is asked: worked out once for each.
        self.asked = {}

    def import_instance(self, instance, row, **kwargs):
        """Fill in the answer from the row, or raise ValidationError by column."""
        errors = {}
        self_audit = self.self_audits.get(row["agency"].casefold())
        question = self.questions.get(row["question_code"])
        level = self.levels.get(row["rating"].casefold())
        if self_audit is None:
            errors["agency"] = f"“{row['agency']}” has no open self-audit in this cycle."
        if question is None:
            errors["question_code"] = f"The standard set has no question “{row['question_code']}”."
        if level is None and row["rating"]:
            errors["rating"] = f"“{row['rating']}” is no rating of this cycle's scale."
        for name in _TEXTS:
            if len(row.get(name, "")) > checks.TEXT_LIMIT:
                errors[name] = f"Longer than {checks.TEXT_LIMIT:,} characters."
        if self_audit and question:
            errors |= self._place(self_audit, question)
        if errors:
            raise ValidationError(errors)
        instance.self_audit, instance.question, instance.level = self_audit, question, level
        for name in _TEXTS:
            setattr(instance, name, normalised(row.get(name, "")))
        instance.updated_at, instance.updated_by = self.at, self.by

    def _place(self, self_audit, question):
        """What is wrong with this question in this self-audit; else the place is taken."""
        kind = (self_audit.sector, self_audit.size)
        if kind not in self.asked:
            self.asked[kind] = {q.pk for q in self.questions.values() if q.applies_to(*kind)}
        if question.pk not in self.asked[kind]:
            return {"question_code": f"{self_audit.agency} is not asked question {question.code}."}
        place = (self_audit.pk, question.pk)
        if place in self.taken:
            return {
                "question_code": f"{self_audit.agency} has an answer to {question.code} already."
            }
        self.taken.add(place)
        return {}

    def validate_instance(self, instance, import_validation_errors=None, **kwargs):
        """Every column was judged above; full_clean would ask the database about each row."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def bulk_create(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        """As import-export's, with the history that a plain bulk_create would not write."""
        if self.create_instances and not dry_run:
            bulk_create_with_history(
                self.create_instances,
                Answer,
                batch_size=batch_size,
                default_user=self.by,
                default_date=self.at,
            )
        self.create_instances.clear()

    class Meta:
        model = Answer
        fields = ("agency", "question_code")
        import_id_fields = ("agency", "question_code")
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        force_init_instance = True
        use_transactions = False
