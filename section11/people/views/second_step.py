from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from .. import demo_people, people_list
from ..operations import second_factors


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


@require_POST
def remove_of_person(request, pk):
    """For someone who has lost their phone and their codes, by whoever looks after them."""
    roles = people_list.looked_after_by(request.user).current().filter(user=pk)
    role = roles.select_related("user").first()
    if role is None:
        raise Http404
    second_factors.remove_all(user=role.user, by=request.user)
    messages.success(
        request, f"The second step of {role.user.name} is removed. They are told by e-mail."
    )
    return redirect("people:person-detail", pk=pk)
