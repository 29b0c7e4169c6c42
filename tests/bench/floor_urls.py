from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from section11.audits.models import Answer
from section11.record.models import Event
from surveys.models import SurveyDraft


def save(request, pk):
    """Write as many rows as saving a step does, in one transaction and one statement a table.

    The answers come whole from the request, so nothing is read but the session and the user.
    """
    now, user = timezone.now(), request.user
    rows = [
        Answer(
            pk=int(key),
            self_audit_id=pk,
            question_id=int(question),
            level_id=int(level),
            narrative=narrative,
            impact=impact,
            updated_at=now,
            updated_by=user,
        )
        for key, question, level, narrative, impact in zip(
            *(
                request.POST.getlist(name)
                for name in ("id", "question", "level", "narrative", "impact")
            ),
            strict=True,
        )
    ]
    with transaction.atomic():
        Answer.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=["level", "narrative", "impact", "updated_at", "updated_by"],
        )
        Answer.history.model.objects.bulk_create(
            Answer.history.model(
                id=row.pk,
                self_audit_id=pk,
                question_id=row.question_id,
                level_id=row.level_id,
                narrative=row.narrative,
                impact=row.impact,
                updated_at=now,
                updated_by=user,
                history_date=now,
                history_user=user,
                history_type="~",
            )
            for row in rows
        )
        Event.objects.create(kind="standard_saved", by=user, about="floor", subject_type="floor")
    return HttpResponse(status=204)


def save_draft(request, key):
    """Load the user and write one draft, which comes whole from the request."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    SurveyDraft.objects.filter(pk=key).update(sealed=request.POST["sealed"])
    return HttpResponse(status=204)


urlpatterns = [path("floor/<int:pk>/", save), path("floor/draft/<str:key>/", save_draft)]
