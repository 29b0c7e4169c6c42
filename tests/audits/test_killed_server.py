"""A server killed right after it said "saved" has saved."""

import json
import sqlite3
import subprocess
import sys
from http.client import HTTPConnection
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

from tests.audits.typing import typed
from tests.bench import serving

PREPARE = """
import json, sys
from tests.bench import environment
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from tests.bench.step_save import prepare
print(json.dumps(prepare(2)[0]))
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A database of its own with one self-audit in it, and the cookies of its lead."""
    (tmp_path / "static").mkdir()
    file = tmp_path / "killed.sqlite3"
    names = {"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{file}", "DEMO": "1"}
    for name, value in (names | {"DEBUG": "0", "ALLOWED_HOSTS": "127.0.0.1"}).items():
        monkeypatch.setenv(name, value)
    made = subprocess.run(
        [sys.executable, "-c", PREPARE], check=True, capture_output=True, text=True
    )
    return SimpleNamespace(file=file, **json.loads(made.stdout))


def test_what_was_said_to_be_saved_is_there_after_a_kill(machine):
    path = f"/self-audits/{machine.self_audit}/standards/1/"
    question = machine.answers[0]["question_id"]
    with serving.started() as (port, kill):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path, headers={"Cookie": machine.cookies})
        page = connection.getresponse()
        assert page.status == 200
        form = typed(SimpleNamespace(text=page.read().decode()))
        form |= {
            f"q{question}-narrative": "Typed just before the power went",
            "csrfmiddlewaretoken": "b" * 32,
            "then": "list",
        }
        connection.request(
            "POST",
            path,
            urlencode(form),
            {"Cookie": machine.cookies, "Content-Type": "application/x-www-form-urlencoded"},
        )
        answer = connection.getresponse()
        assert answer.status == 302
        kill()
        connection.close()

    with sqlite3.connect(machine.file) as database:
        [[narrative]] = database.execute(
            "SELECT narrative FROM audits_answer WHERE question_id = ? AND self_audit_id = ?",
            [question, machine.self_audit],
        )
    assert narrative == "Typed just before the power went"
