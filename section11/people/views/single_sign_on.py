from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_safe
from requests import RequestException

from ..accounts import adapters, single_sign_on


@login_not_required
@require_safe
def begin(request, provider_id):
    """allauth's way to the provider; where that does not answer, a sentence."""
    try:
        return openid_connect.login(request, provider_id)
    except RequestException:
        name = single_sign_on.name_of(provider_id)
        return adapters.turn_away(request, adapters.NOT_CONFIRMED, provider=name)
