from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from section11.people.permissions import Permission, check
from section11.web.exceptions import RuleBroken

from .. import emails, progress, progress_lines
from ..models import Cycle
from ..operations import escalations
from ..progress_forms import ProgressForm, RemindForm
from ..progress_lines import Show


def _load(request, pk):
    cycle = get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related("partnership", "standard_set"), pk=pk
    )
    check(Permission.CYCLE_MANAGE, cycle.permissions_of(request.user))
    return cycle


@never_cache
@require_safe
def cycle_progress(request, pk):
    """How far every agency is."""
    cycle = _load(request, pk)
    lines = progress.read(cycle)
    form = ProgressForm(request.GET, lines=lines)
    counts = progress_lines.tally(lines)
    return render(
        request,
        "audits/progress.html",
        {
            "cycle": cycle,
            "lines": progress_lines.chosen(lines, **form.choice),
            "total": len(lines),
            "counts": counts,
            "watched": [
                (show, counts[show])
                for show in (Show.LATE, Show.NO_LEAD, Show.BOUNCED)
                if counts[show]
            ],
            "form": form,
            "tick_all": _ticks_all(request),
            "ticking": _ticking(request),
        },
    )


def _ticks_all(request):
    return request.GET.get("tick") == "all"


def _ticking(request):
    """The query by which the same page comes with every tick the other way."""
    query = request.GET.copy()
    query["tick"] = "none" if _ticks_all(request) else "all"
    return query.urlencode()


@require_POST
def cycle_remind(request, pk):
    """Who would get a reminder, and in what words, before anything is sent."""
    cycle = _load(request, pk)
    return _preview(request, cycle, _chosen(request, cycle), RemindForm())


@require_POST
def cycle_remind_send(request, pk):
    cycle = _load(request, pk)
    chosen = _chosen(request, cycle)
    form = RemindForm(request.POST)
    if not form.is_valid():
        return _preview(request, cycle, chosen, form)
    done = escalations.remind_chosen(chosen=chosen, by=request.user, **form.cleaned_data)
    for level, sentence in _said(done):
        messages.add_message(request, level, sentence)
    return redirect(_page(cycle))


def _page(cycle):
    return reverse("audits:cycle-progress", args=[cycle.pk])


def _chosen(request, cycle):
    """The self-audits of the cycle that were ticked, each with when it was last reminded."""
    if not cycle.is_open:
        raise RuleBroken(
            f"{cycle} is {cycle.get_status_display().lower()}, so nobody is reminded.", _page(cycle)
        )
    ticked = [int(pk) for pk in request.POST.getlist("chosen") if pk.isdecimal() and len(pk) < 16]
    chosen = list(progress.with_last_reminder(cycle.self_audits.filter(pk__in=ticked)))
    if not chosen:
        raise RuleBroken("Tick the agencies that you want to remind, then try again.", _page(cycle))
    return chosen


def _preview(request, cycle, chosen, form):
    people = progress.to_remind(chosen)
    an_hour_ago = timezone.now() - timedelta(hours=1)
    rows = [
        {
            "self_audit": one,
            "people": people[one.pk],
            "just_before": one.reminded_at
            if (one.reminded_at or an_hour_ago) > an_hour_ago
            else None,
        }
        for one in chosen
        if not one.is_submitted
    ]
    reached = [row for row in rows if row["people"]]
    return render(
        request,
        "audits/progress_remind.html",
        {
            "cycle": cycle,
            "form": form,
            "reached": reached,
            "nobody": [row["self_audit"] for row in rows if not row["people"]],
            "submitted": [one for one in chosen if one.is_submitted],
            "mail": reached
            and emails.reminder_text(
                reached[0]["self_audit"], to=reached[0]["people"][0], by=request.user
            ),
        },
    )


def _said(done):
    """(level, sentence) of what came of a reminder to several."""
    if done.agencies:
        yield (
            messages.SUCCESS,
            f"{_counted(done.people, 'person')} of {_counted(len(done.agencies), 'agency')}"
            f" {'has' if done.people == 1 else 'have'} been sent a reminder.",
        )
    for agencies, why in (
        (done.just_before, "had been reminded since you opened the form, so not again"),
        (done.submitted, "submitted meanwhile, so not reminded"),
        (done.nobody, "nobody there to remind: give the agency a lead"),
    ):
        if agencies:
            names = get_text_list([str(agency) for agency in agencies], "and")
            yield messages.WARNING, f"{names}: {why}."


def _counted(number, thing):
    words = {"person": ("person", "people"), "agency": ("agency", "agencies")}[thing]
    return f"{number} {words[number != 1]}"
