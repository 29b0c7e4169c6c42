from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import wording
from ..models import Role
from ..permissions import TABLE


@require_safe
def role_table(request):
    context = {
        "roles": [{"label": role.label, "does": wording.ROLES[role]} for role in Role],
        "rows": [
            {"words": words, "cells": [permission in TABLE[role] for role in Role]}
            for permission, words in wording.PERMISSIONS.items()
        ],
    }
    return render(request, "people/role_table.html", context)
