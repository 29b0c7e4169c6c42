from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from section11.people.permissions import Permission, check

from ..content import for_reading
from ..models import SignOff
from ..operations import self_audits
from .self_audits import workbook_response


def _load(request, pk):
    sign_off = get_object_or_404(
        SignOff.objects.visible_to(request.user).select_related(
            "self_audit__agency", "self_audit__cycle__partnership", "by"
        ),
        pk=pk,
    )
    check(Permission.SELF_AUDIT_VIEW, sign_off.self_audit.permissions_of(request.user))
    return sign_off


@require_GET
def submission_detail(request, pk):
    """One submission as it was signed off, for reading and printing."""
    sign_off = _load(request, pk)
    return render(
        request,
        "audits/submission_detail.html",
        {
            "sign_off": sign_off,
            "self_audit": sign_off.self_audit,
            "content": for_reading(sign_off.content),
        },
    )


@require_GET
def submission_download(request, pk):
    sign_off = _load(request, pk)
    self_audits.note_download(
        self_audit=sign_off.self_audit, by=request.user, submission=sign_off.number
    )
    return workbook_response(sign_off.content, sign_off.self_audit, sign_off)
