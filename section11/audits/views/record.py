from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from section11.people.permissions import Permission, check, permissions_for
from section11.record.models import Event
from section11.record.views import Record, download, show

from ..models import SelfAudit


@require_GET
def self_audit_record(request, pk):
    return show(request, _load(request, pk))


@require_GET
def self_audit_record_download(request, pk, fmt):
    return download(request, _load(request, pk), fmt)


def _load(request, pk):
    self_audit = get_object_or_404(
        SelfAudit.objects.visible_to(request.user).select_related("agency", "cycle"), pk=pk
    )
    check(Permission.RECORD_VIEW, self_audit.permissions_of(request.user))
    serves = permissions_for(request.user, partnership_ids=(self_audit.cycle.partnership_id,))
    return Record(
        events=Event.objects.about(self_audit),
        of=self_audit,
        says="What was done to this self-audit.",
        back=self_audit.get_absolute_url(),
        back_text="Task list",
        url_name="audits:self-audit-record",
        with_addresses=Permission.RECORD_VIEW in serves,
        agency_id=self_audit.agency_id,
        partnership_id=self_audit.cycle.partnership_id,
    )
