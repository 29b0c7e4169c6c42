"""Mail about self-audits: a link each, never an answer."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from section11.record import outbox


def _queue(template, self_audit, people, **context):
    address = f"{settings.SITE_URL}{self_audit.get_absolute_url()}"
    return [
        outbox.queue(template, to=person, self_audit=self_audit, address=address, **context)
        for person in people
    ]


def sign_off_wanted(self_audit):
    _queue("sign_off_wanted", self_audit, self_audit.may_sign_off)


def sent_back(self_audit, *, to):
    _queue("sent_back", self_audit, [to])


def submitted(self_audit):
    people = {self_audit.sent_by, self_audit.submitted_by, *self_audit.agency.leads}
    _queue("self_audit_submitted", self_audit, sorted(people, key=lambda p: p.pk))


def reopened(self_audit):
    people = {*self_audit.agency.leads, *self_audit.agency.approvers}
    _queue("self_audit_reopened", self_audit, sorted(people, key=lambda p: p.pk))


def reminder(self_audit, *, to, by=None, note=""):
    """Remind one person, in the words of `by` too if there is a note; return the mail."""
    return _queue("reminder", self_audit, [to], by=by, note=note)[0]


def reminder_text(self_audit, *, to, by):
    """(subject, body) of a reminder to the person of a role, for whoever is about to send it."""
    context = {
        "self_audit": self_audit,
        "to": {"name": to.person_name},
        "by": by,
        "note": "[Your own words, if you write any]",
        "address": f"{settings.SITE_URL}{self_audit.get_absolute_url()}",
    }
    subject, _, body = render_to_string("emails/reminder.txt", context).strip().partition("\n")
    return subject, body.strip()


def escalated(self_audit, *, to, by, note, to_agency):
    """Tell the people of a step; the Board's chair may not open it and gets the cycle's page."""
    page = self_audit if to_agency else self_audit.cycle
    address = f"{settings.SITE_URL}{page.get_absolute_url()}"
    for person in to:
        outbox.queue(
            "escalated", to=person, self_audit=self_audit, address=address, by=by, note=note
        )


def sign_off_link(link, *, key):
    """The mail that holds the link: the only place where its key is written."""
    path = reverse("audits:sign-off-by-link", args=[key])
    outbox.queue(
        "sign_off_link",
        to=link.approver,
        self_audit=link.self_audit,
        link=link,
        address=f"{settings.SITE_URL}{path}",
    )


def about_cycle(template, self_audit, *, to, **context):
    """Tell people of one agency what became of the cycle, or of their date in it."""
    _queue(template, self_audit, to, **context)


def left_out(self_audit, *, to):
    """The self-audit is gone, so the link leads home."""
    for person in to:
        outbox.queue("left_out", to=person, self_audit=self_audit, address=f"{settings.SITE_URL}/")


def owner_given(self_audit, *, to, by):
    _queue("owner_given", self_audit, [to], by=by)
