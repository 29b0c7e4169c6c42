import errno
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command

from section11.demo import loading
from section11.people.models import User
from tests import factories


@pytest.mark.django_db
def test_it_refuses_to_put_invented_people_into_a_real_service(settings):
    settings.LOCAL = False

    with pytest.raises(CommandError, match="published password"):
        call_command("load_demo", stdout=StringIO())

    assert not User.objects.exists()


@pytest.mark.django_db
def test_it_refuses_to_share_a_database_with_another_partnership():
    factories.partnership(name="Real Partnership")

    with pytest.raises(CommandError, match="This database holds Real Partnership"):
        call_command("load_demo", stdout=StringIO())

    assert not User.objects.exists()
    assert not loading.is_loaded()


def files_in(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


class SmallDisk(FileSystemStorage):
    """Room for one file more than there is."""

    def _save(self, name, content):
        if len(files_in(self.location)) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super()._save(name, content)


@pytest.mark.django_db
def test_a_load_that_fails_leaves_neither_rows_nor_files(settings):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "tests.demo.test_loading.SmallDisk"}
    }
    settings.MEDIA_ROOT.mkdir(parents=True)
    kept = settings.MEDIA_ROOT / "of-before.pdf"
    kept.write_bytes(b"%PDF")

    with pytest.raises(OSError, match="No space left"):
        loading.load()

    assert files_in(settings.MEDIA_ROOT) == [kept]
    assert not User.objects.exists()
