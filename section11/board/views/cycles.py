from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from section11.audits.models import Cycle, SelfAudit
from section11.audits.roll_up import RollUp

from .. import captions, cycle_parts, focus, numbers, overview
from ..forms import FocusForm
from . import trails


@require_safe
def cycle_list(request):
    cycles = numbers.with_progress(Cycle.objects.visible_to(request.user), user=request.user)
    return render(
        request, "board/cycle_list.html", {"breadcrumbs": trails.to_list(), "cycles": cycles}
    )


@require_safe
def cycle_detail(request, pk):
    cycle = get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related("partnership", "standard_set"), pk=pk
    )
    chain = numbers.chain(cycle)
    results = numbers.read(chain, user=request.user)
    form = FocusForm(request.GET, results=results[cycle.pk])
    in_focus = focus.standards_in_focus(results[cycle.pk], form.chosen)
    seen = overview.of(results, chain, cycle.roll_up)
    context = {
        "breadcrumbs": trails.to_cycle(cycle),
        "cycle": cycle,
        "withheld": captions.withheld(seen.results),
        "permissions": cycle.permissions_of(request.user),
        "compared_with": chain[1] if len(chain) > 1 else None,
        "overview": seen,
        "in_focus": [view for view in seen.standards if view.standard in in_focus],
        "focus_form": form,
        "years": list(reversed(chain)) if len(chain) > 1 else [],
        "roll_up": RollUp(cycle.roll_up),
        "parts": cycle_parts.parts(request, results[cycle.pk]),
        "openable": set(
            SelfAudit.objects.visible_to(request.user)
            .filter(cycle=cycle)
            .values_list("pk", flat=True)
        ),
    }
    return render(request, "board/cycle_detail.html", context)
