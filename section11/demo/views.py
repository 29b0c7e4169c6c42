import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from section11.record.models import Email

from .forms import MailFilterForm

ON_A_PAGE = 20
LINK = re.compile(r"(https?://\S*[^\s.,;:)])")


@login_not_required
@never_cache
@require_safe
def mail(request):
    """Every mail that the demo sent, before signing in too: some hold the code to sign in with."""
    if not settings.DEMO:
        raise Http404("Only a demo shows its mail.")
    form = MailFilterForm(request.GET)
    emails = Email.objects.select_related("to").order_by("-queued_at", "-pk")
    if form.person:
        emails = emails.filter(to=form.person)
    page = Paginator(emails, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "mails": [(e, _parts(e.body)) for e in page]}
    return render(request, "demo/mail.html", context)


@login_not_required
@never_cache
@require_safe
def mail_calendar(request, pk):
    """The calendar file that goes with a mail, as a mail program would open it."""
    if not settings.DEMO:
        raise Http404("Only a demo shows its mail.")
    email = get_object_or_404(Email.objects.exclude(calendar=""), pk=pk)
    return HttpResponse(
        email.calendar,
        content_type=f"text/calendar; charset=utf-8; method={email.calendar_method}",
        headers={"Content-Disposition": 'attachment; filename="invitation.ics"'},
    )


def _parts(body):
    """The text in turn with the links in it: [(text, False), (link, True), …]."""
    return [(part, bool(place % 2)) for place, part in enumerate(LINK.split(body.strip()))]
