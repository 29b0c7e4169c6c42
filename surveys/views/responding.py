"""Getting answers in, for the coordinator: numbers of staff, and reminders."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import emails
from ..forms.running import HeadcountsForm, RemindForm
from ..operations import headcounts, survey_reminders
from ..running import responses
from .loading import to_manage


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_headcounts(request, pk):
    """The numbers of staff of every agency."""
    survey = to_manage(request, pk)
    headcounts.must_take_headcounts(survey)
    parts = survey.agencies.filter(agency__isnull=False).select_related("agency", "headcount_by")
    form = HeadcountsForm(request.POST or None, surveyed=parts)
    if form.is_valid():
        save_headcounts(request, survey, form)
        return redirect(survey)
    return render(request, "surveys/survey_headcounts.html", {"survey": survey, "form": form})


def save_headcounts(request, survey, form):
    """Save them, and say where somebody else was first."""
    overtaken = headcounts.say(survey=survey, by=request.user, **form.values())
    for one in overtaken:
        messages.warning(request, _who_was_first(one))
    if not overtaken:
        messages.success(request, "Saved.")
    elif len(form.surveyed) > 1:
        messages.success(request, "All other numbers are saved.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_remind(request, pk):
    """Whom to remind: to begin with the agencies in which few have answered."""
    survey = to_manage(request, pk)
    survey_reminders.must_be_answered(survey)
    lines = [one for one in responses.read(survey) if one.surveyed.agency_id]
    leads = emails.leads([one.surveyed for one in lines])
    reached = [one for one in lines if one.surveyed.agency_id in leads]
    an_hour_ago = timezone.now() - timedelta(hours=1)
    form = RemindForm(
        request.POST or None,
        choices=[(one.surveyed.pk, str(one.surveyed.agency)) for one in reached],
        ticked=[
            one.surveyed.pk
            for one in reached
            if one.is_low and not _since(one.surveyed.reminded_at, an_hour_ago)
        ],
    )
    if form.is_valid():
        done = survey_reminders.remind(survey=survey, by=request.user, **form.cleaned_data)
        for level, sentence in _said(done):
            messages.add_message(request, level, sentence)
        return redirect(survey)
    return render(
        request,
        "surveys/survey_remind.html",
        {
            "survey": survey,
            "form": form,
            "rows": _rows(form, reached, leads),
            "nobody": [one for one in lines if one.is_low and one.surveyed.agency_id not in leads],
            "low_share": responses.LOW_SHARE,
        },
    )


def _rows(form, reached, leads):
    """(its tick box, the response, who is written to) for each agency."""
    boxes = form["chosen"].subwidgets
    return [
        (box, one, leads[one.surveyed.agency_id]) for box, one in zip(boxes, reached, strict=True)
    ]


def _since(moment, earlier):
    return moment is not None and moment > earlier


def _said(done):
    """(level, sentence) of what came of a reminder."""
    if done.agencies:
        people = "1 person has" if done.people == 1 else f"{done.people} people have"
        yield messages.SUCCESS, f"{people} been sent a reminder."
    for parts, why in (
        (done.just_before, "had been reminded since you opened the form, so not again"),
        (done.nobody, "nobody there to remind: give the agency a lead"),
    ):
        if parts:
            names = get_text_list([str(one.agency) for one in parts], "and")
            yield messages.WARNING, f"{names}: {why}."


def _who_was_first(one):
    if one.headcount is None:
        return f"{one.agency}: somebody else took the number out meanwhile, so yours is not saved."
    return (
        f"{one.agency}: {one.headcount_by} said {one.headcount:,} meanwhile, so yours is not saved."
        " Change it if it is wrong."
    )
