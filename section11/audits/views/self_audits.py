from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from section11.people.permissions import Permission, check

from .. import task_list, why_not, workbook
from ..content import content_of, for_reading
from ..forms import ReasonForm, SignOffForm
from ..models import SelfAudit
from ..operations import self_audits


def _load(request, pk):
    return get_object_or_404(
        SelfAudit.objects.visible_to(request.user).select_related(
            "agency",
            "cycle__standard_set__scale",
            "cycle__partnership",
            "sent_by",
            "submitted_by",
            "returned_by",
            "extended_by",
        ),
        pk=pk,
    )


@never_cache
@require_GET
def self_audit_detail(request, pk):
    """The task list."""
    self_audit = _load(request, pk)
    permissions = self_audit.permissions_of(request.user)
    check(Permission.SELF_AUDIT_VIEW, permissions)
    found = task_list.read(self_audit)
    owners = {owner.standard_id: owner for owner in self_audit.owners.with_standing()}
    leads, approvers = self_audit.agency.leads, self_audit.agency.approvers
    return render(
        request,
        "audits/self_audit_detail.html",
        {
            "self_audit": self_audit,
            "permissions": permissions,
            "can_edit": Permission.SELF_AUDIT_EDIT in permissions and self_audit.is_open_now,
            "can_assign": Permission.SELF_AUDIT_ASSIGN in permissions and self_audit.is_open_now,
            "list": found,
            "tasks": [(task, owners.get(task.standard.pk)) for task in found.tasks],
            "sign_offs": self_audit.sign_offs.defer("content"),
            "leads": leads,
            "approvers": approvers,
            "reasons": why_not.reasons(
                self_audit, request.user, permissions, leads=leads, approvers=approvers
            ),
        },
    )


@never_cache
@require_GET
def self_audit_check(request, pk):
    """Check answers: everything on one page, and what stops submission."""
    self_audit = _load(request, pk)
    permissions = self_audit.permissions_of(request.user)
    check(Permission.SELF_AUDIT_VIEW, permissions)
    tasks = task_list.read(self_audit)
    reasons = why_not.reasons(
        self_audit,
        request.user,
        permissions,
        leads=self_audit.agency.leads,
        approvers=self_audit.agency.approvers,
    )
    return render(
        request,
        "audits/self_audit_check.html",
        {
            "self_audit": self_audit,
            "permissions": permissions,
            "can_edit": Permission.SELF_AUDIT_EDIT in permissions and self_audit.is_open_now,
            "can_send": Permission.SELF_AUDIT_SEND in permissions and self_audit.is_open_now,
            "list": tasks,
            "reasons": reasons,
            "content": for_reading(
                content_of(self_audit),
                {question.pk: found for task in tasks.tasks for question, found in task.found},
            ),
        },
    )


@require_POST
def self_audit_send(request, pk):
    self_audit = _load(request, pk)
    check(Permission.SELF_AUDIT_SEND, self_audit.permissions_of(request.user))
    self_audits.send(self_audit=self_audit, by=request.user)
    messages.success(
        request,
        "Sent for sign-off. Your approver has been told by e-mail; nothing can be changed"
        " until they sign it off or send it back.",
    )
    return redirect(self_audit)


@never_cache
@require_http_methods(["GET", "POST"])
def self_audit_sign_off(request, pk):
    self_audit = _load(request, pk)
    check(Permission.SELF_AUDIT_SIGN_OFF, self_audit.permissions_of(request.user))
    self_audit.must_wait_for_sign_off()
    form = SignOffForm(request.POST or None, user=request.user)
    if form.is_valid():
        self_audits.submit(
            self_audit=self_audit,
            name=form.cleaned_data["name"],
            post=form.cleaned_data["post"],
            by=request.user,
        )
        messages.success(
            request,
            f"Signed off and submitted to {self_audit.cycle.partnership.short_name}. Thank you.",
        )
        return redirect(self_audit)
    return render(
        request,
        "audits/self_audit_sign_off.html",
        {
            "self_audit": self_audit,
            "form": form,
            "declaration": self_audits.DECLARATION,
            "list": task_list.read(self_audit),
            "is_own": self_audit.sent_by_id == request.user.pk,
        },
    )


@require_http_methods(["GET", "POST"])
def self_audit_send_back(request, pk):
    self_audit = _load(request, pk)
    check(Permission.SELF_AUDIT_SIGN_OFF, self_audit.permissions_of(request.user))
    self_audit.must_wait_for_sign_off()
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        self_audits.send_back(self_audit=self_audit, by=request.user, **form.cleaned_data)
        messages.success(request, f"Sent back to {self_audit.sent_by}, with your reason.")
        return redirect(self_audit)
    return render(
        request, "audits/self_audit_send_back.html", {"self_audit": self_audit, "form": form}
    )


@require_http_methods(["GET", "POST"])
def self_audit_reopen(request, pk):
    self_audit = _load(request, pk)
    check(Permission.SELF_AUDIT_REOPEN, self_audit.permissions_of(request.user))
    self_audit.must_be_submitted()
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        self_audits.reopen(self_audit=self_audit, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            "Reopened. The agency's lead and approver have been told; what was submitted is kept.",
        )
        return redirect(self_audit)
    return render(
        request, "audits/self_audit_reopen.html", {"self_audit": self_audit, "form": form}
    )


@require_GET
def self_audit_download(request, pk):
    """The self-audit as it stands now, as a workbook."""
    self_audit = _load(request, pk)
    check(Permission.SELF_AUDIT_VIEW, self_audit.permissions_of(request.user))
    self_audits.note_download(self_audit=self_audit, by=request.user)
    return workbook_response(content_of(self_audit), self_audit)


def workbook_response(content, self_audit, sign_off=None):
    """An XLSX answer named after the agency and the cycle."""
    name = f"{self_audit.agency.short_name} {self_audit.cycle.name}.xlsx"
    return HttpResponse(
        workbook.write(content, sign_off),
        content_type=workbook.MIME,
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )
