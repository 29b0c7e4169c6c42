from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from section11.people.permissions import Permission, check
from section11.standards.permissions import permissions_anywhere
from section11.standards.set_forms import FORMATS, ApplyForm

from ..forms.survey_sets import UploadIntoForm, UploadNewForm
from ..models import SurveyQuestion, SurveySet, SurveySetImport
from ..operations import survey_set_imports
from ..permissions import run_partnerships


@require_http_methods(["GET", "HEAD", "POST"])
def survey_set_upload(request):
    check(Permission.SURVEY_MANAGE, permissions_anywhere(request.user))
    form = UploadNewForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        partnerships=run_partnerships(request.user),
    )
    return _upload(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def survey_set_upload_into(request, pk):
    survey_set = get_object_or_404(SurveySet.objects.visible_to(request.user), pk=pk)
    check(Permission.SURVEY_MANAGE, survey_set.permissions_of(request.user))
    survey_set.must_be_draft()
    form = UploadIntoForm(request.POST or None, request.FILES or None, survey_set=survey_set)
    return _upload(request, form, survey_set)


def _upload(request, form, survey_set):
    if form.is_valid():
        details = form.upload()
        if survey_set:
            details |= {"partnership": survey_set.partnership, "survey_set": survey_set}
        return redirect(survey_set_imports.upload(by=request.user, **details))
    context = {
        "form": form,
        "survey_set": survey_set,
        "formats": FORMATS,
        "kinds": SurveyQuestion.Kind.choices,
    }
    return render(request, "surveys/survey_set_upload.html", context)


@require_safe
def survey_set_import_detail(request, pk):
    waiting = _visible(request, pk)
    check(Permission.SURVEY_MANAGE, waiting.permissions_of(request.user))
    preview = survey_set_imports.preview(waiting) if waiting.is_waiting else None
    context = {
        "import": waiting,
        "target": waiting.target,
        "preview": preview,
        "form": ApplyForm(initial={"seen": preview.seen}) if preview else None,
    }
    return render(request, "surveys/survey_set_import_detail.html", context)


@require_POST
def survey_set_import_apply(request, pk):
    waiting = _visible(request, pk)
    check(Permission.SURVEY_MANAGE, waiting.permissions_of(request.user))
    form = ApplyForm(request.POST)
    if form.is_valid():
        survey_set = survey_set_imports.apply(
            survey_set_import=waiting, by=request.user, **form.cleaned_data
        )
        messages.success(request, f"Applied: the draft now has what {waiting} says.")
        return redirect(survey_set)
    return redirect(waiting)


@require_POST
def survey_set_import_discard(request, pk):
    waiting = _visible(request, pk)
    check(Permission.SURVEY_MANAGE, waiting.permissions_of(request.user))
    survey_set_imports.discard(survey_set_import=waiting, by=request.user)
    messages.success(request, f"{waiting} was thrown away. Nothing has changed.")
    return redirect(waiting.survey_set or "surveys:survey-set-list")


def _visible(request, pk):
    return get_object_or_404(
        SurveySetImport.objects.visible_to(request.user).select_related(
            "partnership", "survey_set__based_on", "based_on"
        ),
        pk=pk,
    )
