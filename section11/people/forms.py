from django import forms

from section11.web.forms import GovukForm

from .models import Sector, Size


class SignInForm(GovukForm):
    email = forms.EmailField(
        label="E-mail address",
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address such as name@example.org",
        },
        widget=forms.EmailInput(
            attrs={
                "autocomplete": "username",
                "spellcheck": "false",
                "class": "govuk-input--width-20",
            }
        ),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "class": "govuk-input--width-20"}
        ),
    )
    # Where the person was going, and what they had typed there (section11.web.held).
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    held = forms.CharField(required=False, widget=forms.HiddenInput)


class AgencyForm(GovukForm):
    sector = forms.ChoiceField(
        choices=Sector,
        label="Sector",
        help_text="What kind of body this is. Choose the one that most of its work belongs to.",
    )
    size = forms.ChoiceField(
        choices=Size,
        label="Size",
        help_text="Count everyone who works for it, paid or not.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a size"},
    )
