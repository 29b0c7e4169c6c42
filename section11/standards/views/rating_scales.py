import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from section11.people.permissions import Permission, check
from section11.web import rating_css as css

from ..models import RatingLevel, RatingScale
from ..permissions import permissions_anywhere

CSS_SECONDS = 300


@require_safe
def rating_scale_list(request):
    check(Permission.STANDARD_SET_VIEW, permissions_anywhere(request.user))
    scales = RatingScale.objects.prefetch_related("levels__scale")
    return render(request, "standards/rating_scale_list.html", {"scales": scales})


@login_not_required
@require_safe
@cache_control(public=True, max_age=CSS_SECONDS)
def rating_css(request):
    """The colours of every level: public, since pages shown before sign-in use them too."""
    levels = RatingLevel.objects.select_related("scale").order_by("scale", "order")
    sheet = css.stylesheet(levels).encode()
    etag = f'"{hashlib.sha256(sheet).hexdigest()[:32]}"'
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8", headers={"ETag": etag})
    return get_conditional_response(request, etag=etag, response=response)
