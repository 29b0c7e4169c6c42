"""Pages of the record. Whose record, and who may read it, the apps above know."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from section11.tables.writing import MIME

from .forms import RecordFilterForm
from .operations import exports
from .reading import filtered, page


@dataclass(frozen=True)
class Record:
    """Somebody's part of the record: the events they may read, and what the page says of it."""

    events: QuerySet
    of: object
    says: str
    back: str
    back_text: str
    url_name: str
    with_addresses: bool = False
    agency_id: int | None = None
    partnership_id: int | None = None

    def url(self, ending="", *more):
        args = [self.of.pk, *more] if hasattr(self.of, "pk") else list(more)
        return reverse(f"{self.url_name}{ending}", args=args)


def show(request, record: Record):
    form = RecordFilterForm(request.GET or None)
    events = record.events
    if request.GET:
        events = filtered(events, **form.cleaned_data) if form.is_valid() else events.none()
    asked = request.GET.copy()
    before = asked.pop("before", [""])[-1]
    found = page(events, before, known=str(record.of))
    context = {
        "record": record,
        "form": form,
        "page": found,
        "is_later": bool(before),
        "newest_url": f"{record.url()}?{asked.urlencode()}" if asked else record.url(),
        "older_url": _older(record, asked, found),
        "is_filtered": form.is_bound and any(asked.values()),
        "downloads": _downloads(record, asked) if form.is_valid() or not form.is_bound else [],
        "most": exports.MOST,
    }
    return render(request, "record/record.html", context)


def download(request, record: Record, fmt):
    form = RecordFilterForm(request.GET)
    if fmt not in exports.FORMATS:
        raise Http404
    if not form.is_valid():
        # The page says what is wrong with it.
        return redirect(f"{record.url()}?{request.GET.urlencode()}")
    content = exports.export(
        found=filtered(record.events, **form.cleaned_data),
        fmt=fmt,
        with_addresses=record.with_addresses,
        subject=record.of,
        by=request.user,
        agency_id=record.agency_id,
        partnership_id=record.partnership_id,
    )
    name = content_disposition_header(True, f"Record of {record.of}.{fmt}")
    return HttpResponse(content, content_type=MIME[fmt], headers={"Content-Disposition": name})


def _older(record, asked, found):
    if not found.older:
        return ""
    asked = asked.copy()
    asked["before"] = found.older
    return f"{record.url()}?{asked.urlencode()}"


def _downloads(record, asked):
    query = f"?{asked.urlencode()}" if asked else ""
    return [
        (name, f"{record.url('-download', fmt)}{query}") for fmt, name in exports.FORMATS.items()
    ]
