from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from section11.audits.models import Cycle
from section11.audits.roll_up import RollUp

from .. import captions, files, looks, numbers, selection
from ..forms import HeatmapForm
from ..heatmap import shares
from ..markup import Rows
from ..operations import heatmaps
from ..travel import DirectionOfTravel
from . import trails


@require_safe
def heatmap(request, pk):
    cycle = get_object_or_404(_cycles(request.user), pk=pk)
    form, shown = _heatmap(request, cycle)
    context = {
        "breadcrumbs": trails.to_cycle(cycle, trails.heatmap_of(cycle)),
        "cycle": cycle,
        "withheld": captions.withheld(shown.results),
        "form": form,
        "rows": Rows(shown, request.user),
        "heatmap": shown,
        "title": captions.title(shown),
        "so_far": captions.so_far(shown),
        "filters": captions.filters(shown),
        "roll_up": RollUp(cycle.roll_up),
        "rules": captions.rules(shown),
        "difference": captions.difference(shown),
        "legend": looks.legend(shown.results, shown.cells()),
        "directions": DirectionOfTravel if shown.has_travel else (),
        "totals": () if shown.is_difference else _totals(shown),
    }
    return render(request, "board/heatmap.html", context)


@require_GET
def heatmap_download(request, pk, fmt):
    cycle = get_object_or_404(_cycles(request.user), pk=pk)
    if fmt not in files.FORMATS:
        raise Http404
    _, shown = _heatmap(request, cycle)
    file = heatmaps.download(heatmap=shown, fmt=fmt, by=request.user)
    return HttpResponse(
        file.content,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )


def _cycles(user):
    return Cycle.objects.visible_to(user).select_related(
        "partnership", "standard_set", "compared_with__standard_set"
    )


def _heatmap(request, cycle):
    """The form as it was sent, and the heatmap that it asks for."""
    years = request.GET.get("view") == "years"
    chain = numbers.chain(cycle) if years else numbers.pair(cycle)
    results = numbers.read(chain, user=request.user)
    first = selection.first_over_the_years(results, chain) if years else None
    form = HeatmapForm(
        request.GET, results=results[cycle.pk], user=request.user, standard_of_years=first
    )
    return form, selection.make(cycle, form.choice, results, chain, request.user)


def _totals(shown):
    return shares(shown.lines, len(shown.columns), len(shown.results.levels))
