import os

import pytest
from django.core.management.commands import flush as flush_command
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from xdist.scheduler import LoadGroupScheduling

from section11.people.models import Role
from section11.record import append_only
from tests import factories
from tests.clients import SignedInClient

# A browser test drives the page from inside an event loop, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


# No test waits for the disk: what it wrote need not outlive the machine.
NO_WAITING = "PRAGMA synchronous=OFF;"


class PageClient(SignedInClient):
    """A browser that notices what a reviewer might not."""

    def get(self, *args, **kwargs):
        with connection.execute_wrapper(refuse_writes):
            return super().get(*args, **kwargs)

    def request(self, **request):
        response = super().request(**request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            assert "<script>" not in response.text
            assert " style=" not in response.text
            assert "{{" not in response.text
            assert "{%" not in response.text
        return response


def refuse_writes(execute, sql, params, many, context):
    """A GET changes nothing but the record of a download, which is an event, and the session."""
    writes = sql.startswith(("INSERT", "UPDATE", "DELETE"))
    kept = '"record_event"' in sql or '"django_session"' in sql
    assert not writes or kept, f"GET wrote: {sql}"
    return execute(sql, params, many, context)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["init_command"] += NO_WAITING


@pytest.fixture(autouse=True, scope="session")
def _emptied_between_tests():
    """Tests that commit have their tables emptied afterwards: the record refuses that, and the rows
    of content types and permissions, which nobody asks for here, take longer than all the rest.
    """
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_the_record_too(self, sql_list):
        with append_only.lifted(self.connection):
            flush(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_the_record_too)
        patch.setattr(flush_command, "emit_post_migrate_signal", lambda *args, **kwargs: None)
        yield


@pytest.fixture
def client():
    return PageClient()


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "evidence"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # A quick hasher: the tests sign in often and guard no secret.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def partnership(db):
    return factories.partnership()


@pytest.fixture
def agency(partnership):
    return factories.agency(partnership=partnership)


@pytest.fixture
def cycle(partnership):
    return factories.cycle(partnership=partnership)


@pytest.fixture
def self_audit(cycle, agency):
    return factories.self_audit(cycle=cycle, agency=agency)


@pytest.fixture
def people(partnership, agency):
    """One person for each way of standing towards `agency` in `partnership`."""
    elsewhere = factories.partnership()
    here, there, own = {"partnership": partnership}, {"partnership": elsewhere}, {"agency": agency}
    held = {
        "outsider": {"role": Role.LEAD, "agency": factories.agency(partnership=elsewhere)},
        "neighbour": {"role": Role.LEAD, "agency": factories.agency(partnership=partnership)},
        "reader": {"role": Role.READER} | own,
        "contributor": {"role": Role.CONTRIBUTOR} | own,
        "lead": {"role": Role.LEAD} | own,
        "approver": {"role": Role.APPROVER} | own,
        "chief officer": {"role": Role.CHIEF_OFFICER} | own,
        "coordinator": {"role": Role.COORDINATOR} | here,
        "coordinator elsewhere": {"role": Role.COORDINATOR} | there,
        "chair": {"role": Role.CHAIR} | here,
        "board member": {"role": Role.BOARD_MEMBER} | here,
        "panel member": {"role": Role.PANEL_MEMBER} | here,
        "scrutineer": {"role": Role.SCRUTINEER} | here,
        "lay member": {"role": Role.LAY_MEMBER} | here,
        "administrator": {"role": Role.ADMINISTRATOR},
        # Their seat and their interest come with a challenge: tests/challenge_subjects.py.
        "seated member": {"role": Role.PANEL_MEMBER} | here,
        "conflicted member": {"role": Role.PANEL_MEMBER} | here,
    }
    made = dict(zip(held, factories.members(*held.values()), strict=True))
    granted = factories.granted_reader(partnership=partnership)
    return {"anonymous": None, "granted reader": granted} | made


class OneWorkerAFile(LoadGroupScheduling):
    """Tests of the files named here go to one worker; the groups that xdist knows are lost on
    pytest 9.2, which no longer lets a test be renamed.
    """

    FILES = {"tests/demo/test_load_demo.py"}  # loads the demo once

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return file if file in self.FILES else nodeid


def pytest_xdist_make_scheduler(config, log):
    return OneWorkerAFile(config, log)


def pytest_make_parametrize_id(val, argname):
    """Files as bytes hold time stamps: named after their content, no two workers would agree."""
    return argname if isinstance(val, bytes) else None
