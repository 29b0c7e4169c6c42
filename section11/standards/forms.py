from django import forms
from django.core.exceptions import ValidationError

from section11.people.models import Sector, Size
from section11.web.forms import GovukForm, LongTextField

from . import headers, set_forms
from .models import RatingScale, StandardSet


class ScopeForm(GovukForm):
    """Which agency to see the questions as."""

    sector = forms.ChoiceField(
        required=False, choices=[("", "Every sector"), *Sector.choices], label="Sector"
    )
    size = forms.ChoiceField(
        required=False, choices=[("", "Any size"), *Size.choices], label="Size"
    )


class StandardsFile:
    """A file that holds a standard set."""

    def read_header(self, mapping):
        return headers.of_set(mapping)


class UploadIntoForm(StandardsFile, set_forms.UploadForm):
    """A file for a draft, which keeps its title, code and rating scale."""

    def __init__(self, *args, standard_set, **kwargs):
        super().__init__(*args, **kwargs)
        self.standard_set = standard_set

    def clean_file(self):
        file = super().clean_file()
        scale = self.standard_set.scale
        if self.header.scale and self.header.scale != scale.code:
            raise ValidationError(
                f"This file is for the rating scale {self.header.scale}; the draft uses {scale.code}."
            )
        return file

    def upload(self):
        return {**super().upload(), "priorities": self.header.priorities}


class UploadNewForm(StandardsFile, set_forms.UploadNewForm):
    model = StandardSet
    field_order = ("file", "partnership", "title", "code", "scale", "based_on", "priorities")

    scale = forms.ModelChoiceField(
        queryset=RatingScale.objects.all(),
        required=False,
        label="Rating scale",
        empty_label="As the file says",
    )
    priorities = LongTextField(
        required=False,
        rows=4,
        max_length=5_000,
        label="Priorities (optional)",
        help_text="One a line: its code, a colon, its title. For example, neglect: Neglect",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text += " For example, Section 11 standards 2027"

    def clean(self):
        data = super().clean()
        if self.is_readable:
            data["scale"] = data.get("scale") or self._scale()
            self._priorities(data)
        return data

    def _scale(self):
        code = self.header.scale
        scale = self.fields["scale"].queryset.filter(code=code).first()
        if scale is None:
            why = (
                f"there is none with the file's code {code}"
                if code
                else "the file does not say one"
            )
            self.add_error("scale", f"Choose a rating scale: {why}")
        return scale

    def _priorities(self, data):
        typed = [
            line.partition(":") for line in data.get("priorities", "").split("\n") if line.strip()
        ]
        if typed:
            data["priorities"], problems = headers.priorities(
                [(code.strip(), title.strip() or code.strip()) for code, _, title in typed]
            )
            for problem in problems:
                self.add_error("priorities", problem.sentence)
        elif self.header.priorities is not None or not self.table.header:
            data["priorities"] = self.header.priorities
        else:
            data["priorities"] = []


class NewVersionForm(set_forms.NewVersionForm):
    model = StandardSet
