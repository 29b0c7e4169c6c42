"""Fields that the forms of surveys share."""

from django import forms


def number(label, *, least=0, most, help_text="", required=True):
    """A whole number, typed; what is wrong with it is said in one sentence."""
    sentence = f"“{label}”: enter a number from {least} to {most:,}"
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=most,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )
