"""Which agencies take part in a cycle, and by when, for the coordinator who runs it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import get_text_list
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from section11.people.permissions import Permission, check

from .. import taking_part
from ..cycle_agency_forms import AgenciesForm, DueDateForm, ExtendForm, ShownForm
from ..models import SelfAudit
from ..operations import cycle_agencies as operations
from .cycles import load


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_agencies(request, pk):
    """Agencies in or out."""
    cycle = load(request, pk)
    cycle.must_not_be_closed()
    shown_form = ShownForm(request.GET, candidates=taking_part.read(cycle))
    shown = shown_form.shown()
    # Nobody is in yet: most cycles ask everybody, so that is where choosing begins.
    at_first = [one.agency.pk for one in shown if one.is_in or not cycle.agencies]
    ticked = _ticked(request, shown, at_first)
    form = AgenciesForm(request.POST or None, candidates=shown, ticked=ticked)
    if form.is_valid():
        came, went = operations.change(cycle=cycle, by=request.user, **form.changes())
        messages.success(request, _in_and_out(came, went))
        return redirect(cycle.manage_url)
    context = {"cycle": cycle, "form": form, "shown_form": shown_form, "shown": shown}
    return render(request, "audits/cycle_agencies.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_dates(request, pk):
    """One due date for several agencies."""
    cycle = load(request, pk)
    cycle.must_not_be_closed()
    candidates = [
        one for one in taking_part.read(cycle) if one.is_in and not one.self_audit.is_submitted
    ]
    shown_form = ShownForm(request.GET, candidates=candidates)
    shown = shown_form.shown()
    form = DueDateForm(
        request.POST or None, cycle=cycle, candidates=shown, ticked=_ticked(request, shown, [])
    )
    if form.is_valid():
        moved = operations.set_due_date(cycle=cycle, by=request.user, **form.cleaned_data)
        messages.success(request, f"{_agencies(moved)} now due by that date.")
        return redirect(cycle.manage_url)
    context = {"cycle": cycle, "form": form, "shown_form": shown_form, "shown": shown}
    return render(request, "audits/cycle_dates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def self_audit_extend(request, pk):
    """More time for one agency, with a reason."""
    self_audit = get_object_or_404(
        SelfAudit.objects.visible_to(request.user).select_related("agency", "cycle__closed_by"),
        pk=pk,
    )
    check(Permission.CYCLE_MANAGE, self_audit.permissions_of(request.user))
    self_audit.must_have_a_date_to_change()
    form = ExtendForm(request.POST or None, self_audit=self_audit)
    if form.is_valid():
        operations.extend(self_audit=self_audit, by=request.user, **form.cleaned_data)
        messages.success(request, f"{self_audit.agency} has more time.")
        return redirect(self_audit.cycle.manage_url)
    return render(
        request, "audits/self_audit_extend.html", {"form": form, "self_audit": self_audit}
    )


def _ticked(request, shown, at_first):
    """The ids to tick when the page is drawn: all, none, or those of the beginning."""
    everybody = [one.agency.pk for one in shown]
    return {"all": everybody, "none": []}.get(request.GET.get("tick"), at_first)


def _in_and_out(came, went):
    said = [f"{_agencies(came)} in"] if came else []
    said += [f"{_agencies(went)} out"] if went else []
    return f"Saved: {get_text_list(said, 'and')}." if said else "Saved: nothing has changed."


def _agencies(number):
    return f"{number} {'agency is' if number == 1 else 'agencies are'}"
