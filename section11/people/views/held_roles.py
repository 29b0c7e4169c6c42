"""A role that somebody holds: ended, handed on, told of again; and all the roles of one person."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import people_list
from ..models import User
from ..operations import handovers, invitations, memberships
from ..people_forms import HandOnForm


@require_safe
def person_detail(request, pk):
    """Which roles somebody has held, where the reader looks after people."""
    held = people_list.looked_after_by(request.user).filter(user=pk)
    person = people_list.person(held.select_related("user", "agency", "partnership"))
    if person is None:
        raise Http404
    return render(request, "people/person_detail.html", {"person": person})


@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request, pk):
    membership = _load(request, pk)
    if request.method == "POST":
        memberships.end_role(membership=membership, by=request.user)
        messages.success(
            request,
            f"{membership.person_name} is no longer"
            f" {membership.get_role_display().lower()} of {membership.place}.",
        )
        return _back(request, membership)
    context = {"membership": membership, "obstacle": memberships.why_it_stays(membership)}
    return render(request, "people/role_end.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def role_leave(request, pk):
    membership = _load(request, pk)
    if request.method == "POST":
        handovers.leave(membership=membership, by=request.user)
        messages.success(
            request, f"{membership.person_name} has no role in {membership.place} any more."
        )
        return _back(request, membership)
    return render(request, "people/role_leave.html", {"membership": membership})


@require_http_methods(["GET", "HEAD", "POST"])
def role_hand_on(request, pk):
    membership = _load(request, pk)
    memberships.must_be_a_lead(membership)
    people, _ = people_list.read(agency=membership.agency)
    colleagues = [person for person in people if not person.leads]
    form = HandOnForm(request.POST or None, membership=membership, colleagues=colleagues)
    if form.is_valid():
        given = handovers.hand_on(membership=membership, by=request.user, **form.handed_on)
        messages.success(
            request,
            f"{given.person_name} is safeguarding lead of {given.agency} now, and is told by e-mail.",
        )
        return _back(request, membership)
    context = {"form": form, "membership": membership}
    return render(request, "people/role_hand_on.html", context)


@require_POST
def role_send(request, pk):
    membership = _load(request, pk)
    invitations.send(membership=membership, by=request.user)
    messages.success(request, f"An e-mail is on its way to {membership.user.email}.")
    return _back(request, membership)


def _load(request, pk):
    """The role, if the person looks after the people of its place."""
    held = people_list.looked_after_by(request.user)
    return get_object_or_404(held.select_related("user", "agency", "partnership"), pk=pk)


def _back(request, membership):
    """The people of the place; home for somebody who has just given up looking after them."""
    after = User.objects.get(pk=request.user.pk)
    kept = people_list.looked_after_by(after).filter(pk=membership.pk).exists()
    return redirect(membership.people_url if kept else "web:home")
