from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator

from .. import demo_people


class SecondStep(AuthenticateView):
    """allauth's page, which offers a passkey only to those who have one; the demo shows its code."""

    def get_context_data(self, **kwargs):
        user = self.stage.login.user
        passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
        return super().get_context_data(**kwargs) | {
            "has_passkey": passkeys.exists(),
            "demo_code": demo_people.code_now(user),
        }


authenticate = SecondStep.as_view()
