"""What URLs are about: fixtures, each an object of `agency` or `partnership`, or a URL's arguments."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from section11.audits.models import Clash, DataWarning
from section11.audits.operations import self_audits, sign_off_links
from section11.people.models import TableImport
from section11.people.operations import invitations
from section11.record.models import Email
from section11.standards.models import StandardSetImport
from tests import factories
from tests.planted import plant


@pytest.fixture
def address(request):
    """address(name, subject): the URL of `name` for the fixture called `subject`, if any."""

    def of(name, subject):
        found = request.getfixturevalue(subject) if subject else {}
        return reverse(name, kwargs=found if isinstance(found, dict) else {"pk": found.pk})

    return of


@pytest.fixture
def planted(partnership, agency, cycle, people):
    return plant(partnership=partnership, agency=agency, cycle=cycle)


@pytest.fixture
def no_provider(db):
    return {"provider_id": "nobody"}


@pytest.fixture
def second_steps(people):
    """Everybody has an authenticator app, a passkey, and recovery codes that they have seen."""
    for person in filter(None, people.values()):
        factories.second_steps(person)
    return {}


@pytest.fixture
def passkey(people):
    return factories.passkey(people["lead"])


@pytest.fixture
def session_elsewhere(people):
    return UserSession.objects.create(
        user=people["lead"], session_key="elsewhere", ip="192.0.2.1", user_agent="Firefox"
    )


@pytest.fixture
def shipped_set(db):
    return factories.standard_set()


@pytest.fixture
def own_set(shipped_set, partnership):
    return factories.standard_set(partnership=partnership, based_on=shipped_set)


@pytest.fixture
def own_set_csv(own_set):
    return {"pk": own_set.pk, "fmt": "csv"}


@pytest.fixture
def draft_set(partnership):
    return factories.standard_set(partnership=partnership, published=False)


@pytest.fixture
def draft_csv(draft_set):
    return {"pk": draft_set.pk, "fmt": "csv"}


@pytest.fixture
def template(db):
    return {"code": factories.scale().code, "fmt": "csv"}


@pytest.fixture
def upload(draft_set, people):
    return StandardSetImport.objects.create(
        partnership=draft_set.partnership,
        standard_set=draft_set,
        file_name="questions.csv",
        columns=["code"],
        rows=[],
        uploaded_by=people["coordinator"],
    )


@pytest.fixture
def colleague(people):
    return people["reader"]


@pytest.fixture
def member(people):
    return people["board member"]


@pytest.fixture
def agency_role(people):
    return people["reader"].memberships.get()


@pytest.fixture
def lead_role(people):
    return people["lead"].memberships.get()


@pytest.fixture
def board_role(people):
    return people["board member"].memberships.get()


@pytest.fixture
def invited_role(agency, people):
    return invitations.invite(
        email="new@example.org", name="New", role="reader", agency=agency, by=people["lead"]
    )


@pytest.fixture
def invitation_key(invited_role):
    """The key is in the mail and nowhere else."""
    body = Email.objects.get(to=invited_role.user).body
    return {"key": re.search(r"/invitation/([^/]+)/", body)[1]}


@pytest.fixture
def open_audit(cycle, agency, people):
    return factories.self_audit(cycle=cycle, agency=agency, answered="amber")


@pytest.fixture
def step(open_audit):
    return {"pk": open_audit.pk, "step": "1"}


@pytest.fixture
def sent(cycle, agency, people):
    return factories.self_audit(cycle=cycle, agency=agency, sent=True)


@pytest.fixture
def overdue(cycle, agency, people):
    yesterday = timezone.localdate() - timedelta(days=1)
    return factories.self_audit(cycle=cycle, agency=agency, answered="amber", due_on=yesterday)


@pytest.fixture
def sign_off_link(sent, people):
    return sign_off_links.send(self_audit=sent, approver=people["approver"], by=people["lead"])


@pytest.fixture
def sign_off_key(sign_off_link):
    """As the approver finds it in the mail: nobody else ever sees it."""
    body = Email.objects.get(template="sign_off_link").body
    return {"key": re.search(r"/sign-off/([^/]+)/", body)[1]}


@pytest.fixture
def submission(sent, people):
    return self_audits.submit(
        self_audit=sent, name="Ann", post="Chief officer", by=people["approver"]
    )


@pytest.fixture
def submitted(submission):
    return submission.self_audit


@pytest.fixture
def evidence(open_audit):
    return factories.evidence(answer=open_audit.answers.first())


@pytest.fixture
def file(open_audit):
    return _file(open_audit)


@pytest.fixture
def sent_file(submitted):
    return _file(submitted)


def _file(self_audit):
    return factories.evidence(
        answer=self_audit.answers.first(),
        kind="file",
        reference="",
        file=ContentFile(b"%PDF-1.7", name="policy.pdf"),
        file_name="policy.pdf",
        sha256="0" * 64,
    )


@pytest.fixture
def action(open_audit):
    return factories.action(answer=open_audit.answers.first())


@pytest.fixture
def clash(open_audit, people):
    return Clash.objects.create(
        answer=open_audit.answers.first(),
        field="narrative",
        text="Another text.",
        by=people["contributor"],
        other_by=people["lead"],
    )


@pytest.fixture
def warning(open_audit):
    return DataWarning.objects.create(
        answer=open_audit.answers.first(),
        field="narrative",
        kind="nhs_number",
        sentence="This looks like an NHS number.",
        match_digest="0" * 64,
    )


@pytest.fixture
def rated_cycle(submitted):
    return submitted.cycle


@pytest.fixture
def heatmap_csv(rated_cycle):
    return {"pk": rated_cycle.pk, "fmt": "csv"}


@pytest.fixture
def heatmap_png(rated_cycle):
    return {"pk": rated_cycle.pk, "fmt": "png"}


@pytest.fixture
def standard(rated_cycle):
    first = rated_cycle.standard_set.standards.first()
    return {"pk": rated_cycle.pk, "standard_pk": first.pk}


@pytest.fixture
def cell(standard, submitted):
    return standard | {"agency_pk": submitted.agency_id}


@pytest.fixture
def place(agency, partnership):
    return agency.places.get(partnership=partnership)


@pytest.fixture
def left_place(place):
    place.left_on = timezone.localdate() + timedelta(days=30)
    place.save(update_fields=["left_on"])
    return place


@pytest.fixture
def kind(db):
    return {"kind": "people"}


@pytest.fixture
def kind_csv(kind):
    return kind | {"fmt": "csv"}


@pytest.fixture
def table_import(partnership, people):
    return TableImport.objects.create(
        partnership=partnership,
        kind="people",
        file_name="people.csv",
        columns=["email", "name", "role"],
        rows=[],
        uploaded_by=people["coordinator"],
    )


@pytest.fixture
def grant(people):
    return people["granted reader"].memberships.get(role="granted_reader")


@pytest.fixture
def planned_audit(partnership, agency):
    planned = factories.cycle(partnership=partnership, open=False)
    return factories.self_audit(cycle=planned, agency=agency)


@pytest.fixture
def planned_cycle(planned_audit):
    return planned_audit.cycle


@pytest.fixture
def paused_cycle(partnership):
    return factories.cycle(partnership=partnership, status="paused")


@pytest.fixture
def agency_csv(agency):
    return {"pk": agency.pk, "fmt": "csv"}


@pytest.fixture
def partnership_csv(partnership):
    return {"pk": partnership.pk, "fmt": "csv"}


@pytest.fixture
def open_audit_csv(open_audit):
    return {"pk": open_audit.pk, "fmt": "csv"}


@pytest.fixture
def csv(db):
    return {"fmt": "csv"}
