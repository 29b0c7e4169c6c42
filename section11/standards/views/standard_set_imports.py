from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from section11.people.permissions import Permission, check

from ..forms import UploadIntoForm, UploadNewForm
from ..models import RatingScale, StandardSet, StandardSetImport
from ..operations import standard_set_imports
from ..permissions import editable_partnerships, permissions_anywhere
from ..set_forms import FORMATS, LIMITS, ApplyForm


@require_http_methods(["GET", "HEAD", "POST"])
def standard_set_upload(request):
    check(Permission.STANDARD_SET_EDIT, permissions_anywhere(request.user))
    form = UploadNewForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        partnerships=editable_partnerships(request.user),
    )
    return _upload(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def standard_set_upload_into(request, pk):
    standard_set = get_object_or_404(StandardSet.objects.visible_to(request.user), pk=pk)
    check(Permission.STANDARD_SET_EDIT, standard_set.permissions_of(request.user))
    standard_set.must_be_draft()
    form = UploadIntoForm(request.POST or None, request.FILES or None, standard_set=standard_set)
    return _upload(request, form, standard_set)


def _upload(request, form, standard_set):
    if form.is_valid():
        details = form.upload()
        if standard_set:
            details |= {"partnership": standard_set.partnership, "standard_set": standard_set}
        return redirect(standard_set_imports.upload(by=request.user, **details))
    context = {
        "form": form,
        "standard_set": standard_set,
        "limits": LIMITS.in_words(),
        "formats": FORMATS,
        "scales": RatingScale.objects.all(),
    }
    return render(request, "standards/standard_set_upload.html", context)


@require_safe
def standard_set_import_detail(request, pk):
    waiting = _visible(request, pk)
    check(Permission.STANDARD_SET_EDIT, waiting.permissions_of(request.user))
    preview = standard_set_imports.preview(waiting) if waiting.is_waiting else None
    context = {
        "import": waiting,
        "target": waiting.target,
        "preview": preview,
        "form": ApplyForm(initial={"seen": preview.seen}) if preview else None,
    }
    return render(request, "standards/standard_set_import_detail.html", context)


@require_POST
def standard_set_import_apply(request, pk):
    waiting = _visible(request, pk)
    check(Permission.STANDARD_SET_EDIT, waiting.permissions_of(request.user))
    form = ApplyForm(request.POST)
    if form.is_valid():
        standard_set = standard_set_imports.apply(
            standard_set_import=waiting, by=request.user, **form.cleaned_data
        )
        messages.success(request, f"Applied: the draft now has what {waiting} says.")
        return redirect(standard_set)
    return redirect(waiting)


@require_POST
def standard_set_import_discard(request, pk):
    waiting = _visible(request, pk)
    check(Permission.STANDARD_SET_EDIT, waiting.permissions_of(request.user))
    standard_set_imports.discard(standard_set_import=waiting, by=request.user)
    messages.success(request, f"{waiting} was thrown away. Nothing has changed.")
    return redirect(waiting.standard_set or "standards:standard-set-list")


def _visible(request, pk):
    return get_object_or_404(
        StandardSetImport.objects.visible_to(request.user).select_related(
            "partnership", "standard_set__scale", "standard_set__based_on", "scale", "based_on"
        ),
        pk=pk,
    )
