from django import forms
from django.core.exceptions import ValidationError

from section11.standards import set_forms
from section11.web.forms import UploadField

from ..models import SurveySet
from ..sets import headers
from ..sets.checks import MOST_QUESTIONS


class SurveyFile(set_forms.UploadForm):
    """A file that holds a survey set."""

    file = UploadField(
        label="File of questions",
        max_bytes=set_forms.LIMITS.bytes,
        kinds=f"CSV, XLSX, ODS, JSON or YAML, up to {MOST_QUESTIONS} questions",
    )

    def read_header(self, mapping):
        return headers.of_set(mapping)


class UploadIntoForm(SurveyFile):
    """A file for a draft, which keeps its title, code and purpose."""

    def __init__(self, *args, survey_set, **kwargs):
        super().__init__(*args, **kwargs)
        self.survey_set = survey_set

    def clean_file(self):
        file = super().clean_file()
        if self.header.purpose not in ("", self.survey_set.purpose):
            said = SurveySet.Purpose(self.header.purpose).label
            raise ValidationError(
                f"This file says that it is for “{said}”; the draft is for"
                f" “{self.survey_set.get_purpose_display()}”."
            )
        return file


class UploadNewForm(SurveyFile, set_forms.UploadNewForm):
    model = SurveySet
    field_order = ("file", "partnership", "title", "code", "purpose", "based_on")

    purpose = forms.ChoiceField(
        choices=[("", "As the file says"), *SurveySet.Purpose.choices],
        required=False,
        label="What it is for",
    )

    def clean(self):
        data = super().clean()
        if self.is_readable:
            data["purpose"] = data.get("purpose") or self.header.purpose
            self._check_purpose(data["purpose"], data["based_on"])
        return data

    def _check_purpose(self, purpose, based_on):
        if not purpose:
            self.add_error("purpose", "Choose what the set is for: the file does not say")
        elif based_on and based_on.purpose != purpose:
            self.add_error("based_on", "Choose a set that is for the same")


class NewVersionForm(set_forms.NewVersionForm):
    model = SurveySet
