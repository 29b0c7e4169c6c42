"""Conflicts of interest: a member's declaration, signed in or by personal link; for the coordinator
and the chair everybody's, and recusals.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from section11.people.permissions import Permission, check
from section11.web.exceptions import why_not

from ..conflicts import interests_known
from ..forms.interest import DeclarationForm, RecuseForm
from ..models import Challenge, Interest, PanelMember
from ..operations import declarations
from .by_link import by_link


@never_cache
@require_safe
def interest_list(request, pk):
    """Who on the panel has an interest in which agency, and who has not declared yet."""
    challenge = get_object_or_404(
        Challenge.objects.visible_to(request.user).select_related("cycle__partnership"), pk=pk
    )
    permissions = challenge.permissions_of(request.user)
    check(Permission.CHALLENGE_RECUSE, permissions)
    lines = interests_known.of_challenge(challenge)
    return render(
        request,
        "challenge/interest_list.html",
        {
            "challenge": challenge,
            "permissions": permissions,
            "lines": lines,
            "undeclared": sum(line.member.declared_at is None for line in lines),
            "clashes": interests_known.clashes(challenge),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request, pk):
    """A panel member's own declaration, and the coordinator's for them."""
    member = _member(request, pk)
    is_own = member.user_id == request.user.pk
    if not is_own:
        check(Permission.CHALLENGE_MANAGE, member.challenge.permissions_of(request.user))
    then = "challenge:challenge-detail" if is_own else "challenge:interest-list"
    return _declare(
        request, member, by=request.user, then=(then, member.challenge_id), is_own=is_own
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def declare_by_link(request, link, key):
    """Whoever holds a panel member's link declares in the name of the person to whom it was sent."""
    if link.panel_member is None:
        raise Http404
    return _declare(
        request,
        link.panel_member,
        by=link.user,
        then=("challenge:availability-by-link", key),
        key=key,
    )


def _declare(request, member, *, by, then, is_own=True, key=""):
    known = interests_known.of_member(member)
    shut = why_not(member.challenge.must_not_be_closed)
    form = DeclarationForm(_sent(request), known=known)
    if form.is_valid():
        try:
            declarations.declare(
                panel_member=member,
                reasons=form.reasons(),
                drawn=form.cleaned_data["drawn"],
                by=by,
            )
        except declarations.Overtaken as overtaken:
            form = DeclarationForm(form.shown_again, known=known)
            form.add_error(None, overtaken.sentence)
        else:
            messages.success(request, "Your declaration is saved. You can come back and change it.")
            return redirect(*then)
    return render(
        request,
        "challenge/declaration.html",
        {
            "challenge": member.challenge,
            "member": member,
            "known": known,
            "form": form,
            "is_own": is_own,
            "key": key,
            "why_shut": shut,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def member_recuse(request, pk):
    """Keep a panel member from an agency."""
    member = _member(request, pk)
    check(Permission.CHALLENGE_RECUSE, member.challenge.permissions_of(request.user))
    member.challenge.must_not_be_closed()
    form = RecuseForm(_sent(request), challenge=member.challenge)
    if form.is_valid():
        interest = declarations.recuse(panel_member=member, by=request.user, **form.cleaned_data)
        messages.success(request, f"{member} is recused from {interest.agency}.")
        return redirect("challenge:interest-list", member.challenge_id)
    return render(
        request,
        "challenge/member_recuse.html",
        {"challenge": member.challenge, "member": member, "form": form},
    )


@require_POST
def recusal_lift(request, pk):
    interest = get_object_or_404(
        Interest.objects.visible_to(request.user).select_related(
            "panel_member__user", "agency", "challenge__cycle"
        ),
        pk=pk,
    )
    check(Permission.CHALLENGE_RECUSE, interest.challenge.permissions_of(request.user))
    declarations.lift(interest=interest, by=request.user)
    messages.success(request, f"{interest.panel_member} is recused from {interest.agency} no more.")
    return redirect("challenge:interest-list", interest.challenge_id)


def _sent(request):
    """What was sent with a form, though it be nothing."""
    return request.POST if request.method == "POST" else None


def _member(request, pk):
    return get_object_or_404(
        PanelMember.objects.visible_to(request.user)
        .current()
        .select_related("user", "declared_by", "challenge__cycle__partnership"),
        pk=pk,
    )
