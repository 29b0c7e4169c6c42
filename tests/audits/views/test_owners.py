import pytest
from django.urls import reverse

from section11.audits.operations import owners
from section11.record.models import Email
from tests import factories


@pytest.fixture
def url(self_audit):
    return reverse("audits:self-audit-owners", args=[self_audit.pk])


@pytest.fixture
def standards(self_audit):
    return list(dict.fromkeys(question.standard for question in self_audit.questions))


@pytest.fixture
def lead(client, people):
    client.force_login(people["lead"])
    return people["lead"]


def drawn(response):
    """What the form sends if nobody touches it."""
    form = response.context["form"]
    return {name: form[name].initial for name in form.fields}


def test_owners_are_given_and_shown(client, lead, people, self_audit, url, standards):
    contributor = people["contributor"]
    sent = drawn(client.get(url)) | {f"owner-{standards[0].pk}": contributor.pk}

    response = client.post(url, sent, follow=True)

    assert "Saved: 1 standard has another owner." in response.text
    assert f"Owner: {contributor}" in response.text
    step = reverse("audits:standard-edit", args=[self_audit.pk, standards[0].code])
    assert f"Owner: {contributor}" in client.get(step).text
    assert Email.objects.get(to=contributor).template == "owner_given"


def test_only_those_who_may_edit_are_offered(client, lead, people, url, standards):
    form = client.get(url).context["form"]

    offered = {value for value, _ in form.fields[f"owner-{standards[0].pk}"].choices}
    assert offered == {"", str(lead.pk), str(people["contributor"].pk)}


def test_a_leaver_shows_as_no_longer_here(client, lead, people, self_audit, url, standards):
    leaver = people["contributor"]
    owners.give(self_audit=self_audit, owners={standards[0]: leaver}, by=lead)
    leaver.memberships.update(ends_on="2021-01-01")

    page = client.get(url)
    client.post(url, drawn(page))

    assert f"{leaver} (no longer here)" in page.text
    text = client.get(self_audit.get_absolute_url()).text
    assert f"Owner: {leaver} (no longer here)" in text
    client.post(url, drawn(page) | {f"owner-{standards[0].pk}": ""})
    assert not self_audit.owners.exists()


def test_what_another_lead_gave_meanwhile_stays(client, lead, people, self_audit, url, standards):
    sent = drawn(client.get(url))
    owners.give(self_audit=self_audit, owners={standards[0]: people["contributor"]}, by=lead)

    client.post(url, sent | {f"owner-{standards[1].pk}": lead.pk})

    held = dict(self_audit.owners.values_list("standard", "user"))
    assert held == {standards[0].pk: people["contributor"].pk, standards[1].pk: lead.pk}


def test_a_forged_owner_is_refused_in_a_sentence(client, lead, people, self_audit, url, standards):
    sent = drawn(client.get(url)) | {f"owner-{standards[0].pk}": people["outsider"].pk}

    response = client.post(url, sent)

    assert "Choose one of the agency&#x27;s people who may edit" in response.text
    assert people["outsider"].name not in response.text
    assert not self_audit.owners.exists()


def test_a_contributor_sees_owners_and_is_not_offered_to_change_them(
    client, lead, people, self_audit, url, standards
):
    owners.give(self_audit=self_audit, owners={standards[0]: lead}, by=lead)
    offered = url in client.get(self_audit.get_absolute_url()).text
    client.force_login(people["contributor"])

    text = client.get(self_audit.get_absolute_url()).text

    assert offered
    assert url not in text
    assert f"Owner: {lead}" in text


@pytest.mark.parametrize("standards_asked", [1, 3])
def test_the_page_needs_the_same_queries_whatever_its_size(
    client, lead, partnership, agency, django_assert_num_queries, standards_asked
):
    cycle = factories.cycle(
        partnership=partnership, standard_set=factories.standard_set(standards=standards_asked)
    )
    self_audit = factories.self_audit(cycle=cycle, agency=agency)

    with django_assert_num_queries(10):
        client.get(reverse("audits:self-audit-owners", args=[self_audit.pk]))
