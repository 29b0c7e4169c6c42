from django import forms
from django.core.exceptions import ValidationError

from section11.tables.exceptions import TableRefused
from section11.tables.reading import read
from section11.web.forms import GovukForm, UploadField

from .agency_forms import ask_where
from .operations.imports import LIMITS


class TableUploadForm(GovukForm):
    """A file for one of `partnerships`; once valid, `table` is what it holds."""

    partnership = forms.ModelChoiceField(queryset=None, label="Partnership", empty_label=None)
    file = UploadField(
        label="File", max_bytes=LIMITS.bytes, kinds=f"CSV or XLSX, up to {LIMITS.rows:,} rows"
    )

    table = None

    def __init__(self, *args, partnerships, **kwargs):
        super().__init__(*args, **kwargs)
        ask_where(self.fields["partnership"], partnerships)

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.table = read(file, file.name, limits=LIMITS)
        except TableRefused as refused:
            raise ValidationError(refused.sentence) from None
        return file

    def upload(self):
        """What the operation needs of a valid form."""
        return {
            "table": self.table,
            "file_name": self.cleaned_data["file"].name,
            "partnership": self.cleaned_data["partnership"],
        }


class ImportApplyForm(GovukForm):
    """Which preview the person saw."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class PeopleApplyForm(ImportApplyForm):
    """The same, and whether invitations go out at once."""

    hold = forms.TypedChoiceField(
        choices=[
            ("", "Send the invitations now"),
            ("hold", "Keep them back: you send them all later, from the page Agencies"),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
        label="Invitations",
        initial="",
    )
