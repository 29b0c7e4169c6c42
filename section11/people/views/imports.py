from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from section11.tables.writing import MIME

from ..import_forms import ImportApplyForm, PeopleApplyForm, TableUploadForm
from ..models import Partnership, TableImport
from ..operations import held, imports
from ..permissions import Permission, check, partnerships_with, permissions_for

FORMATS = {"xlsx": "XLSX", "csv": "CSV"}
# So many of each kind are listed: nobody reads on, and the page stays quick.
LISTED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request, kind):
    managed = _managed(request)
    kind = _kind(kind)
    form = TableUploadForm(
        request.POST or None,
        request.FILES or None,
        partnerships=Partnership.objects.filter(pk__in=managed),
    )
    if form.is_valid():
        return redirect(imports.upload(kind=kind, by=request.user, **form.upload()))
    context = {
        "form": form,
        "kind": kind,
        "columns": imports.COLUMNS[kind],
        "limits": imports.LIMITS.in_words(),
        "formats": FORMATS,
    }
    return render(request, "people/import_upload.html", context)


@require_safe
def import_template(request, kind, fmt):
    _managed(request)
    kind = _kind(kind)
    if fmt not in FORMATS:
        raise Http404
    name = content_disposition_header(True, f"{kind}-template.{fmt}")
    return HttpResponse(
        imports.template(kind, fmt),
        content_type=MIME[fmt],
        headers={"Content-Disposition": name},
    )


@require_safe
def import_detail(request, pk):
    waiting = _visible(request, pk)
    preview = imports.preview(waiting) if waiting.is_waiting else None
    context = {
        "import": waiting,
        "preview": preview,
        "form": _form(waiting, initial={"seen": preview.seen}) if preview else None,
        "listed": LISTED,
    }
    return render(request, "people/import_detail.html", context)


@require_POST
def import_apply(request, pk):
    waiting = _visible(request, pk)
    form = _form(waiting, request.POST)
    if form.is_valid():
        found = imports.apply(table_import=waiting, by=request.user, **form.cleaned_data)
        messages.success(
            request, f"Brought in: {len(found.new)} new, {len(found.changed)} changed."
        )
    return redirect(waiting)


@require_POST
def import_discard(request, pk):
    waiting = _visible(request, pk)
    imports.discard(table_import=waiting, by=request.user)
    messages.success(request, f"{waiting} was thrown away. Nothing has changed.")
    return redirect("people:agency-list")


@require_POST
def held_send(request):
    """Send every invitation that is kept back in the partnerships that the person manages."""
    people = held.send(partnerships=_managed(request), by=request.user)
    told = "1 person" if people == 1 else f"{people} people"
    messages.success(request, f"Invitations are on their way to {told}.")
    return redirect("people:agency-list")


def _managed(request):
    """The partnerships whose agencies the person manages; 403 for whoever manages none."""
    managed = partnerships_with(Permission.AGENCY_MANAGE, request.user)
    permissions = permissions_for(request.user, partnership_ids=tuple(managed))
    check(Permission.AGENCY_MANAGE, permissions)
    return managed


def _kind(kind):
    if kind not in TableImport.Kind.values:
        raise Http404
    return TableImport.Kind(kind)


def _visible(request, pk):
    """A file of a partnership whose agencies the person manages; others are not told of it."""
    managed = partnerships_with(Permission.AGENCY_MANAGE, request.user)
    files = TableImport.objects.select_related("partnership", "uploaded_by", "applied_by")
    return get_object_or_404(files, pk=pk, partnership__in=managed)


def _form(waiting, *args, **options):
    kind = PeopleApplyForm if waiting.kind == TableImport.Kind.PEOPLE else ImportApplyForm
    return kind(*args, **options)
