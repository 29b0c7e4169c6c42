"""Rows of a file to questions and back, as `section11.standards.resources` does it."""

from functools import partial

from import_export.fields import Field

from section11.standards import columns as common
from section11.standards.resources import PLACE, Parsed, PartResource, cell, yes_no

from ..models import SurveyQuestion
from . import columns


class SurveyQuestionResource(PartResource):
    named_by = "text"
    group = cell("group", columns.group)
    code = cell("code", columns.code)
    text = cell("text", columns.text)
    hint = cell("hint", columns.hint)
    kind = cell("kind", partial(common.one_of, known=columns.KINDS))
    choices = cell("choices", columns.choices, common.list_text)
    good_is_disagreeing = yes_no("good_is_disagreeing", parse=partial(common.yes_no, blank=False))
    tests = Field(attribute="tests", column_name="tests")
    lineage = cell("lineage", columns.lineage)

    def __init__(self, *, parent, existing, tested):
        """`tested` are the lineages that a question may test."""
        super().__init__(parent=parent, existing=existing)
        self.fields["tests"].widget = Parsed(partial(columns.tests, known=tested), common.list_text)

    def init_instance(self, row=None):
        return SurveyQuestion(survey_set=self.parent)

    class Meta:
        model = SurveyQuestion
        fields = (*columns.COLUMNS, PLACE)
        import_id_fields = ("lineage",)
