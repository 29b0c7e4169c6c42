"""How allauth is told our rules: who comes in, what is mailed, what is said."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from ..models import User
from ..operations import sign_ins
from . import emails, encryption, records

NO_ACCOUNT = (
    "You were not signed in: nobody with that e-mail address has an account here. Accounts are by"
    " invitation. Ask {contact}."
)
NOT_CONFIRMED = (
    "You were not signed in: {provider} did not confirm who you are. Try again, or sign in in"
    " another way."
)
# The page that asks for the code says this itself, but for a code that was asked for again.
CODE_SENT = "account/messages/login_code_sent.txt"
# allauth's messages that tell what nothing else on the page does.
SAID = {
    "mfa/messages/totp_activated.txt": "Your authenticator app is set up.",
    "mfa/messages/totp_deactivated.txt": "Your authenticator app is removed.",
    "mfa/messages/webauthn_added.txt": "Your passkey is added.",
    "mfa/messages/webauthn_removed.txt": "Your passkey is removed.",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes. Keep them where"
    " you will find them without your phone.",
}
MAILED = {
    "mfa/email/totp_activated": "An authenticator app was set up",
    "mfa/email/totp_deactivated": "An authenticator app was removed",
    "mfa/email/webauthn_added": "A passkey was added",
    "mfa/email/webauthn_removed": "A passkey was removed",
    "mfa/email/recovery_codes_generated": "New recovery codes were made",
}
CONFIRM_BY = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code from your app",
    "mfa_reauthenticate:webauthn": "Use your passkey",
}
TOO_MANY = "There were too many wrong codes. Wait five minutes, then try again"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "That code is not right. Check it, or ask for a new one",
        "incorrect_password": "That is not your password",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        host = {self.request.get_host()}
        return url_has_allowed_host_and_scheme(url, host, self.request.is_secure())

    @transaction.atomic
    def login(self, request, user):
        super().login(request, user)
        sign_ins.signed_in(user=user)

    def respond_user_inactive(self, request, user):
        sign_ins.turned_away(email=user.email)
        return turn_away(request, NO_ACCOUNT)

    def is_reauthentication_required(self, *, app, **kwargs):
        user = self.request.user
        return not records.are_fresh(self.request) and records.can_be_asked_again(user)

    def get_reauthentication_methods(self, user):
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": CONFIRM_BY[method["id"]]} for method in methods]

    def reauthenticate(self, user, password):
        found, refusal = sign_ins.check_password(
            request=self.request, email=user.email, password=password
        )
        return found == user

    def send_mail(self, template_prefix, email, context):
        """Only a code for signing in is ever mailed in this way."""
        to = User.objects.get(email=email, is_active=True)
        emails.sign_in_code(to, code=context["code"])

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        emails.sign_in_changed(user, what=MAILED[template_prefix])

    def add_message(
        self, request, level, message_template=None, message_context=None, extra_tags="", message=""
    ):
        sentence = message or SAID.get(message_template, "")
        if message_template == CODE_SENT and request.POST.get("action") == "resend":
            sentence = "Another code is on its way. The one before it works no more."
        if sentence:
            messages.add_message(request, level, sentence, extra_tags=extra_tags)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That did not work. Try again with a new code, or with your passkey",
    }

    def encrypt(self, text):
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text):
        return encryption.decrypt(encrypted_text)

    def build_totp_svg(self, url):
        """As it stands in a page: without the line that begins a file."""
        return super().build_totp_svg(url).partition("?>")[2].strip()

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Passkey {number}"

    def _get_site_name(self):
        return settings.MFA_TOTP_ISSUER


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Another service says who someone is; whether they have an account is ours to say.

    People are found by a verified e-mail address each time: nothing of the other service is kept.
    """

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        sociallogin.user = (
            None if sociallogin.state.get("process") != "login" else self._known(sociallogin)
        )
        if sociallogin.user is None:
            addresses = [address.email for address in sociallogin.email_addresses]
            sign_ins.turned_away(email=", ".join(addresses) or sociallogin.provider.name)
            raise ImmediateHttpResponse(turn_away(request, NO_ACCOUNT))

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ):
        raise ImmediateHttpResponse(turn_away(request, NOT_CONFIRMED, provider=provider.name))

    def _known(self, sociallogin):
        domains = sociallogin.provider.app.settings["domains"]
        vouched_for = [
            address.email.lower()
            for address in sociallogin.email_addresses
            if address.verified and address.email.lower().partition("@")[2] in domains
        ]
        return User.objects.filter(email__in=vouched_for, is_active=True).first()


def turn_away(request, sentence, **words):
    """Back to the page where people sign in, with the sentence that says why."""
    messages.error(request, sentence.format(contact=settings.SUPPORT_CONTACT, **words))
    return redirect(settings.LOGIN_URL)
