"""allauth's forms in our own look and words. What they do is allauth's."""

from allauth.account.forms import ConfirmLoginCodeForm, ReauthenticateForm, RequestLoginCodeForm
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MFAReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError

from section11.web.forms import GovukForm

from ..models import User

EMAIL = {
    "label": "E-mail address",
    "error_messages": {
        "required": "Enter your e-mail address",
        "invalid": "Enter an e-mail address such as name@example.org",
    },
}

NOT_OF_THIS_APP = (
    "That is not the app's code. Type the one that it shows now. If none works, look whether the"
    " phone's clock is right"
)


def email_input():
    return forms.EmailInput(
        attrs={"autocomplete": "username", "spellcheck": "false", "class": "govuk-input--width-20"}
    )


def _code(label, help_text):
    return forms.CharField(
        label=label,
        help_text=help_text,
        error_messages={"required": "Enter the code"},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "spellcheck": "false",
                "class": "govuk-input--width-10",
            }
        ),
    )


class RequestCodeForm(GovukForm, RequestLoginCodeForm):
    email = forms.EmailField(widget=email_input(), **EMAIL)

    def clean_email(self):
        """Nothing here tells whether anybody has the address."""
        email = self.cleaned_data["email"].strip().lower()
        if not ratelimit.consume(context.request, action="request_login_code", key=email):
            raise ValidationError(
                "Codes were sent to this address several times. Wait five minutes, then try again"
            )
        self._user = User.objects.filter(email=email, is_active=True).first()
        return email


class ConfirmCodeForm(GovukForm, ConfirmLoginCodeForm):
    code = _code("Code from the e-mail", "Eight letters, such as BCDF-GHJK.")


class SecondStepForm(GovukForm, AuthenticateForm):
    code = _code("Code", "Six digits from your authenticator app, or a recovery code.")


class CodeAgainForm(GovukForm, MFAReauthenticateForm):
    code = _code("Code", "Six digits from your authenticator app, or a recovery code.")


class AppCodeForm(GovukForm, ActivateTOTPForm):
    code = _code("Code from the app", "Six digits, such as 123456.")

    def clean_code(self):
        try:
            return super().clean_code()
        except ValidationError as refused:
            if refused.code == "incorrect_code":
                refused.message = NOT_OF_THIS_APP
            raise


class PasswordAgainForm(GovukForm, ReauthenticateForm):
    password = forms.CharField(
        label="Your password",
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "class": "govuk-input--width-20"}
        ),
    )


class PasskeyForm(GovukForm, AddWebAuthnForm):
    name = forms.CharField(
        label="A name for it",
        help_text="So that you know it from others later, such as “Work laptop”.",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    # Always with the device's own lock: it is then two factors in one. allauth's script reads it.
    passwordless = forms.BooleanField(
        initial=True, required=False, widget=forms.CheckboxInput(attrs={"hidden": True})
    )
