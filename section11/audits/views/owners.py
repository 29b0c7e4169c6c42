from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from section11.people.permissions import Permission, check

from ..models import SelfAudit
from ..operations import owners as operations
from ..owner_forms import OwnersForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def self_audit_owners(request, pk):
    """Give each standard an owner."""
    self_audit = get_object_or_404(
        SelfAudit.objects.visible_to(request.user).select_related(
            "agency", "cycle__standard_set", "sent_by", "submitted_by"
        ),
        pk=pk,
    )
    check(Permission.SELF_AUDIT_ASSIGN, self_audit.permissions_of(request.user))
    self_audit.must_be_open()
    form = OwnersForm(
        request.POST or None,
        standards=list(dict.fromkeys(question.standard for question in self_audit.questions)),
        owners={owner.standard_id: owner for owner in self_audit.owners.with_standing()},
        candidates=operations.candidates(self_audit.agency),
    )
    if form.is_valid():
        given = operations.give(self_audit=self_audit, owners=form.changes(), by=request.user)
        messages.success(request, _said(given))
        return redirect(self_audit)
    return render(
        request, "audits/self_audit_owners.html", {"form": form, "self_audit": self_audit}
    )


def _said(given):
    if not given:
        return "Saved: nothing has changed."
    standards = "1 standard has" if given == 1 else f"{given} standards have"
    return f"Saved: {standards} another owner. New owners are told by e-mail."
