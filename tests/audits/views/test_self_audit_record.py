import pytest
from django.urls import reverse

from section11.audits.operations import self_audits
from section11.record.models import Event
from tests import factories


@pytest.fixture
def url(self_audit):
    return reverse("audits:self-audit-record", args=[self_audit.pk])


def test_it_says_who_did_what_to_this_self_audit_alone(client, people, cycle, self_audit, url):
    other = factories.self_audit(
        cycle=cycle, agency=factories.agency(partnership=cycle.partnership)
    )
    self_audits.record(Event.Kind.STANDARD_SAVED, other, by=people["contributor"])
    self_audits.record(
        Event.Kind.STANDARD_SAVED, self_audit, by=people["contributor"], named="3 Supervision"
    )
    client.force_login(people["lead"])

    answer = client.get(url)

    assert f"{people['contributor']} saved standard 3 Supervision<" in answer.text
    assert str(other.agency) not in answer.text


@pytest.mark.parametrize(("who", "shown"), [("lead", False), ("coordinator", True)])
def test_from_where_is_for_the_coordinator(client, people, self_audit, url, who, shown):
    self_audits.record(Event.Kind.SELF_AUDIT_DOWNLOADED, self_audit, by=people["lead"])
    client.force_login(people[who])

    page, file = client.get(url), client.get(f"{url}csv/")

    assert ("From where" in page.text) is shown
    assert ("From where" in file.content.decode()) is shown


@pytest.mark.parametrize("acts", [1, 3])
def test_it_needs_the_same_queries_however_much_happened(
    client, people, self_audit, url, django_assert_num_queries, acts
):
    for _ in range(acts):
        self_audits.record(Event.Kind.SELF_AUDIT_DOWNLOADED, self_audit, by=people["lead"])
    client.force_login(people["lead"])

    with django_assert_num_queries(5):
        answer = client.get(url)

    assert answer.text.count("downloaded the self-audit<") == acts


def test_the_task_list_leads_to_it(client, people, self_audit, url):
    client.force_login(people["lead"])

    assert f'href="{url}"' in client.get(self_audit.get_absolute_url()).text
