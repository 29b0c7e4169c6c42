from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..models import Invitation
from ..operations import invitations, sign_ins

NEXT_TIME = (
    "Welcome. Next time sign in with your e-mail address and a code that is sent there. On the page"
    " Your sign-in you can set a password or add a passkey instead."
)
# Gone, not there, or somebody else's.
STATUS = {Invitation.Refusal.UNKNOWN: 404, Invitation.Refusal.FORWARDED: 403}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request, key):
    """Opening the link changes nothing: programs that look for harm in mail open links too."""
    invitation = Invitation.objects.with_key(key)
    if _has_come_in(request, invitation):
        return redirect("web:home")
    if refusal := _refusal(request, invitation):
        return _refuse(request, invitation, refusal)
    if request.method == "POST":
        user = invitations.accept(invitation=invitation)
        messages.success(request, NEXT_TIME)
        return sign_ins.admit(request=request, user=user)
    held = invitation.user.memberships.current().select_related("user", "agency", "partnership")
    roles = list(held.order_by("-given_at"))
    context = {"invitation": invitation, "roles": roles, "name": roles[0].person_name}
    return render(request, "people/invitation_accept.html", context)


def _has_come_in(request, invitation):
    """Whether they open their own link once more, or pressed the button twice: nothing is wrong."""
    return (
        invitation is not None
        and invitation.refusal == Invitation.Refusal.USED
        and request.user == invitation.user
    )


def _refusal(request, invitation):
    if invitation is None:
        return Invitation.Refusal.UNKNOWN
    if request.user.is_authenticated and request.user != invitation.user:
        return Invitation.Refusal.FORWARDED
    return invitation.refusal


def _refuse(request, invitation, refusal):
    if invitation:
        by = request.user if request.user.is_authenticated else None
        invitations.note_refused(invitation=invitation, refusal=refusal, by=by)
    context = {"refusal": str(refusal)}
    return render(
        request, "people/invitation_refused.html", context, status=STATUS.get(refusal, 410)
    )
