from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from section11.people.permissions import Permission, check

from .. import ladder
from ..models import SelfAudit
from ..operations import escalations
from ..progress_forms import EscalationForm


@never_cache
@require_http_methods(["GET", "POST"])
def self_audit_escalate(request, pk):
    """The steps of an overdue self-audit: those taken, and the next."""
    self_audit = get_object_or_404(
        SelfAudit.objects.visible_to(request.user).select_related("agency", "cycle__partnership"),
        pk=pk,
    )
    check(Permission.CYCLE_MANAGE, self_audit.permissions_of(request.user))
    self_audit.must_be_late()
    steps = ladder.of(self_audit)
    form = EscalationForm(request.POST or None, ladder=steps)
    if form.is_valid():
        taken = escalations.escalate(self_audit=self_audit, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            f"{self_audit.agency}: the {taken.get_step_display().lower()} has been written to.",
        )
        return redirect("audits:cycle-progress", self_audit.cycle_id)
    return render(
        request,
        "audits/escalation.html",
        {"self_audit": self_audit, "ladder": steps, "form": form},
    )
