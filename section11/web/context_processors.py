from django.conf import settings
from django.utils.functional import SimpleLazyObject

from . import navigation


def site(request):
    """What the frame of every page needs; the links are made when the frame asks for them."""
    return {
        "site_name": "Section 11",
        "demo": settings.DEMO,
        "support_contact": settings.SUPPORT_CONTACT,
        "navigation": SimpleLazyObject(lambda: navigation.items(request.user, request.path)),
    }
