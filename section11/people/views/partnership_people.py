from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from .. import people_list
from ..models import Partnership, Role
from ..models.membership import PARTNERSHIP_ROLES
from ..permissions import Permission, check, permissions_for
from .inviting import invite_to

ON_OFFER = [role for role in PARTNERSHIP_ROLES if role != Role.GRANTED_READER]


@require_safe
def partnership_people(request, pk):
    partnership = _load(request, pk)
    people, past = people_list.read(partnership=partnership)
    context = {"partnership": partnership, "people": people, "past": past}
    return render(request, "people/partnership_people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_invite(request, pk):
    partnership = _load(request, pk)
    back = reverse("people:partnership-people", args=[partnership.pk])
    return invite_to(request, {"partnership": partnership}, roles=ON_OFFER, back=back)


def _load(request, pk):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=pk)
    check(
        Permission.PARTNERSHIP_PEOPLE,
        permissions_for(request.user, partnership_ids=(partnership.pk,)),
    )
    return partnership
