"""For pages that a personal link opens.

Whoever opens it may have no account: the key in the address is the proof, and stands for signing
in. The browser is told to send it on to nobody, and then sends no origin with a form either, which
Django's check against forged forms would refuse; only who holds the key can send these forms.
"""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from section11.web import held
from section11.web.exceptions import RuleBroken

from ..exceptions import LinkOfAnother, LinkRefused
from ..operations import personal_links


def by_link(view):
    """The view gets the PersonalLink and the key, or whoever came gets a calm sentence."""

    @wraps(view)
    def opened(request, key):
        try:
            response = view(request, personal_links.find(key=key, by=request.user), key)
        except LinkRefused as refused:
            response = _refuse(request, refused)
        except RuleBroken as broken:
            # The page to go back to would ask them to sign in.
            response = _say(request, broken.sentence, 409)
        # The address is a secret: no other site is told it, and no copy of the page is kept.
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return csrf_exempt(login_not_required(never_cache(opened)))


def _refuse(request, refused):
    personal_links.note_refusal(refused, by=request.user if request.user.is_authenticated else None)
    return _say(request, str(refused), _status(refused))


def _say(request, sentence, status):
    context = {"sentence": sentence, "texts": held.read(request).texts, "dead": status != 409}
    return render(request, "challenge/link_refused.html", context, status=status)


def _status(refused):
    if refused.link is None:
        return 404
    return 403 if isinstance(refused, LinkOfAnother) else 410
