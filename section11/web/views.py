import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import home as home_page

logger = logging.getLogger(__name__)


@require_safe
def home(request):
    return render(request, "web/home.html", {"sections": home_page.sections(request)})


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "web/accessibility.html")


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
