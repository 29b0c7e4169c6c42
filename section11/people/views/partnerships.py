from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ..models import Membership, Partnership, Role
from ..operations import partnerships
from ..permissions import Permission, check, permissions_for
from ..service_forms import CoordinatorForm, PartnershipForm


@require_safe
def partnership_list(request):
    check(Permission.SERVICE_MANAGE, permissions_for(request.user))
    held = Membership.objects.current().order_by("user__name").select_related("user")
    grants = held.filter(role=Role.GRANTED_READER, user=request.user)
    context = {
        "partnerships": Partnership.objects.prefetch_related(
            Prefetch("memberships", held.filter(role=Role.COORDINATOR), to_attr="coordinators"),
            Prefetch("memberships", grants, to_attr="grants"),
        )
    }
    return render(request, "people/partnership_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_new(request):
    check(Permission.SERVICE_MANAGE, permissions_for(request.user))
    form = PartnershipForm(request.POST or None)
    if form.is_valid():
        partnership = partnerships.found(by=request.user, **form.founding())
        messages.success(request, f"{partnership} was added, and its coordinator is invited.")
        return redirect("people:partnership-list")
    return render(request, "people/partnership_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def coordinator_new(request, pk):
    check(Permission.SERVICE_MANAGE, permissions_for(request.user))
    partnership = get_object_or_404(Partnership, pk=pk)
    form = CoordinatorForm(request.POST or None, partnership=partnership)
    if form.is_valid():
        partnerships.invite_coordinator(
            partnership=partnership, by=request.user, **form.cleaned_data
        )
        messages.success(request, f"Invited to coordinate {partnership}.")
        return redirect("people:partnership-list")
    context = {"form": form, "partnership": partnership}
    return render(request, "people/coordinator_new.html", context)
