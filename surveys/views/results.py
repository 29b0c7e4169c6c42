"""What came of a survey, for whoever reads results, and for an agency's own people."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from section11.people.models import Sector
from section11.people.permissions import Permission, check

from ..forms.results import SectorForm
from ..models import SurveyedAgency
from ..operations import result_downloads
from ..results import downloads, free_texts, numbers
from ..results.pages import Pages, by_group
from . import trails
from .loading import to_see


@never_cache
@require_safe
def survey_results(request, pk):
    """All agencies, or those of a sector: by standard, by question, and how many answered."""
    survey, context = load_results(request, pk)
    sector = _sector(request)
    pages = _pages(survey, request.user, sector=sector)
    context |= {
        "breadcrumbs": trails.to_results(survey),
        "whose": Sector(sector).label if sector else "All agencies",
        "is_part": bool(sector),
        "form": SectorForm(request.GET, sectors=pages.now.sectors),
        "results": pages.now,
        "pages": pages,
        "standards": pages.standards(linked=True),
        "questions": pages.questions(linked=True),
        "formats": downloads.FORMATS,
    }
    return render(request, "surveys/results_survey.html", context)


@never_cache
@require_safe
def standard_results(request, pk, standard):
    survey, context = load_results(request, pk)
    pages = _pages(survey, request.user)
    found = next((one for one in pages.now.standards if one.pk == standard), None)
    if found is None:
        raise Http404
    context |= {
        "breadcrumbs": trails.to_results(survey, str(found)),
        "standard": found,
        "results": pages.now,
        "pages": pages,
        "overall": pages.standard(found, label="All agencies"),
        "questions": pages.questions(standard=found, linked=True),
        "lines": pages.agencies_by_standard(found),
    }
    return render(request, "surveys/results_standard.html", context)


@never_cache
@require_safe
def question_results(request, pk, question):
    survey, context = load_results(request, pk)
    pages = _pages(survey, request.user)
    asked = (one for one in pages.now.questions if one.pk == question and one.kind != "text")
    found = next(asked, None)
    if found is None:
        raise Http404
    context |= {
        "breadcrumbs": trails.to_results(survey, found.text),
        "question": found,
        "results": pages.now,
        "pages": pages,
        "overall": pages.question(found, label="All agencies"),
        "lines": pages.agencies_by_question(found),
    }
    return render(request, "surveys/results_question.html", context)


@never_cache
@require_safe
def group_results(request, pk):
    """All agencies, by role group."""
    survey, context = load_results(request, pk)
    results = numbers.of_survey(survey, request.user)
    groups = numbers.by_role_group(survey, request.user)
    context |= {
        "breadcrumbs": trails.to_results(survey, "By role group"),
        "results": results,
        "groups": survey.role_groups,
        "rows": by_group(
            survey.role_groups,
            results.standards,
            lambda group, standard: groups.overall_by_standard.get((group, standard)),
        ),
    }
    return render(request, "surveys/results_groups.html", context)


@require_GET
def results_download(request, pk, fmt):
    survey, _ = load_results(request, pk)
    if fmt not in downloads.FORMATS:
        raise Http404
    sector = _sector(request)
    file = result_downloads.download(
        results=numbers.of_survey(survey, request.user, sector=sector),
        groups=numbers.by_role_group(survey, request.user, sector=sector),
        fmt=fmt,
        by=request.user,
    )
    return _as_file(file)


@never_cache
@require_safe
def agency_results(request, pk):
    """One agency beside all, for its own people too."""
    surveyed, context = load_agency_results(request, pk)
    survey = surveyed.survey
    pages = _pages(survey, request.user, own=surveyed.agency_id)
    groups = numbers.by_role_group(survey, request.user, own=surveyed.agency_id)
    line = _line(pages.now, surveyed)
    written = free_texts.released_of(free_texts.sources(survey), surveyed)
    context |= {
        "results": pages.now,
        "pages": pages,
        "line": line,
        "standards": pages.standards(line.id, linked=context["reads_all"]),
        "questions": pages.questions(line.id, linked=context["reads_all"]),
        "groups": survey.role_groups,
        "rows": by_group(
            survey.role_groups,
            pages.now.standards,
            lambda group, standard: groups.by_standard.get((line.id, group, standard)),
        ),
        "written": written.count(),
        "formats": downloads.FORMATS,
    }
    return render(request, "surveys/results_agency.html", context)


@require_GET
def agency_results_download(request, pk, fmt):
    surveyed, _ = load_agency_results(request, pk)
    if fmt not in downloads.FORMATS:
        raise Http404
    asked = {"user": request.user, "own": surveyed.agency_id}
    results = numbers.of_survey(surveyed.survey, **asked)
    file = result_downloads.download(
        results=results,
        groups=numbers.by_role_group(surveyed.survey, **asked),
        fmt=fmt,
        only=_line(results, surveyed),
        by=request.user,
    )
    return _as_file(file)


def load_results(request, pk):
    """The survey whose results somebody reads, and what all its pages show."""
    survey = to_see(request, pk)
    permissions = survey.permissions_of(request.user)
    check(Permission.SURVEY_VIEW, permissions)
    if survey.gathering_key:  # the Board sees what was said of all sessions in sum
        check(Permission.SURVEY_MANAGE, permissions)
    survey.must_show_results(permissions)
    return survey, {"survey": survey, "permissions": permissions}


def load_agency_results(request, pk):
    """The agency's part, for who reads its results, and what all its pages show."""
    found = SurveyedAgency.objects.with_results_for(request.user).select_related(
        "agency", "survey__cycle__partnership", "survey__cycle__standard_set", "survey__survey_set"
    )
    surveyed = get_object_or_404(found.filter(agency__isnull=False), pk=pk)
    survey = surveyed.survey
    permissions = survey.permissions_of(request.user)
    survey.must_show_results(permissions)
    reads_all = Permission.SURVEY_VIEW in permissions
    return surveyed, {
        "surveyed": surveyed,
        "survey": survey,
        "permissions": permissions,
        "reads_all": reads_all,
        "breadcrumbs": trails.to_agency_results(surveyed, reads_all=reads_all),
    }


def _pages(survey, user, **asked):
    """The results beside those of the last cycle's survey, by the standards of this cycle."""
    before = numbers.last_before(survey)
    return Pages(
        numbers.of_survey(survey, user, **asked),
        before and numbers.of_survey(before, user, standard_set=survey.cycle.standard_set, **asked),
    )


def _line(results, surveyed):
    return next(line for line in results.agencies if line.id == surveyed.agency_id)


def _sector(request):
    """The sector asked for; one that there is not is as none."""
    sector = request.GET.get("sector", "")
    return sector if sector in Sector.values else ""


def _as_file(file):
    return HttpResponse(
        file.content,
        content_type=file.content_type,
        headers={"Content-Disposition": content_disposition_header(True, file.name)},
    )
