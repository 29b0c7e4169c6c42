from django.conf import settings
from django.utils.functional import SimpleLazyObject

from . import navigation


def site(request):
    """What the frame of every page needs. The links are made only where they are shown."""
    user = getattr(request, "user", None)
    return {
        "site_name": "Section 11",
        "demo": settings.DEMO,
        "support_contact": settings.SUPPORT_CONTACT,
        "navigation": SimpleLazyObject(lambda: _navigation(user, request.path)),
    }


def _navigation(user, path):
    if user is None or not user.is_authenticated:
        return []
    return navigation.items(user, path)
