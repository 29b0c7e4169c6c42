from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from section11.audits.models import Cycle
from section11.audits.roll_up import RollUp
from section11.standards.models import Standard

from .. import captions, looks, numbers, overview, selection
from ..markup import Rows
from ..travel import DirectionOfTravel
from . import trails


@require_safe
def standard_detail(request, pk, standard_pk):
    cycle = get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related(
            "partnership", "standard_set", "compared_with__standard_set"
        ),
        pk=pk,
    )
    standard = get_object_or_404(Standard, pk=standard_pk, standard_set=cycle.standard_set_id)
    chain = numbers.chain(cycle)
    results = numbers.read(chain, user=request.user)
    shown = selection.of_questions(cycle, standard, results, chain)
    views = overview.of(results, chain, cycle.roll_up).standards
    context = {
        "breadcrumbs": trails.to_cycle(cycle, trails.standard_of(cycle, standard)),
        "cycle": cycle,
        "withheld": captions.withheld(shown.results),
        "standard": standard,
        "view": next(view for view in views if view.standard == standard),
        "view_levels": shown.results.levels,
        "heatmap": shown,
        "rows": Rows(shown, request.user),
        "legend": looks.legend(shown.results, shown.cells()),
        "directions": DirectionOfTravel if shown.has_travel else (),
        "roll_up": RollUp(cycle.roll_up),
    }
    return render(request, "board/standard_detail.html", context)
