"""The pages of allauth that we use, and no others, under addresses of ours.

Their names are those that allauth asks for. Nobody signs up, connects an account elsewhere or
changes an address: accounts are made by those who invite.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import path, reverse_lazy
from django.views.decorators.http import require_http_methods

from ..views import second_step, sign_in, single_sign_on, your_sign_in

_page = require_http_methods(["GET", "HEAD", "POST"])
_get = require_http_methods(["GET", "HEAD"])
_home = reverse_lazy("people:your-sign-in")

urlpatterns = [
    # sign-in/
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", _page(account.request_login_code), name="account_request_login_code"),
    path(
        "sign-in/code/enter/",
        _page(account.confirm_login_code),
        name="account_confirm_login_code",
    ),
    path("sign-in/passkey/", _page(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/second-step/", _page(second_step.authenticate), name="mfa_authenticate"),
    path(
        "sign-in/with/<slug:provider_id>/",
        single_sign_on.begin,
        name="openid_connect_login",
    ),
    path(
        "sign-in/with/<slug:provider_id>/back/",
        _get(openid_connect.callback),
        name="openid_connect_callback",
    ),
    # confirm/
    path("confirm/", _page(account.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", _page(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "confirm/passkey/",
        _page(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    # your-sign-in/
    path("your-sign-in/", your_sign_in.your_sign_in, name="mfa_index"),
    path("your-sign-in/app/", _page(totp.activate_totp), name="mfa_activate_totp"),
    path("your-sign-in/app/remove/", _page(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "your-sign-in/recovery-codes/",
        _get(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "your-sign-in/recovery-codes/new/",
        _page(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("your-sign-in/passkeys/add/", _page(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "your-sign-in/passkeys/<int:pk>/remove/",
        _page(webauthn.RemoveWebAuthnView.as_view(success_url=_home)),
        name="mfa_remove_webauthn",
    ),
]
