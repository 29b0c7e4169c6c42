"""Rows of a file to records and back, by django-import-export.

A resource converts one row at a time and finds what differs. Rows find their record by a code of
their own, never by the database's id, among records handed to the resource: the database is not
asked row by row. `preview` writes nothing at all; `save` writes inside the caller's transaction.
"""

from functools import partial

import tablib
from import_export import resources
from import_export.fields import Field
from import_export.widgets import Widget

from . import columns
from .models import Priority, Question, RatingLevel, Standard

PLACE = "place"


class Parsed(Widget):
    """A widget made of two functions: text to value, and value to text."""

    def __init__(self, parse, write=str):
        super().__init__()
        self.parse = parse
        self.write = write

    def clean(self, value, row=None, **kwargs):
        return self.parse(value)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else self.write(value)


def cell(attribute, parse, write=str, *, column=None):
    return Field(attribute=attribute, column_name=column or attribute, widget=Parsed(parse, write))


yes_no = partial(cell, parse=columns.yes_no, write=columns.yes_no_text)


class PartResource(resources.ModelResource):
    """Rows that are parts of one thing, with a place among them that the file's order gives."""

    place = cell("order", int, column=PLACE)
    named_by = "title"
    # The column by whose value the parts stand together, each counted from its own first place.
    grouped_by = None

    def group_of(self, part):
        return None

    def __init__(self, *, parent, existing):
        super().__init__()
        self.parent = parent
        [self.key] = self._meta.import_id_fields
        self.existing = {getattr(part, self.key): part for part in existing}
        self.saves = False

    def preview(self, dataset):
        """What each row would do. Not even a transaction is begun."""
        # import_data would roll back real writes instead.
        return self.import_data_inner(dataset, True, False, False, False)

    def save(self, dataset):
        """Write every row; a row that cannot be written ends the caller's transaction."""
        self.saves = True
        return self.import_data(dataset, raise_errors=True, use_transactions=False)

    def texts(self, part):
        """The part as the columns of a file, its place left out."""
        return {
            field.column_name: field.export(part)
            for field in self.get_import_fields()
            if field.column_name != PLACE
        }

    def get_instance(self, instance_loader, row):
        field = self.fields[self.key]
        try:
            return self.existing.get(field.clean(row)) if field.column_name in row else None
        except ValueError:
            return None

    def skip_row(self, instance, original, row, import_validation_errors=None):
        # When saving, every row is written: the places were cleared to let records swap them.
        return not self.saves and super().skip_row(
            instance, original, row, import_validation_errors
        )

    class Meta:
        fields = ()
        skip_unchanged = True
        skip_html_diff = True
        store_instance = True


class StandardResource(PartResource):
    code = cell("code", columns.standard_code, column="standard_code")
    title = cell("title", columns.standard_title, column="standard_title")
    summary = cell("summary", columns.long_text, column="standard_summary")

    def init_instance(self, row=None):
        return Standard(standard_set=self.parent)

    class Meta:
        model = Standard
        fields = ("code", "title", "summary", PLACE)
        import_id_fields = ("code",)


class PriorityResource(PartResource):
    code = cell("code", partial(columns.slug, longest=40))
    title = cell("title", partial(columns.line, longest=100))

    def init_instance(self, row=None):
        return Priority(standard_set=self.parent)

    class Meta:
        model = Priority
        fields = ("code", "title", PLACE)
        import_id_fields = ("code",)


class QuestionResource(PartResource):
    """Questions of one set.

    A question's priorities and descriptors are records of their own. Here they are attributes of
    the question, `priority_codes` and one `descriptor_<level>` for each level, set by `load`; the
    operation that saves the questions writes those records.
    """

    named_by = "text"
    grouped_by = "standard_code"
    standard_code = Field(attribute="standard", column_name="standard_code")
    code = cell("code", columns.question_code)
    text = cell("text", columns.required_text)
    small_text = cell("small_text", columns.long_text)
    guidance = cell("guidance", columns.long_text)
    evidence = cell("good_evidence", columns.long_text, column="evidence")
    essential = yes_no("essential")
    sectors = cell("sectors", columns.sectors, columns.sectors_text)
    asked_of_small = yes_no("asked_of_small", parse=partial(columns.yes_no, blank=True))
    priorities = Field(attribute="priority_codes", column_name="priorities")
    lineage = cell("lineage", columns.lineage)
    change = cell("change", partial(columns.change, known=Question.Change.values))
    came_from = cell("came_from", columns.came_from, columns.list_text)

    def __init__(self, *, parent, existing, priorities, levels):
        """`priorities` are the codes of the set's, in order."""
        self.levels = list(levels)
        super().__init__(parent=parent, existing=[self.load(question) for question in existing])
        self.standards = {}
        self.priority_codes = list(priorities)
        self.fields["standard_code"].widget = Parsed(self.standard_of, lambda s: s.code)
        self.fields["priorities"].widget = Parsed(
            partial(columns.priorities, known=self.priority_codes), columns.list_text
        )
        for level in self.levels:
            name = columns.DESCRIPTOR + level.code
            needed = columns.required_text if level.counts_in_score else columns.long_text
            self.fields[name] = cell(name, needed)

    def init_instance(self, row=None):
        return self.load(Question())

    def load(self, question):
        """Give the question its priorities and descriptors as attributes."""
        saved = question.pk is not None
        question.priority_codes = [p.code for p in question.priorities.all()] if saved else []
        texts = {d.level_id: d.text for d in question.descriptors.all()} if saved else {}
        for level in self.levels:
            setattr(question, columns.DESCRIPTOR + level.code, texts.get(level.pk, ""))
        # Each row's record is deep-copied for the comparison; querysets make that twice as slow.
        getattr(question, "_prefetched_objects_cache", {}).clear()
        return question

    def group_of(self, part):
        return part.standard.code

    def standard_of(self, text):
        """The record, saved or not, among `standards`, which is filled once those are known."""
        code = columns.standard_code(text)
        return self.standards.get(code) or Standard(code=code)

    class Meta:
        model = Question
        fields = (*columns.STANDARD_COLUMNS[:1], *columns.QUESTION_COLUMNS, PLACE)
        import_id_fields = ("lineage",)


class RatingLevelResource(PartResource):
    named_by = "label"
    code = cell("code", partial(columns.slug, longest=20))
    label = cell("label", partial(columns.line, longest=40))
    letter = cell("letter", partial(columns.line, longest=3))
    colour = cell("colour", columns.colour)
    symbol = cell("symbol", partial(columns.one_of, known=RatingLevel.Symbol.values))
    meaning = cell("meaning", columns.required_text)
    counts_in_score = yes_no("counts_in_score")
    needs_action = yes_no("needs_action")
    needs_evidence = yes_no("needs_evidence")
    needs_reason = yes_no("needs_reason")

    def init_instance(self, row=None):
        return RatingLevel(scale=self.parent)

    class Meta:
        model = RatingLevel
        fields = (*columns.LEVEL_COLUMNS, PLACE)
        import_id_fields = ("code",)


def dataset(rows, names):
    """The rows (mappings) as import-export reads them; rows without one of `names` leave it blank."""
    return tablib.Dataset(*([row.get(name, "") for name in names] for row in rows), headers=names)
