"""What practitioners answered as diverging bars, with tables that say the same, and as files."""

import hashlib
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from section11.people.permissions import Permission

from ..charts import bars, chart_files
from ..forms.charts import ChartForm
from ..operations import chart_downloads
from ..results import numbers, shared
from . import trails


class Asked(NamedTuple):
    """What somebody asked to see."""

    results: numbers.SurveyResults
    form: ChartForm
    reads_all: bool

    @property
    def choice(self):
        return self.form.chosen


@never_cache
@require_safe
def chart(request, pk):
    asked = _load(request, pk)
    survey, choice = asked.results.survey, asked.choice
    questions = bars.asked(asked.results, **choice)
    context = {
        "breadcrumbs": _way(asked),
        "survey": survey,
        "agency": choice["agency"],
        "form": asked.form,
        "title": bars.title(survey, choice["agency"]),
        "kinds": bars.by_kind(questions),
        "reading": bars.READING,
        "hidden": bars.hidden(survey),
        "withheld": bars.withheld(asked.results),
        "query": _query(choice),
        "formats": chart_files.FORMATS,
    }
    return render(request, "surveys/chart.html", context)


@require_safe
def chart_image(request, pk):
    """The picture that the page shows; nobody takes it away, so it is not put on record."""
    asked = _load(request, pk)
    file = chart_files.file_of(asked.results, "png", **asked.choice)
    response = HttpResponse(
        file.content,
        content_type=file.content_type,
        headers={
            "ETag": (etag := f'"{hashlib.sha256(file.content).hexdigest()}"'),
            "Cache-Control": "private, no-cache",
        },
    )
    return get_conditional_response(request, etag, None, response)


@require_GET
def chart_download(request, pk, fmt):
    asked = _load(request, pk)
    if fmt not in chart_files.FORMATS:
        raise Http404
    file = chart_downloads.download(results=asked.results, fmt=fmt, by=request.user, **asked.choice)
    return HttpResponse(
        file.content,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )


def _load(request, pk):
    """The shared results as the person may see them: every agency for whoever reads results, else
    the person's own.
    """
    survey = get_object_or_404(shared.surveys().visible_to(request.user), pk=pk)
    own = request.user.agency_ids()
    wanted = next((pk for pk in own if request.GET.get("agency") == str(pk)), None)
    results = numbers.of_survey(survey, request.user, own=wanted)
    lines, reads = results.agencies, Permission.SURVEY_VIEW in survey.permissions_of(request.user)
    if not reads:
        lines = [line for line in lines if line.id in own]
    form = ChartForm(request.GET, lines=lines, standards=results.standards, own=not reads)
    return Asked(results, form, reads)


def _way(asked):
    survey = asked.results.survey
    if asked.reads_all:
        return trails.to_results(survey, "Chart")
    return [
        ("Home", reverse("web:home")),
        (str(survey), survey.get_absolute_url()),
        ("Chart", ""),
    ]


def _query(choice):
    """The choice as it stands in an address: of ids alone, and nothing that was typed."""
    agency, standard = choice["agency"], choice["standard"]
    return f"?agency={agency.id if agency else ''}&standard={standard.pk if standard else ''}"
