from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import wording
from ..models import Role
from ..permissions import TABLE, Permission, partnerships_with


@require_safe
def role_table(request):
    """The table by which it is decided, by role and by permission: a grid of 13 would not fit."""
    context = {
        "roles": [
            {
                "label": role.label,
                "does": wording.ROLES[role],
                "may": [words for p, words in wording.PERMISSIONS.items() if p in TABLE[role]],
            }
            for role in Role
        ],
        "rows": [
            {"words": words, "who": [role.label for role in Role if permission in TABLE[role]]}
            for permission, words in wording.PERMISSIONS.items()
        ],
        "oversees": bool(partnerships_with(Permission.GRANT_END, request.user)),
    }
    return render(request, "people/role_table.html", context)
