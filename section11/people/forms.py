from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

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
    # Where the person was going.
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class NewPasswordForm(GovukForm):
    password = forms.CharField(
        label="New password",
        help_text="At least 8 characters, and not one that is easily guessed. Three words that have"
        " nothing to do with each other make a good one.",
        strip=False,
        error_messages={"required": "Enter a new password"},
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password", "class": "govuk-input--width-20"}
        ),
    )
    again = forms.CharField(
        label="The same again",
        strip=False,
        error_messages={"required": "Enter the new password a second time"},
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password", "class": "govuk-input--width-20"}
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean(self):
        typed = [self.cleaned_data.get("password"), self.cleaned_data.get("again")]
        if all(typed) and typed[0] != typed[1]:
            self.add_error("again", ValidationError("The two are not the same. Enter both again"))


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
