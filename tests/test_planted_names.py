"""No download, mail or refusal names what its reader may not know of; nor does a page, which is looked
at as it is opened in tests/test_access.py.

Names are planted (tests/planted.py) in another partnership and in other agencies of the same one.
What forms do with forged numbers is tests/test_planted_forms.py.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.audits.models import Cycle, SelfAudit, SignOff
from section11.audits.operations import escalations, reminders
from section11.people.models import Agency, Partnership, PartnershipAgency
from section11.people.operations import invitations
from section11.record.models import Email
from section11.standards.models import StandardSet
from surveys.models import SurveySet
from tests import factories
from tests.access_table import SUBJECTS, names
from tests.planted import (
    ASKING,
    FOREIGN,
    MAY_KNOW,
    forbidden,
    read,
    sent,
    signed_in,
    told,
)

pytest_plugins = ["tests.subjects", "tests.challenge_subjects", "tests.survey_subjects"]

# Of what there is in several formats, those that text can be read from.
FORMATS = ["csv", "xlsx", "ods", "yaml"]
# The subjects of what there is in several: a fixture named after one of them says so.
FILES = [
    subject
    for subject in SUBJECTS
    if subject and (subject.endswith("csv") or subject in ("csv_format", "template"))
]


@pytest.mark.parametrize("subject", FILES)
def test_no_file_of_any_format_names_what_its_reader_may_not_know(
    request, planted, people, subject
):
    """The pages, and files in the format of the table, are read in tests/test_access.py."""
    found = request.getfixturevalue(subject)
    assert found["fmt"] in FORMATS
    urls = [
        reverse(name, kwargs=found | {"fmt": fmt})
        for name in names("get", subject)
        for fmt in FORMATS
    ]

    leaks = set()
    for kind, person in people.items():
        if person:
            client = signed_in(person)
            for url in urls:
                if slipped := told(read(client, url)) & forbidden(kind):
                    leaks.add((kind, url, *sorted(slipped)))

    assert leaks == set()


@pytest.mark.parametrize("subject", FOREIGN)
def test_no_refusal_names_what_was_asked_for(request, planted, people, subject):
    """The same pages, asked for with the number of what belongs to the other partnership."""
    found = request.getfixturevalue(subject)
    foreign = {"pk": planted.pk_of(FOREIGN[subject])}
    arguments = found | foreign if isinstance(found, dict) else foreign
    urls = [reverse(name, kwargs=arguments) for name in names("get", subject)]

    leaks = set()
    for kind in ASKING:
        client = signed_in(people[kind])
        for url in urls:
            if slipped := told(read(client, url)) & forbidden(kind):
                leaks.add((kind, url, *sorted(slipped)))

    assert leaks == set()


def test_whoever_may_know_does(planted, people):
    """Were a name planted where no page shows it, the tests above could not fail."""
    of = planted.of
    urls = [
        reverse("people:agency-list"),
        reverse("people:partnership-people", args=[of[Partnership].pk]),
        reverse("people:agency-people", args=[of[Agency].pk]),
        reverse("standards:standard-set-list"),
        reverse("standards:standard-set-detail", args=[of[StandardSet].pk]),
        reverse("surveys:survey-set-list"),
        reverse("surveys:survey-set-detail", args=[of[SurveySet].pk]),
        reverse("board:heatmap", args=[of[Cycle].pk]),
        reverse("audits:submission-detail", args=[of[SignOff].pk]),
        reverse("audits:submission-download", args=[of[SignOff].pk]),
        *(of[model].get_absolute_url() for model in of if model.__name__.endswith("Import")),
    ]
    shared = SelfAudit.objects.get(cycle=of[Cycle], agency=of[PartnershipAgency].agency)
    urls.append(reverse("audits:submission-detail", args=[shared.sign_offs.get().pk]))
    here = [
        reverse("people:agency-list"),
        reverse("people:agency-people", args=[planted.in_progress.agency_id]),
        reverse("audits:self-audit-download", args=[planted.in_progress.pk]),
        *(
            reverse("audits:self-audit-download", args=[self_audit.pk])
            for self_audit in planted.in_progress.cycle.self_audits.all()
        ),
    ]

    there, beside = signed_in(planted.coordinator), signed_in(people["coordinator"])
    shown = {word for url in urls for word in told(read(there, url))}
    shown |= {word for url in here for word in told(read(beside, url))}

    assert shown == set(MAY_KNOW)


def test_the_people_of_a_shared_agency_see_both_cycles_under_one_sign_in(
    planted, people, self_audit
):
    text = read(signed_in(people["lead"]), reverse("web:home"))

    assert "Hesperidian" in text
    assert self_audit.cycle.name in text


def test_a_reminder_to_chosen_agencies_reaches_none_of_another_partnership(planted, people, cycle):
    data = {"chosen": [planted.pk_of(SelfAudit), planted.in_progress.pk]}

    for name in ("audits:cycle-remind", "audits:cycle-remind-send"):
        data |= {"drawn_at": timezone.now().isoformat(), "note": ""}
        _, text = sent(signed_in(people["coordinator"]), reverse(name, args=[cycle.pk]), data)

        assert "Nightjarring" in text
        assert told(text) & forbidden("coordinator") == set()


def test_whoever_is_known_elsewhere_is_invited_as_if_new(planted, people, agency):
    url = reverse("people:agency-invite", args=[agency.pk])
    data = {"email": planted.lead.email, "name": "Our name for them", "role": "reader", "post": ""}

    _, text = sent(signed_in(people["lead"]), url, data)

    assert "Our name for them" in text
    assert "Thornquist" not in text
    assert "Brindlewick" not in text


def test_no_mail_names_what_its_reader_may_not_know(planted, people, agency, cycle):
    yesterday = timezone.localdate() - timedelta(days=1)
    overdue = factories.self_audit(cycle=cycle, agency=agency, answered="amber", due_on=yesterday)
    late = planted.of[SelfAudit].cycle.self_audits.create(
        agency=factories.agency(partnership=planted.of[Partnership], name="Brindlewick Homes"),
        sector="police",
        size="large",
        due_on=yesterday,
    )
    factories.member("lead", agency=late.agency, name="Di Thornquist")
    now = timezone.now()

    reminders.remind_due()
    escalations.remind_chosen(
        chosen=[overdue, planted.in_progress], drawn_at=now, by=people["coordinator"]
    )
    escalations.escalate(self_audit=overdue, step="lead", taken=0, by=people["coordinator"])
    invitations.invite(
        email=planted.lead.email, name="Bo", role="reader", agency=agency, by=people["lead"]
    )

    kinds = {person.pk: kind for kind, person in people.items() if person}
    mails = list(Email.objects.filter(to__in=kinds))
    assert {kinds[mail.to_id] for mail in mails} >= {"lead"}
    for mail in mails:
        text = f"{mail.subject}\n{mail.body}"
        assert told(text) & forbidden(kinds[mail.to_id]) == set(), text
    theirs = Email.objects.filter(to__name="Di Thornquist")
    assert any("Hesperidian" in f"{mail.subject}{mail.body}" for mail in theirs)
