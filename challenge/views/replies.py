"""The results of one agency's challenge, its right of reply, and what the panel decides."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from section11.people.permissions import Permission, check
from section11.standards import sets
from section11.web.exceptions import why_not

from .. import seats
from ..after import agency_results
from ..forms.after import DecisionForm, ReplyForm
from ..models import FeedbackLetter, Reply
from ..operations import proofs, replies
from . import trails
from .files import file_response


@never_cache
@require_safe
def agency_results_page(request, pk):
    challenged = get_object_or_404(agency_results.visible_to(request.user), pk=pk)
    shown = agency_results.shows_ratings(request.user, challenged)
    permissions = challenged.permissions_of(request.user)
    context = {
        "breadcrumbs": trails.to_challenge(challenged.challenge, str(challenged.agency)),
        "challenged": challenged,
        "challenge": challenged.challenge,
        "results": agency_results.of(challenged) if shown else None,
        "may_reply": Permission.CHALLENGE_REPLY in permissions,
        "why_no_reply": why_not(challenged.challenge.must_take_replies),
        "decides": _decidable(request.user, challenged),
        "letter": _letter(request.user, challenged),
    }
    return render(request, "challenge/agency_results.html", context)


@require_POST
def replies_accept(request, pk):
    challenged = get_object_or_404(agency_results.visible_to(request.user), pk=pk)
    check(Permission.CHALLENGE_REPLY, challenged.permissions_of(request.user))
    count = replies.accept_rest(challenged=challenged, by=request.user)
    messages.success(request, f"Accepted: {count} rating{'' if count == 1 else 's'}.")
    return redirect(challenged.results_url)


@never_cache
@require_http_methods(["GET", "POST"])
def reply_edit(request, pk):
    moderation = get_object_or_404(
        agency_results.ratings_visible_to(request.user).select_related(
            "standard",
            "level__scale",
            *(f"challenged_agency__{name}" for name in agency_results.LOADED),
        ),
        pk=pk,
    )
    challenged = moderation.challenged_agency
    check(Permission.CHALLENGE_REPLY, challenged.permissions_of(request.user))
    reply = Reply.objects.select_related("replied_by", "decided_by").filter(moderation=moderation)
    reply = reply.first()
    if request.method == "GET":
        challenged.challenge.must_take_replies()
        if reply:
            reply.must_be_undecided()
    form = ReplyForm(request.POST or None, request.FILES or None, reply=reply)
    if form.is_valid() and not form.was_overtaken:
        replies.give(
            moderation=moderation, confirmed=form.confirmed, by=request.user, **form.values()
        )
        messages.success(request, f"Your reply about {moderation.standard.title} is saved.")
        return redirect(challenged.results_url)
    context = {
        "moderation": moderation,
        "challenged": challenged,
        "reply": reply,
        "form": form.as_drawn_again() if form.was_overtaken else form,
        "overtaken": form.was_overtaken,
        "lost_files": form.lost_files,
    }
    return render(request, "challenge/reply_edit.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def reply_decide(request, pk):
    reply = get_object_or_404(
        Reply.objects.visible_to(request.user).select_related(
            "moderation__standard",
            "moderation__level__scale",
            "moderation__slot__session__challenge__cycle",
            "replied_by",
            "decided_by",
            *(f"moderation__challenged_agency__{name}" for name in agency_results.LOADED),
        ),
        pk=pk,
    )
    moderation, challenged = reply.moderation, reply.moderation.challenged_agency
    if not _may_decide(request.user, moderation.slot.session):
        raise PermissionDenied
    if request.method == "GET":
        challenged.challenge.must_be_released()
        reply.must_be_undecided()
    levels = sets.read_one(challenged.challenge.cycle.standard_set).levels
    form = DecisionForm(request.POST or None, levels=levels, current=moderation.level)
    if form.is_valid():
        replies.decide(reply=reply, confirmed=form.confirmed, by=request.user, **form.values())
        messages.success(request, f"Decided. {challenged.agency} has been written to.")
        return redirect(challenged.results_url)
    context = {
        "reply": reply,
        "moderation": moderation,
        "challenged": challenged,
        "version": reply.history.first(),
        "form": form,
    }
    return render(request, "challenge/reply_decide.html", context)


@require_GET
def reply_file(request, pk, version):
    """The file of one version of a reply, as an attachment, to whoever may read the reply."""
    reply = get_object_or_404(
        Reply.objects.visible_to(request.user).select_related(
            "moderation__challenged_agency__challenge__cycle"
        ),
        pk=pk,
    )
    kept = get_object_or_404(reply.history, history_id=version)
    if not kept.file:
        raise Http404
    proofs.note_download(challenged=reply.moderation.challenged_agency, of=reply, by=request.user)
    return file_response(reply.file.storage.open(str(kept.file)), kept.file_name)


def _decidable(user, challenged):
    """Whether the person decides on this agency's replies."""
    slot = challenged.slots.kept().select_related("session__challenge__cycle").first()
    return slot is not None and _may_decide(user, slot.session)


def _may_decide(user, session):
    """The session's chair, or the coordinator."""
    chair = seats.chair_of(session)
    is_chair = chair is not None and chair.panel_member.user_id == user.pk
    return is_chair or Permission.CHALLENGE_MANAGE in session.permissions_of(user)


def _letter(user, challenged):
    return FeedbackLetter.objects.visible_to(user).filter(challenged_agency=challenged).first()
