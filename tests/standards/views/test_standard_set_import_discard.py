from django.urls import reverse

from section11.standards.models import StandardSetImport
from section11.standards.operations import standard_set_imports
from tests import factories
from tests.standards.files import rows, table


def test_a_file_for_a_draft_is_thrown_away(client, coordinator, draft):
    waiting = standard_set_imports.upload(
        table=table(rows("9.1")),
        file_name="questions.xlsx",
        partnership=draft.partnership,
        standard_set=draft,
        by=coordinator,
    )
    client.force_login(coordinator)

    response = client.post(
        reverse("standards:standard-set-import-discard", args=[waiting.pk]), follow=True
    )

    assert response.redirect_chain == [(draft.get_absolute_url(), 302)]
    assert "questions.xlsx was thrown away. Nothing has changed." in response.text
    assert not StandardSetImport.objects.exists()
    assert draft.questions.count() == 3


def test_a_file_for_a_new_set_is_thrown_away(client, coordinator, partnership):
    waiting = standard_set_imports.upload(
        table=table(rows()),
        file_name="new.csv",
        partnership=partnership,
        code="new",
        title="New",
        scale=factories.scale(),
        by=coordinator,
    )
    client.force_login(coordinator)

    response = client.post(reverse("standards:standard-set-import-discard", args=[waiting.pk]))

    assert response["Location"] == reverse("standards:standard-set-list")
