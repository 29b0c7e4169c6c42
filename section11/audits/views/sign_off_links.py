"""The sign-off link: for the lead, who sends it, and for the approver, who opens it.

Whoever opens it may have no account: the key in the address is the proof, and stands for signing
in. The browser is told to send it on to nobody, and then sends no origin with a form either, which
Django's check against forged forms would refuse; only who holds the key can send these forms.
"""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from section11.people.permissions import Permission, check
from section11.web import held

from .. import task_list
from ..content import content_of, for_reading
from ..exceptions import LinkOfAnother, LinkRefused
from ..forms import ReasonForm, SignOffForm, SignOffLinkForm
from ..models import SelfAudit, SignOffLink
from ..operations import self_audits, sign_off_links


@never_cache
@require_http_methods(["GET", "POST"])
def self_audit_sign_off_link(request, pk):
    """Send an approver a link; and what became of those sent before."""
    self_audit = get_object_or_404(
        SelfAudit.objects.visible_to(request.user).select_related(
            "agency", "cycle", "sent_by", "submitted_by"
        ),
        pk=pk,
    )
    check(Permission.SELF_AUDIT_SEND, self_audit.permissions_of(request.user))
    self_audit.must_wait_for_sign_off()
    form = SignOffLinkForm(request.POST or None, approvers=list(self_audit.approving))
    if form.is_valid():
        link = sign_off_links.send(
            self_audit=self_audit, by=request.user, approver=form.cleaned_data["approver"]
        )
        messages.success(request, f"The link is on its way to {link.approver.email}.")
        return redirect("audits:self-audit-sign-off-link", self_audit.pk)
    links = self_audit.sign_off_links.select_related("approver", "made_by", "self_audit__agency")
    return render(
        request,
        "audits/sign_off_link_send.html",
        {"self_audit": self_audit, "form": form, "links": links},
    )


@require_POST
def sign_off_link_withdraw(request, pk):
    link = get_object_or_404(
        SignOffLink.objects.visible_to(request.user).select_related(
            "approver", "self_audit__cycle"
        ),
        pk=pk,
    )
    check(Permission.SELF_AUDIT_SEND, link.self_audit.permissions_of(request.user))
    sign_off_links.withdraw(link=link, by=request.user)
    messages.success(request, f"The link to {link.approver.email} works no more.")
    return redirect(link.self_audit)


def _by_link(view):
    """For a page that a key opens: the view gets the link, or whoever came gets a calm sentence."""

    @wraps(view)
    def opened(request, key):
        try:
            response = view(request, sign_off_links.find(key=key, by=request.user))
        except LinkRefused as refused:
            response = _refuse(request, refused)
        # The address is a secret: no other site is told it, and no copy of the page is kept.
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return csrf_exempt(login_not_required(never_cache(opened)))


def _refuse(request, refused):
    sign_off_links.note_refusal(refused, by=request.user if request.user.is_authenticated else None)
    context = {"sentence": str(refused), "texts": held.read(request).texts}
    return render(request, "audits/sign_off_link_dead.html", context, status=_status(refused))


def _status(refused):
    if refused.link is None:
        return 404
    return 403 if isinstance(refused, LinkOfAnother) else 410


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def sign_off_by_link(request, link):
    """The whole self-audit, and the declaration."""
    form = SignOffForm(request.POST or None, user=link.approver)
    if form.is_valid():
        sign_off_links.sign_off(
            link=link, name=form.cleaned_data["name"], post=form.cleaned_data["post"]
        )
        messages.success(request, "Signed off and submitted. Thank you.")
        return redirect("audits:sign-off-by-link-done")
    self_audit = link.self_audit
    return render(
        request,
        "audits/sign_off_link.html",
        {
            "link": link,
            "self_audit": self_audit,
            "form": form,
            "declaration": self_audits.DECLARATION,
            "content": for_reading(content_of(self_audit)),
            "list": task_list.read(self_audit),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def send_back_by_link(request, link):
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        sign_off_links.send_back(link=link, reason=form.cleaned_data["reason"])
        messages.success(request, f"Sent back to {link.self_audit.sent_by}, with your reason.")
        return redirect("audits:sign-off-by-link-done")
    return render(
        request,
        "audits/sign_off_link_send_back.html",
        {"link": link, "self_audit": link.self_audit, "form": form},
    )


@login_not_required
@require_safe
def sign_off_by_link_done(request):
    return render(request, "audits/sign_off_link_done.html")
