"""Fields that the forms of surveys share."""

import re

from django import forms

THOUSANDS = re.compile(r"\d{1,3}([, ]\d{3})+")


class WholeNumberField(forms.IntegerField):
    """Takes 1,200 for 1200, as people write it."""

    def to_python(self, value):
        if isinstance(value, str) and THOUSANDS.fullmatch(value.strip()):
            value = re.sub(r"\D", "", value)
        return super().to_python(value)


def number(label, *, least=0, most, help_text="", required=True):
    """A whole number, typed; what is wrong with it is said in one sentence."""
    sentence = f"“{label}”: enter a number from {least} to {most:,}"
    return WholeNumberField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=most,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )
