"""What the pages of respondents have in common: nobody signs in, and nobody is known.

The key in the address is the proof, so there is no session and no cookie against forged forms: a
form from elsewhere brings no cookie of ours with it, and without that nothing is found or kept.
Pages are drawn without the request: nothing on them depends on who may be signed in on this device.
"""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from section11.web import held

from ..answering import asked
from ..exceptions import AnsweringRefused
from ..forms.answering import name_of
from ..running import links


def respondent(*methods):
    """For the view of a page that a survey's link opens; a refusal becomes a page, losing nothing."""

    def decorate(view):
        @wraps(view)
        def opened(request, *args, **kwargs):
            try:
                response = view(request, *args, **kwargs)
            except AnsweringRefused as refused:
                response = _refuse(request, refused, kwargs.get("key", ""))
            # The address is a secret: no other site is told it, and no copy of the page is kept.
            response.headers["Referrer-Policy"] = "no-referrer"
            return response

        plain = require_http_methods(methods)(opened)
        return csrf_exempt(login_not_required(never_cache(sensitive_post_parameters()(plain))))

    return decorate


def page(template, status=200, **context):
    frame = {
        "site_name": "Section 11",
        "demo": settings.DEMO,
        "support_contact": settings.SUPPORT_CONTACT,
    }
    return HttpResponse(render_to_string(template, frame | context), status=status)


def _refuse(request, refused, key):
    return page(
        "surveys/answer_refused.html",
        status=refused.status,
        refused=refused,
        texts=_typed(request, key),
    )


def _typed(request, key):
    """(label, text) of what was typed into the form that came, under the questions' own words."""
    fields = held.read(request).fields
    if not any(value.split() for _, value in fields):
        return []
    found = links.surveyed_agency_of(key)
    if found is None:
        return [("What you wrote", text) for _, text in held.prose(fields)]
    questions = asked.read(found.survey.survey_set).questions
    texts = {name_of(one): one.text for one in questions if one.kind == "text"}
    typed = [(texts.get(name.partition("-")[2]), value) for name, value in fields]
    return [(label, value) for label, value in typed if label and value.strip()]
