"""The forms by which a coordinator asks who can come, and brings in what a file says."""

from django import forms
from django.core.exceptions import ValidationError

from section11.tables.exceptions import TableRefused
from section11.tables.reading import read
from section11.web.forms import DateField, GovukForm, UploadField

from ..setting_up.answer_files import LIMITS


class AskForm(GovukForm):
    due_on = DateField(
        label="By when should they answer?",
        help_text="After this day only you can change answers. For example, 12/2/2027",
        error_messages={"required": "Say by when they should answer"},
    )


class AnswersUploadForm(GovukForm):
    """A file of answers; once valid, `table` is what it holds."""

    file = UploadField(
        label="File", max_bytes=LIMITS.bytes, kinds=f"CSV or XLSX, up to {LIMITS.rows:,} rows"
    )

    table = None

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.table = read(file, file.name, limits=LIMITS)
        except TableRefused as refused:
            raise ValidationError(refused.sentence) from None
        return file


class AnswersApplyForm(GovukForm):
    """What a preview showed, signed, so that the file need not be kept."""

    preview = forms.CharField(widget=forms.HiddenInput)
