from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from section11.people.permissions import Permission, check
from section11.tables.writing import MIME

from .. import why_not
from ..comparison import compare
from ..forms import NewVersionForm, ScopeForm
from ..models import RatingScale, StandardSet, StandardSetImport
from ..operations import standard_sets
from ..outline import outline
from ..permissions import editable_partnerships, permissions_anywhere
from ..set_forms import FORMATS


@require_safe
def standard_set_list(request):
    permissions = permissions_anywhere(request.user)
    check(Permission.STANDARD_SET_VIEW, permissions)
    shown = (
        StandardSet.objects.visible_to(request.user)
        .select_related("partnership", "scale", "based_on")
        .annotate(question_count=Count("standards__questions", distinct=True))
        .order_by(F("partnership__name").asc(nulls_first=True), "-created_at", "-pk")
    )
    waiting = StandardSetImport.objects.visible_to(request.user).waiting()
    context = {
        "standard_sets": shown,
        "waiting": waiting.select_related("uploaded_by", "standard_set"),
        "permissions": permissions,
    }
    return render(request, "standards/standard_set_list.html", context)


@require_safe
def standard_set_detail(request, pk):
    standard_set = _visible(request, pk)
    form = ScopeForm(request.GET or None)
    scope = form.cleaned_data if form.is_valid() else {}
    questions = list(standard_set.questions_in_full())
    sections = outline(questions, **scope)
    context = {
        "standard_set": standard_set,
        "form": form,
        "formats": FORMATS,
        "outline": sections,
        "shown": sum(len(section.asked) for section in sections),
        "total": len(questions),
        "permissions": standard_set.permissions_of(request.user),
        "may_begin_version": bool(_partnerships_for_version(request.user, standard_set)),
        "reasons": why_not.reasons(standard_set, request.user),
    }
    return render(request, "standards/standard_set_detail.html", context)


@require_safe
def standard_set_compare(request, pk):
    standard_set = _visible(request, pk)
    if standard_set.based_on is None:
        raise Http404
    comparison = compare(standard_set.questions, standard_set.based_on.questions)
    context = {"standard_set": standard_set, "comparison": comparison}
    return render(request, "standards/standard_set_compare.html", context)


@require_safe
def standard_set_download(request, pk, fmt):
    standard_set = _visible(request, pk)
    if fmt not in MIME:
        raise Http404
    content = standard_sets.export(standard_set, fmt)
    return _download(content, f"{standard_set.code}.{fmt}", fmt)


@require_safe
def standard_set_template(request, code, fmt):
    scale = get_object_or_404(RatingScale, code=code)
    check(Permission.STANDARD_SET_EDIT, permissions_anywhere(request.user))
    if fmt not in MIME:
        raise Http404
    return _download(standard_sets.template(scale, fmt), f"template-{scale.code}.{fmt}", fmt)


@require_http_methods(["GET", "HEAD", "POST"])
def standard_set_publish(request, pk):
    standard_set = _visible(request, pk)
    check(Permission.STANDARD_SET_EDIT, standard_set.permissions_of(request.user))
    if request.method == "POST":
        standard_sets.publish(standard_set=standard_set, by=request.user)
        messages.success(request, "Published. From now on the set does not change.")
        return redirect(standard_set)
    standard_set.must_be_draft()
    context = {
        "standard_set": standard_set,
        "question_count": standard_set.questions.count(),
        "why_incomplete": standard_set.why_incomplete(),
    }
    return render(request, "standards/standard_set_publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def standard_set_new_version(request, pk):
    standard_set = _visible(request, pk)
    partnerships = _partnerships_for_version(request.user, standard_set)
    if not partnerships:
        raise PermissionDenied
    form = NewVersionForm(request.POST or None, partnerships=partnerships)
    if form.is_valid():
        version = standard_sets.begin_version(
            standard_set=standard_set, by=request.user, **form.cleaned_data
        )
        messages.success(
            request, "Draft made. Download its questions, change them and upload them."
        )
        return redirect(version)
    standard_set.must_be_published()
    context = {"standard_set": standard_set, "form": form}
    return render(request, "standards/standard_set_new_version.html", context)


def _visible(request, pk):
    standard_set = get_object_or_404(
        StandardSet.objects.visible_to(request.user).select_related(
            "partnership", "scale", "based_on"
        ),
        pk=pk,
    )
    check(Permission.STANDARD_SET_VIEW, permissions_anywhere(request.user))
    return standard_set


def _partnerships_for_version(user, standard_set):
    """Where the person may begin one: a shipped set anywhere, another in its own partnership."""
    partnerships = editable_partnerships(user)
    if standard_set.partnership:
        return partnerships.filter(pk=standard_set.partnership_id)
    return partnerships


def _download(content, name, fmt):
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=MIME[fmt], headers=headers)
