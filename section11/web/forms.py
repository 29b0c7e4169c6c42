"""How forms look and what their fields have in common.

A form that extends GovukForm or GovukModelForm renders as GOV.UK Frontend's markup, from
templates/govuk. Others, such as those of a library, are left alone.
"""

from datetime import date
from pathlib import Path

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.forms.utils import pretty_name
from django.utils.functional import cached_property

from . import sizes


class GovukBoundField(forms.BoundField):
    @property
    def first_control_id(self):
        """Where a link in the error summary goes: a group of radios has no control of its own id."""
        if self.use_fieldset and self.subwidgets:
            return self.subwidgets[0].id_for_label
        return self.id_for_label

    @property
    def is_tick(self):
        """A single tick box: its label stands after it, not above."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def counted(self):
        """How many characters a text may have, where the page counts them."""
        return self.field.max_length if isinstance(self.field.widget, forms.Textarea) else None

    @property
    def counted_in_words(self):
        return f"{self.counted:,}"

    @property
    def aria_describedby(self):
        ids = super().aria_describedby or ""
        return f"{ids} {self.auto_id}-info".strip() if self.counted else ids


class GovukRenderer(DjangoTemplates):
    form_template_name = "form.html"
    field_template_name = "field.html"
    bound_field_class = GovukBoundField

    @cached_property
    def engine(self):
        ours, django = (
            settings.ROOT / "templates" / "govuk",
            Path(forms.__file__).parent / "templates",
        )
        return self.backend(
            {"NAME": "govuk", "APP_DIRS": False, "DIRS": [ours, django], "OPTIONS": {}}
        )


class _Govuk:
    # One instance for all forms: it holds the compiled templates.
    default_renderer = GovukRenderer()
    # The server explains what is missing, in words of ours and in one place.
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, field in self.fields.items():
            name_in_messages(field, field.label or pretty_name(name))


def name_in_messages(field, label):
    """The commonest messages say which field they are about: the error summary needs it."""
    label = str(label).replace("%", "%%")
    if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = f"“{label}” needs an answer"
    if most := getattr(field, "max_length", None):
        field.error_messages.setdefault(
            "max_length",
            f"“{label}” can have at most {most:,} characters: you have %(show_value)d",
        )


class GovukForm(_Govuk, forms.Form):
    pass


class GovukModelForm(_Govuk, forms.ModelForm):
    pass


class RadiosWithHints(forms.RadioSelect):
    """Radios with a line beneath each: RadiosWithHints(hints={"red": "No plan is in place."})."""

    def __init__(self, attrs=None, choices=(), hints=None):
        super().__init__(attrs, choices)
        self.hints = {} if hints is None else hints  # may be lazy, and is not asked yet

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "hint": self.hints.get(str(value), "")}


class LongTextField(forms.CharField):
    """A text of several lines, counted as the page counts it: a line break is one character."""

    widget = forms.Textarea

    def __init__(self, *, rows=5, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class DateField(forms.DateField):
    """A date typed as one text, the way a person writes it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "For example, 27/3/2027")
        kwargs.setdefault("input_formats", settings.DATE_INPUT_FORMATS)
        kwargs.setdefault(
            "widget", forms.DateInput(format="%d/%m/%Y", attrs={"class": "govuk-input--width-10"})
        )
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Enter a date with day, month and year, such as 27/3/2027"

    def clean(self, value):
        value = super().clean(value)
        if value and not date(1900, 1, 1) <= value < date(2200, 1, 1):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return value


class UploadField(forms.FileField):
    """One file, or with `several` a list of them; the limit on each is stated beside the field."""

    def __init__(self, *, max_bytes, kinds="", several=False, **kwargs):
        limit = f"Up to {sizes.in_words(max_bytes)}{' each' if several else ''}."
        kwargs.setdefault("help_text", f"{kinds}. {limit}" if kinds else limit)
        kwargs.setdefault("widget", UploadsInput() if several else forms.FileInput())
        super().__init__(**kwargs)
        self.error_messages["empty"] = "This file is empty. Choose another."
        self.max_bytes = max_bytes
        self.several = several

    def clean(self, data, initial=None):
        if not self.several:
            return self._within_limit(super().clean(data, initial))
        files = data or [None]
        cleaned = [self._within_limit(super(UploadField, self).clean(f, initial)) for f in files]
        return [file for file in cleaned if file]

    def _within_limit(self, file):
        if file and file.size > self.max_bytes:
            raise ValidationError(
                f"“{file.name}” is {sizes.in_words(file.size)};"
                f" a file can be at most {sizes.in_words(self.max_bytes)}",
                code="too_large",
            )
        return file


class UploadsInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)
