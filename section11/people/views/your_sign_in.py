from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import browsers
from ..accounts import records
from ..forms import NewPasswordForm
from ..operations import sign_ins


@require_safe
def your_sign_in(request):
    factors = {}
    for factor in Authenticator.objects.filter(user=request.user).order_by("pk"):
        factors.setdefault(factor.type, []).append(factor)
    codes = factors.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "passkeys": factors.get(Authenticator.Type.WEBAUTHN, []),
        "has_app": Authenticator.Type.TOTP in factors,
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else 0,
        "has_codes": bool(codes),
        "second_step_wanted": request.user.needs_second_factor
        and not set(factors) - {Authenticator.Type.RECOVERY_CODES},
        "sessions": [
            {
                "pk": session.pk,
                "browser": browsers.in_words(session.user_agent),
                "address": session.ip,
                "since": session.created_at,
                "is_this": session.session_key == request.session.session_key,
            }
            for session in sign_ins.sessions_of(request.user)
        ],
    }
    return render(request, "people/your_sign_in.html", context)


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request):
    """A new password. Not the old one is asked for, which may be forgotten, but a fresh sign-in."""
    if not records.are_fresh(request) and records.can_be_asked_again(request.user):
        here = urlencode({"next": request.path})
        return redirect(f"{reverse('account_reauthenticate')}?{here}")
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        sign_ins.set_password(request=request, password=form.cleaned_data["password"])
        messages.success(request, "Your password is set. Any other session of yours has ended.")
        return redirect("people:your-sign-in")
    return render(request, "people/password.html", {"form": form})


@require_POST
def session_end(request, pk):
    others = UserSession.objects.exclude(session_key=request.session.session_key)
    session = get_object_or_404(others, pk=pk, user=request.user)
    sign_ins.end_session(session=session, by=request.user)
    messages.success(request, "That session has ended.")
    return redirect("people:your-sign-in")


@require_POST
def other_sessions_end(request):
    sign_ins.end_sessions(user=request.user, but=request.session.session_key, by=request.user)
    messages.success(request, "Every other session of yours has ended.")
    return redirect("people:your-sign-in")
