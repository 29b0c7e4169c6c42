"""What production refuses to start with. Each asks a process of its own: settings are read once."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.conftest import NO_WAITING

SECTION_11 = {
    "SECRET_KEY": "k7Q2mVx9RtBz4LwHcYp8SdFj3NgXa6UeTqKv5ZrCb1WnMhJy0PsGu",
    "ALLOWED_HOSTS": "section11.example.org",
    "SITE_URL": "https://section11.example.org",
    "DATA_DIR": "/nonexistent",
    "EMAIL_URL": "smtp+tls://mail.example.org:587",
}
ON_THIS_MACHINE = {"SECRET_KEY": "short", "DEMO": "1"}


def start(env, say="'started'"):
    """The last line that a process says which reads the settings in `env`; "started" if it can."""
    done = subprocess.run(
        [sys.executable, "-c", f"from section11 import settings; print({say})"],
        env={"PATH": os.environ["PATH"]} | env,
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
    )
    return (done.stdout or done.stderr).strip().splitlines()[-1]


def test_production_starts_with_everything_said():
    assert start(SECTION_11) == "started"


def test_a_demo_needs_only_a_key():
    assert start(ON_THIS_MACHINE) == "started"


def test_a_demo_sends_its_mail_nowhere_and_a_developer_sees_it():
    backend = "settings.EMAIL_BACKEND.split('.')[-2]"

    assert start(ON_THIS_MACHINE, backend) == "dummy"
    assert start({"SECRET_KEY": "short", "DEBUG": "1"}, backend) == "console"
    assert start(SECTION_11, backend) == "smtp"


@pytest.mark.parametrize("name", list(SECTION_11))
def test_production_says_what_is_missing(name):
    env = {key: value for key, value in SECTION_11.items() if key != name}

    assert f"{name} is not set. Section 11 does not start without it: see .env" in start(env)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": "k7Q2mVx9RtBz4LwH"}, "SECRET_KEY is too easily guessed"),
        ({"SECRET_KEY": "change-me" * 10}, "SECRET_KEY is too easily guessed"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is *"),
        ({"SITE_URL": "http://section11.example.org"}, "SITE_URL must begin with https://"),
        ({"DEBUG": "1"}, "DEMO and DEBUG are for this machine only"),
        ({"DEMO": "1"}, "DEMO and DEBUG are for this machine only"),
    ],
    ids=["short key", "plain key", "any host", "plain http", "debug in public", "demo in public"],
)
def test_production_refuses_what_is_for_a_developer(change, sentence):
    assert sentence in start(SECTION_11 | change)


def test_env_example_lists_every_variable_that_is_read():
    source = Path(settings.ROOT, "section11/settings.py").read_text()
    example = Path(settings.ROOT, ".env.example").read_text()

    read = set(re.findall(r'(?:env\.\w+|required)\(\s*"([A-Z_]+)"', source))
    listed = re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE)

    assert sorted(listed) == sorted(read)


def test_env_example_has_a_comment_above_each_variable():
    lines = Path(settings.ROOT, ".env.example").read_text().splitlines()
    variable = re.compile(r"(# )?[A-Z_]+=")

    bare = [
        line
        for above, line in zip(lines, lines[1:], strict=False)
        if variable.match(line) and not above.startswith("#")
    ]

    assert bare == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own settings")
def test_sqlite_is_durable_and_lets_readers_read(tmp_path):
    options = settings.DATABASES["default"]["OPTIONS"]
    with closing(sqlite3.connect(tmp_path / "db")) as served:
        served.executescript(options["init_command"].removesuffix(NO_WAITING))
        found = {
            name: served.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "secure_delete")
        }

    # Synchronous is 2, FULL: each commit reaches the disk.
    assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
