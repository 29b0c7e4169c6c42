"""Whatever is sent to the upload page, the answer is a sentence, and no set has changed."""

import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from section11.standards.models import StandardSetImport
from section11.standards.operations import set_contents
from tests.standards.files import content, row, rows

XLSX = content(rows(), "xlsx")


def workbook(**cells):
    """A workbook of good rows with some cells overwritten."""
    book = Workbook()
    book.active.append(list(row()))
    book.active.append(list(row().values()))
    for place, value in cells.items():
        book.active[place] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(io.BytesIO(XLSX)) as good:
            for name in good.namelist():
                archive.writestr(name, good.read(name))
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * 40_000_000)
    return target.getvalue()


def encrypted():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 9


HOSTILE = {
    "empty": (b"", "x.xlsx", "empty"),
    "truncated": (XLSX[: len(XLSX) // 2], "x.xlsx", "damaged or cut short"),
    "encrypted": (encrypted(), "x.xlsx", "protected by a password"),
    "zip bomb": (bomb(), "x.xlsx", "was not opened"),
    "a zip of something else": (b"PK\x05\x06" + b"\0" * 18, "x.xlsx", "not a spreadsheet"),
    "a web page": (b"<html><script>alert(1)</script>", "x.csv", "a web page"),
    "a programme": (b"MZ\x90\0\x03\0\0\0" * 99, "x.csv", ""),
    "a formula": (workbook(E2="=1+1"), "x.xlsx", "formula"),
    "a code typed as a number": (workbook(D2=1.1), "x.xlsx", "Format the column as text"),
    "no columns": (b"\n\n\n", "x.csv", "empty"),
    "too many rows": (
        content([row(f"1.{n}") for n in range(1_001)]),
        "x.csv",
        "more than 1,000 rows",
    ),
    "broken JSON": (b'{"questions": [', "x.json", ""),
    "a YAML bomb": (b"a: &a [x,x]\nb: &b [*a,*a]\nset: *b\n", "x.yaml", ""),
    "YAML that makes objects": (b"questions: !!python/object/apply:os.system [ls]", "x.yaml", ""),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_ends_in_a_sentence(name, client, coordinator, draft):
    data, file_name, sentence = HOSTILE[name]
    before = set_contents.fingerprint(draft)
    client.force_login(coordinator)
    began = time.process_time()

    response = client.post(
        reverse("standards:standard-set-upload-into", args=[draft.pk]),
        {"file": SimpleUploadedFile(file_name, data)},
    )

    assert response.status_code == 200
    [message] = response.context["form"].errors["file"]
    assert sentence in message
    assert message.endswith((".", "…"))
    # A bomb that went off would take minutes: how fast it is otherwise is for the benchmarks.
    assert time.process_time() - began < 20
    assert not StandardSetImport.objects.exists()
    assert set_contents.fingerprint(draft) == before


def test_a_file_over_the_limit_is_refused_by_its_size(client, coordinator, draft):
    client.force_login(coordinator)

    response = client.post(
        reverse("standards:standard-set-upload-into", args=[draft.pk]),
        {"file": SimpleUploadedFile("x.csv", b"x" * (5 * 1024 * 1024 + 1))},
    )

    [message] = response.context["form"].errors["file"]
    assert "a file can be at most 5" in message
