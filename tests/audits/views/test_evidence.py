import hashlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from section11.audits.models import Answer, Evidence
from section11.record.models import Event
from tests import factories
from tests.audits.typing import filled, typed

PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture
def url(self_audit):
    return reverse("audits:standard-edit", args=[self_audit.pk, "1"])


@pytest.fixture
def question(self_audit):
    return self_audit.questions[0]


def upload(client, url, question, name, content, **fields):
    file = SimpleUploadedFile("x", content)
    file.name = name  # as a hostile client would send it: Django strips the path
    return client.post(
        url,
        typed(client.get(url))
        | filled(question, narrative="Typed before the upload")
        | {f"q{question.pk}-evidence-file": file, "then": "list", **fields},
    )


def test_a_file_is_kept_under_a_name_of_our_own(client, people, url, question, settings):
    client.force_login(people["lead"])

    upload(client, url, question, "Polisi tŷ.pdf", PDF)

    item = Evidence.objects.get()
    assert (item.file_name, item.title, item.file_kind) == ("Polisi tŷ.pdf", "Polisi tŷ.pdf", "PDF")
    assert (item.size, item.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert "olisi" not in item.file.name
    assert (Path(settings.MEDIA_ROOT) / item.file.name).read_bytes() == PDF
    assert item.history.get().history_user == people["lead"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("policy.pdf", b"<html><script>alert(1)</script>", "not a kind of file that we take"),
        ("policy.pdf", b"", "empty"),
        ("policy.svg", b"<svg onload='x'/>", "not a kind of file that we take"),
    ],
)
def test_a_refused_file_keeps_the_typed_text(
    client, people, url, question, name, content, sentence
):
    client.force_login(people["lead"])

    page = upload(client, url, question, name, content)

    assert sentence in page.text
    assert not Evidence.objects.exists()
    assert Answer.objects.get().narrative == "Typed before the upload"
    assert typed(page)[f"q{question.pk}-narrative"] == "Typed before the upload"


def test_a_refused_file_does_not_undo_the_others(client, people, self_audit, url, question):
    second = self_audit.questions[1]
    client.force_login(people["lead"])

    page = upload(
        client,
        url,
        question,
        "policy.pdf",
        PDF,
        **{f"q{second.pk}-evidence-file": SimpleUploadedFile("bad.pdf", b"MZ")},
    )

    assert "not a kind of file that we take" in page.text
    assert Evidence.objects.get().answer.question == question
    client.post(url, typed(page) | {"then": "list"})
    assert Evidence.objects.count() == 1


def test_file_link_and_reference_at_once_make_three_items(client, people, url, question):
    client.force_login(people["lead"])

    upload(
        client,
        url,
        question,
        "policy.pdf",
        PDF,
        **{
            f"q{question.pk}-evidence-url": "example.org/policy",
            f"q{question.pk}-evidence-reference": "HR system",
        },
    )

    kinds = Evidence.objects.order_by("kind").values_list("kind", "url", "reference")
    assert list(kinds) == [
        ("file", "", ""),
        ("held", "", "HR system"),
        ("link", "https://example.org/policy", ""),
    ]


def test_a_script_is_no_link(client, people, url, question):
    client.force_login(people["lead"])

    page = client.post(
        url,
        typed(client.get(url)) | {f"q{question.pk}-evidence-url": "javascript:alert(1)"},
    )

    assert "Enter a link that begins with https://" in page.text
    assert not Evidence.objects.exists()


def test_a_download_is_an_attachment_and_is_recorded(client, people, url, question):
    client.force_login(people["lead"])
    upload(client, url, question, "policy.pdf", PDF)
    item = Evidence.objects.get()
    client.force_login(people["approver"])

    response = client.get(reverse("audits:evidence-download", args=[item.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"] == 'attachment; filename="policy.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    event = Event.objects.get(kind=Event.Kind.EVIDENCE_DOWNLOADED)
    assert (event.by, event.detail) == (people["approver"], {"evidence": item.pk})


def test_a_reference_has_nothing_to_download(client, people, self_audit, question):
    item = factories.evidence(answer=factories.answer(self_audit=self_audit, question=question))
    client.force_login(people["lead"])

    response = client.get(reverse("audits:evidence-download", args=[item.pk]))

    assert response.status_code == 404


def test_evidence_is_changed_and_removed_but_never_lost(client, people, self_audit, question):
    item = factories.evidence(
        answer=factories.answer(self_audit=self_audit, question=question, complete=False)
    )
    client.force_login(people["lead"])
    edit = reverse("audits:evidence-edit", args=[item.pk])

    client.post(edit, {"title": "Policy 2027", "reference": "Shelf 4"})
    item.refresh_from_db()
    assert (item.title, item.reference) == ("Policy 2027", "Shelf 4")
    response = client.post(reverse("audits:evidence-remove", args=[item.pk]))

    assert response.url.endswith(f"/standards/1/#question-{question.pk}")
    item.refresh_from_db()
    assert item.removed_by == people["lead"]
    assert "Policy 2027" not in client.get(response.url).text.replace(
        "Evidence removed: Policy 2027", ""
    )
    assert client.get(edit).status_code == 404


def test_a_name_that_looks_like_a_childs_data_must_be_confirmed(
    client, people, self_audit, url, question
):
    client.force_login(people["lead"])
    upload(client, url, question, "943 476 5919.pdf", PDF)
    warnings = Evidence.objects.get().data_warnings

    page = client.get(url)

    assert "looks like an NHS number" in page.text
    task_list = client.get(self_audit.get_absolute_url())
    assert "Needs attention" in task_list.text
    for warning in warnings.all():
        client.post(reverse("audits:warning-confirm", args=[warning.pk]))
    assert "looks like an NHS number" not in client.get(url).text
    assert warnings.filter(confirmed_by=people["lead"]).count() == warnings.count() > 0
