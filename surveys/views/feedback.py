"""What the participants of a cycle's challenge sessions said of them, in sum."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from section11.audits.models import Cycle
from section11.people.permissions import Permission, check

from ..charts import bars
from ..results import gatherings


@require_safe
def session_feedback(request, pk):
    """The sum for whoever reads results; for who runs surveys also each session's own survey."""
    cycle = get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related("partnership"), pk=pk
    )
    permissions = cycle.permissions_of(request.user)
    check(Permission.SURVEY_VIEW, permissions)
    found = gatherings.in_sum(cycle)
    context = {
        "breadcrumbs": [
            ("Home", reverse("web:home")),
            (str(cycle), cycle.get_absolute_url()),
            ("Session feedback", ""),
        ],
        "cycle": cycle,
        "found": found,
        "kinds": bars.by_kind(bars.of_gatherings(found)) if found else [],
        "runs": Permission.SURVEY_MANAGE in permissions,
    }
    return render(request, "surveys/session_feedback.html", context)
