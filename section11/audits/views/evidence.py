from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from section11.people.permissions import Permission, check

from ..forms import EvidenceForm
from ..models import Evidence
from ..operations import evidence as operations
from .answers import question_url


def _load(request, pk, permission, items):
    item = get_object_or_404(
        items.visible_to(request.user).select_related(
            "answer__self_audit__agency",
            "answer__self_audit__cycle",
            "answer__self_audit__submitted_by",
            "answer__self_audit__sent_by",
            "answer__question__standard",
        ),
        pk=pk,
    )
    check(permission, item.answer.self_audit.permissions_of(request.user))
    return item


@require_GET
def evidence_download(request, pk):
    """The file, as an attachment, to whoever may read the self-audit; a removed one too, for it
    may be part of an earlier submission.
    """
    item = _load(request, pk, Permission.SELF_AUDIT_VIEW, Evidence.objects)
    if item.kind != Evidence.Kind.FILE:
        raise Http404
    operations.note_download(evidence=item, by=request.user)
    response = FileResponse(
        item.file.open("rb"),
        as_attachment=True,
        filename=item.file_name,
        content_type="application/octet-stream",
    )
    # Should a browser show it after all, nothing in it may run.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_http_methods(["GET", "POST"])
def evidence_edit(request, pk):
    item = _load(request, pk, Permission.SELF_AUDIT_EDIT, Evidence.objects.kept())
    item.answer.self_audit.must_be_open()
    form = EvidenceForm(request.POST or None, evidence=item)
    if form.is_valid():
        operations.change(evidence=item, by=request.user, **form.cleaned_data)
        messages.success(request, "Evidence saved.")
        return redirect(question_url(item.answer))
    return render(
        request,
        "audits/evidence_edit.html",
        {"form": form, "evidence": item, "back": question_url(item.answer)},
    )


@require_POST
def evidence_remove(request, pk):
    item = _load(request, pk, Permission.SELF_AUDIT_EDIT, Evidence.objects)
    operations.remove(evidence=item, by=request.user)
    messages.success(request, f"Evidence removed: {item}.")
    return redirect(question_url(item.answer))
