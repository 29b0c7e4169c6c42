"""How views come by the survey that they are about."""

from django.shortcuts import get_object_or_404

from section11.people.permissions import Permission, check

from ..models import Survey, SurveyedAgency


def to_see(request, pk):
    """The survey, for whoever may know of it."""
    found = Survey.objects.visible_to(request.user).select_related(
        "cycle__partnership",
        "cycle__standard_set",
        "survey_set",
        "opened_by",
        "closed_by",
        "shared_by",
    )
    return get_object_or_404(found, pk=pk)


def to_manage(request, pk):
    """The survey, for whoever runs it."""
    survey = to_see(request, pk)
    check(Permission.SURVEY_MANAGE, survey.permissions_of(request.user))
    return survey


def part(request, pk, permission=None):
    """An agency's part in a survey, for its own people and whoever runs the survey; with
    `permission` only for those who have it.
    """
    found = SurveyedAgency.objects.visible_to(request.user).select_related(
        "agency", "headcount_by", "survey__cycle__partnership", "survey__survey_set"
    )
    surveyed = get_object_or_404(found.filter(agency__isnull=False), pk=pk)
    if permission:
        check(permission, surveyed.permissions_of(request.user))
    return surveyed
