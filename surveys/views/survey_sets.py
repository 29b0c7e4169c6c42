from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from section11.people.permissions import Permission, check
from section11.standards.permissions import permissions_anywhere
from section11.standards.set_forms import FORMATS
from section11.tables.writing import MIME

from ..forms.survey_sets import NewVersionForm
from ..models import SurveySet, SurveySetImport
from ..operations import survey_sets
from ..permissions import run_partnerships
from ..sets import why_not
from ..sets.comparison import compare
from ..sets.pages import pages
from ..sets.tested import tested


@require_safe
def survey_set_list(request):
    check(Permission.SURVEY_MANAGE, permissions_anywhere(request.user))
    shown = (
        SurveySet.objects.visible_to(request.user)
        .select_related("partnership", "based_on")
        .annotate(question_count=Count("questions"))
        .order_by(F("partnership__name").asc(nulls_first=True), "-created_at", "-pk")
    )
    waiting = SurveySetImport.objects.visible_to(request.user).waiting()
    context = {
        "survey_sets": shown,
        "waiting": waiting.select_related("uploaded_by", "survey_set"),
    }
    return render(request, "surveys/survey_set_list.html", context)


@require_safe
def survey_set_detail(request, pk):
    survey_set = _visible(request, pk)
    questions = list(survey_set.questions.in_order())
    found = tested(survey_set, questions)
    context = {
        "survey_set": survey_set,
        "formats": FORMATS,
        "pages": [
            (page.title, [(q, found[q]) for q in page.questions]) for page in pages(questions)
        ],
        "question_count": len(questions),
        "permissions": survey_set.permissions_of(request.user),
        "may_begin_version": bool(_partnerships_for_version(request.user, survey_set)),
        "reasons": why_not.reasons(survey_set),
    }
    return render(request, "surveys/survey_set_detail.html", context)


@require_safe
def survey_set_compare(request, pk):
    survey_set = _visible(request, pk)
    if survey_set.based_on is None:
        raise Http404
    comparison = compare(survey_set.questions.in_order(), survey_set.based_on.questions.in_order())
    context = {"survey_set": survey_set, "comparison": comparison}
    return render(request, "surveys/survey_set_compare.html", context)


@require_safe
def survey_set_download(request, pk, fmt):
    survey_set = _visible(request, pk)
    if fmt not in MIME:
        raise Http404
    return _download(survey_sets.export(survey_set, fmt), f"{survey_set.code}.{fmt}", fmt)


@require_safe
def survey_set_template(request, fmt):
    check(Permission.SURVEY_MANAGE, permissions_anywhere(request.user))
    if fmt not in MIME:
        raise Http404
    return _download(survey_sets.template(fmt), f"template-survey.{fmt}", fmt)


@require_http_methods(["GET", "HEAD", "POST"])
def survey_set_publish(request, pk):
    survey_set = _visible(request, pk)
    check(Permission.SURVEY_MANAGE, survey_set.permissions_of(request.user))
    if request.method == "POST":
        survey_sets.publish(survey_set=survey_set, by=request.user)
        messages.success(request, "Published. From now on the set does not change.")
        return redirect(survey_set)
    survey_set.must_be_draft()
    context = {
        "survey_set": survey_set,
        "question_count": survey_set.questions.count(),
        "no_questions": survey_sets.NO_QUESTIONS,
    }
    return render(request, "surveys/survey_set_publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def survey_set_new_version(request, pk):
    survey_set = _visible(request, pk)
    partnerships = _partnerships_for_version(request.user, survey_set)
    if not partnerships:
        raise PermissionDenied
    form = NewVersionForm(request.POST or None, partnerships=partnerships)
    if form.is_valid():
        version = survey_sets.begin_version(
            survey_set=survey_set, by=request.user, **form.cleaned_data
        )
        messages.success(
            request, "Draft made. Download its questions, change them and upload them."
        )
        return redirect(version)
    survey_set.must_be_published()
    context = {"survey_set": survey_set, "form": form}
    return render(request, "surveys/survey_set_new_version.html", context)


def _visible(request, pk):
    return get_object_or_404(
        SurveySet.objects.visible_to(request.user).select_related("partnership", "based_on"), pk=pk
    )


def _partnerships_for_version(user, survey_set):
    """Where the person may begin one: a shipped set anywhere, another in its own partnership."""
    partnerships = run_partnerships(user)
    if survey_set.partnership_id:
        return partnerships.filter(pk=survey_set.partnership_id)
    return partnerships


def _download(content, name, fmt):
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=MIME[fmt], headers=headers)
