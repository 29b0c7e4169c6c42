"""A cycle from its plan to its end, for the coordinator who runs it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from section11.people.models import Partnership
from section11.people.permissions import Permission, check, permissions_for

from .. import cycle_sections, leads, taking_part
from ..cycle_forms import CycleForm, PauseForm
from ..models import Cycle
from ..next_steps import next_step
from ..operations import cycles
from ..roll_up import RollUp


def load(request, pk):
    """The cycle with its counts, for whoever may run it."""
    cycle = get_object_or_404(
        Cycle.objects.visible_to(request.user)
        .with_counts()
        .select_related("partnership", "standard_set", "compared_with", "launched_by", "closed_by"),
        pk=pk,
    )
    check(Permission.CYCLE_MANAGE, cycle.permissions_of(request.user))
    return cycle


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_plan(request, pk):
    """Plan a cycle in the partnership `pk`."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=pk)
    check(Permission.CYCLE_MANAGE, permissions_for(request.user, partnership_ids=(pk,)))
    form = CycleForm(request.POST or None, partnership=partnership)
    if form.is_valid():
        cycle = cycles.plan(partnership=partnership, by=request.user, **form.values())
        messages.success(request, "Planned. Now choose the agencies that take part.")
        return redirect("audits:cycle-agencies", cycle.pk)
    return render(request, "audits/cycle_plan.html", {"form": form, "partnership": partnership})


@never_cache
@require_safe
def cycle_manage(request, pk):
    """How the cycle stands, who takes part, and all that can be done with it."""
    cycle = load(request, pk)
    to = leads.by_agency(cycle)
    return render(
        request,
        "audits/cycle_manage.html",
        {
            "cycle": cycle,
            "step": next_step(cycle, today=timezone.localdate()),
            "roll_up": RollUp(cycle.roll_up),
            "sections": cycle_sections.sections(request, cycle),
            "lines": [
                (one, to.get(one.agency.pk, [])) for one in taking_part.read(cycle) if one.is_in
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_edit(request, pk):
    cycle = load(request, pk)
    cycle.must_not_be_closed()
    form = CycleForm(request.POST or None, partnership=cycle.partnership, cycle=cycle)
    if not form.was_overtaken and form.is_valid():
        cycles.change(cycle=cycle, by=request.user, **form.values())
        messages.success(request, "Saved.")
        return redirect(cycle.manage_url)
    return render(request, "audits/cycle_edit.html", {"form": form, "cycle": cycle})


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_launch(request, pk):
    cycle = load(request, pk)
    if request.method == "POST":
        cycles.launch(cycle=cycle, by=request.user)
        messages.success(
            request, "Launched. The leads are written to, and whoever was to be invited."
        )
        return redirect(cycle.manage_url)
    cycle.must_not_be_launched()
    to, agencies = leads.by_agency(cycle), [one for one in taking_part.read(cycle) if one.is_in]
    return render(
        request,
        "audits/cycle_launch.html",
        {
            "cycle": cycle,
            "why_not": cycles.why_not_launch(cycle),
            "invited": cycles.held_back(cycle).values("user").distinct().count(),
            "today": timezone.localdate(),
            "people": {person for people in to.values() for person in people},
            "unled": [one for one in agencies if one.agency.pk not in to],
            "left": [one for one in agencies if not one.basis],
            "own_date": [one for one in agencies if one.self_audit.due_on != cycle.due_on],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_pause(request, pk):
    cycle = load(request, pk)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        cycles.pause(cycle=cycle, by=request.user, **form.cleaned_data)
        messages.success(request, "Paused. The leads have been written to.")
        return redirect(cycle.manage_url)
    return render(request, "audits/cycle_pause.html", {"cycle": cycle, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_resume(request, pk):
    cycle = load(request, pk)
    if request.method == "POST":
        cycles.resume(cycle=cycle, by=request.user)
        messages.success(request, "It goes on. The leads have been written to.")
        return redirect(cycle.manage_url)
    return render(request, "audits/cycle_resume.html", {"cycle": cycle})


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_close(request, pk):
    cycle = load(request, pk)
    if request.method == "POST":
        cycles.close(cycle=cycle, by=request.user)
        messages.success(request, "Closed. Everything in it stays for reading.")
        return redirect(cycle.manage_url)
    cycle.must_not_be_closed()
    agencies = [one for one in taking_part.read(cycle) if one.is_in]
    return render(
        request,
        "audits/cycle_close.html",
        {
            "cycle": cycle,
            "unfinished": [one for one in agencies if not one.self_audit.is_submitted],
        },
    )
