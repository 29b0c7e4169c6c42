import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from . import held
from . import home as home_page

logger = logging.getLogger(__name__)


@require_safe
def home(request):
    return render(request, "web/home.html", {"sections": home_page.sections(request)})


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "web/accessibility.html")


# The page that sends this is older than the session, so its key no longer fits. All that comes of
# it is a page with a button.
@csrf_exempt
@login_not_required
@never_cache
@require_POST
def continue_saving(request):
    """What someone typed before they signed in again, offered to be saved."""
    token = request.POST.get("held", "")
    if not request.user.is_authenticated:
        return held.page(request, held.SIGNED_OUT, token, too_early=True)
    return render(request, "web/continue_saving.html", {"held": held.release(token)})


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """For whatever watches the service: can it answer, and does its database?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return HttpResponse("database: no answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
