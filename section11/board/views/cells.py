from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from section11.audits.models import Cycle, SelfAudit
from section11.audits.roll_up import RollUp
from section11.standards.models import Standard

from .. import behind, looks, numbers
from . import trails


@require_safe
def cell_detail(request, pk, agency_pk, standard_pk):
    cycle = get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related(
            "partnership", "standard_set", "compared_with__standard_set"
        ),
        pk=pk,
    )
    self_audit = get_object_or_404(
        SelfAudit.objects.visible_to(request.user).select_related("agency"),
        cycle=cycle,
        agency=agency_pk,
        status=SelfAudit.Status.SUBMITTED,
    )
    standard = get_object_or_404(Standard, pk=standard_pk, standard_set=cycle.standard_set_id)
    results = numbers.read(numbers.pair(cycle), user=request.user)
    if self_audit.agency_id not in results[cycle.pk].row_of:
        raise Http404  # withheld here, though it be of the person's own agency
    self_audit.cycle = cycle
    shown = behind.of(self_audit, standard, results, request.user)
    before, after = _neighbours(results[cycle.pk].standards, standard)
    context = {
        "breadcrumbs": trails.to_cycle(
            cycle, trails.heatmap_of(cycle), (f"{self_audit.agency}: {standard.title}", "")
        ),
        "cycle": cycle,
        "agency": self_audit.agency,
        "self_audit": self_audit,
        "standard": standard,
        "roll_up": RollUp(cycle.roll_up),
        "behind": shown,
        "ratings": [
            (layer, looks.of_cell(shown.results, cell), looks.words(shown.results, cell))
            for layer, cell in shown.cells
        ],
        "previous_standard": before,
        "next_standard": after,
    }
    return render(request, "board/cell_detail.html", context)


def _neighbours(standards, standard):
    """The standard before this one and the one after, or None."""
    standards = [None, *standards, None]
    place = standards.index(standard)
    return standards[place - 1], standards[place + 1]
