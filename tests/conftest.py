import os

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from xdist.scheduler import LoadGroupScheduling

from section11.people.models import Role
from section11.record import append_only
from tests import factories
from tests.clients import SignedInClient

# A browser test drives the page from inside an event loop, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


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


@pytest.fixture(autouse=True, scope="session")
def _emptied_between_tests():
    """Tests that commit have their tables emptied afterwards, and the record refuses that."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_the_record_too(self, sql_list):
        with append_only.lifted(self.connection):
            flush(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_the_record_too)
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
    return {
        "anonymous": None,
        "outsider": factories.member(Role.LEAD, agency=factories.agency(partnership=elsewhere)),
        "neighbour": factories.member(Role.LEAD, agency=factories.agency(partnership=partnership)),
        "reader": factories.member(Role.READER, agency=agency),
        "contributor": factories.member(Role.CONTRIBUTOR, agency=agency),
        "lead": factories.member(Role.LEAD, agency=agency),
        "approver": factories.member(Role.APPROVER, agency=agency),
        "chief officer": factories.member(Role.CHIEF_OFFICER, agency=agency),
        "coordinator": factories.member(Role.COORDINATOR, partnership=partnership),
        "coordinator elsewhere": factories.member(Role.COORDINATOR, partnership=elsewhere),
        "chair": factories.member(Role.CHAIR, partnership=partnership),
        "board member": factories.member(Role.BOARD_MEMBER, partnership=partnership),
        "panel member": factories.member(Role.PANEL_MEMBER, partnership=partnership),
        "scrutineer": factories.member(Role.SCRUTINEER, partnership=partnership),
        "lay member": factories.member(Role.LAY_MEMBER, partnership=partnership),
        "granted reader": factories.granted_reader(partnership=partnership),
        "administrator": factories.member(Role.ADMINISTRATOR),
        # Their seat and their interest come with a challenge: tests/challenge_subjects.py.
        "seated member": factories.member(Role.PANEL_MEMBER, partnership=partnership),
        "conflicted member": factories.member(Role.PANEL_MEMBER, partnership=partnership),
    }


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
