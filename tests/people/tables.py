"""Files of agencies and people as a coordinator would send them, and the way through the pages."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from section11.people.models import TableImport
from section11.people.operations import imports
from section11.tables.writing import write


def agency(**cells):
    """A row that nothing is wrong with."""
    return {
        "name": "Northern Police",
        "short_name": "Police",
        "sector": "Police",
        "size": "large",
        "statutory_partner": "Police",
        "basis": "Section 11 body",
    } | cells


def person(**cells):
    """A row that nothing is wrong with, for a role in the partnership."""
    return {
        "email": "sam@example.org",
        "name": "Sam Lee",
        "post": "Head of service",
        "role": "Board member",
        "agency": "",
    } | cells


def content(rows, fmt="csv"):
    return write(list(rows[0]), rows, fmt)


def send(client, kind, partnership, data, name="list.csv"):
    """Upload the file as the page does; the answer, and the upload if there is one."""
    response = client.post(
        reverse("people:import-upload", args=[kind]),
        {"partnership": partnership.pk, "file": SimpleUploadedFile(name, data)},
    )
    return response, TableImport.objects.first()


def upload(client, kind, partnership, rows, fmt="csv"):
    """Upload rows of which the file itself is in order."""
    response, waiting = send(client, kind, partnership, content(rows, fmt), f"list.{fmt}")
    assert response["Location"] == waiting.get_absolute_url()
    return waiting


def problems(table_import):
    return [str(problem) for problem in imports.preview(table_import).problems]


def apply(client, table_import, **fields):
    """Press the button of the preview."""
    seen = imports.preview(table_import).seen
    return client.post(
        reverse("people:import-apply", args=[table_import.pk]), {"seen": seen} | fields, follow=True
    )
