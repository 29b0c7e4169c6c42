from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..models import Partnership
from ..operations import grants
from ..permissions import Permission, check, partnerships_with, permissions_for
from ..service_forms import GrantForm


@require_safe
def grant_list(request):
    """Which administrators may read the person's partnerships now, and why."""
    overseen = partnerships_with(Permission.GRANT_END, request.user)
    check(Permission.GRANT_END, permissions_for(request.user, partnership_ids=tuple(overseen)))
    held = grants.current().filter(partnership__in=overseen)
    context = {"grants": held.select_related("user", "partnership").order_by("ends_on", "pk")}
    return render(request, "people/grant_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def grant_new(request, pk):
    check(Permission.SERVICE_MANAGE, permissions_for(request.user))
    partnership = get_object_or_404(Partnership, pk=pk)
    form = GrantForm(request.POST or None)
    if form.is_valid():
        grant = grants.give(partnership=partnership, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            f"You may read {partnership} to the end of {grant.ends_on:%-d %B %Y}."
            " Its coordinators have been told.",
        )
        return redirect("people:partnership-list")
    return render(request, "people/grant_new.html", {"form": form, "partnership": partnership})


@require_POST
def grant_end(request, pk):
    """Its partnership's coordinators end a grant, and so does the administrator who has it."""
    overseen = partnerships_with(Permission.GRANT_END, request.user)
    grant = get_object_or_404(
        grants.ever().filter(Q(partnership__in=overseen) | Q(user=request.user)), pk=pk
    )
    grants.end(grant=grant, by=request.user)
    messages.success(request, f"{grant.user} may not read {grant.partnership} any more.")
    return redirect("people:grant-list" if overseen else "people:partnership-list")
