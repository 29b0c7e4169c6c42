import logging
import signal
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from section11.record import jobs
from section11.record.models import Email
from section11.record.worker import Worker
from tests import factories, mail_server
from tests.record.test_outbox import waiting
from tests.worker import wait_until, working


def to(name):
    return waiting(factories.user(email=f"{name}@agency.example"))


@pytest.fixture
def registered(monkeypatch):
    """The jobs that a test registers, in place of the apps' own."""
    monkeypatch.setattr(jobs, "_jobs", registered := [])
    return registered


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_stop_finishes_the_mail_in_hand_and_takes_no_other(
    transactional_db, number
):
    in_hand, next_one = to("slow"), to("lead")
    with mail_server.running() as (server, port), working(port) as worker:
        wait_until(lambda: server.asked)
        worker.send_signal(number)
        ended = worker.wait(30)

    in_hand.refresh_from_db()
    next_one.refresh_from_db()
    assert ended == 0
    assert in_hand.sent_at is not None
    assert (next_one.sent_at, next_one.attempts) == (None, 0)


def test_a_worker_beside_a_server_ends_with_it_however_it_ends(transactional_db):
    server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    email = to("lead")
    with mail_server.running() as (_, port), working(port, "--beside", str(server.pid)) as worker:
        wait_until(lambda: Email.objects.filter(pk=email.pk, sent_at__isnull=False).exists())
        runs_beside_it = worker.poll() is None
        server.kill()
        server.wait()
        ended = worker.wait(30)

    assert runs_beside_it
    assert ended == 0


@pytest.mark.database
def test_a_worker_whose_database_connections_are_cut_goes_on(transactional_db):
    first = to("lead")
    with mail_server.running() as (_, port), working(port) as worker:
        wait_until(lambda: Email.objects.filter(pk=first.pk, sent_at__isnull=False).exists())
        cut = cut_the_others()
        second = to("approver")
        wait_until(lambda: Email.objects.filter(pk=second.pk, sent_at__isnull=False).exists())
        ended = worker.poll()

    assert cut == (0 if connection.vendor == "sqlite" else 1)
    assert ended is None


def cut_the_others():
    """End every other connection to this database; how many there were. SQLite has none to cut."""
    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]


def test_jobs_run_every_minute_and_mail_goes_in_between(transactional_db, registered):
    runs = []
    jobs.register(lambda: runs.append(Email.objects.filter(sent_at=None).count()))
    for name in ("one", "two"):
        to(name)
    worker = Worker()

    busy = [worker.turn() for _ in range(3)]
    worker.jobs_due_at -= 60
    worker.turn()

    assert busy == [True, True, False]
    assert runs == [2, 0]


def test_long_work_is_looked_for_in_every_turn_and_told_to_stop_as_the_worker_ends(
    transactional_db, registered, monkeypatch
):
    monkeypatch.setattr(jobs, "_starters", [])
    monkeypatch.setattr(jobs, "_stoppers", [])
    calls = []
    jobs.register_long(start=lambda: calls.append("start"), stop=lambda: calls.append("stop"))
    worker = Worker()
    worker.turn()
    worker.turn()
    worker.stop()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    worker.run()

    for number, handler in handlers.items():
        signal.signal(number, handler)
    assert calls == ["start", "start", "stop"]


def test_the_error_of_one_job_is_logged_and_does_not_stop_the_others(registered, caplog):
    def broken():
        raise LookupError("No such thing")

    runs = []
    jobs.register(broken)
    jobs.register(lambda: runs.append(1))

    with caplog.at_level(logging.ERROR):
        jobs.run_all()

    assert runs == [1]
    assert "broken failed." in caplog.text
    assert "LookupError: No such thing" in caplog.text


def test_whatever_goes_wrong_is_logged_and_the_next_turn_goes_on(
    transactional_db, registered, settings, caplog
):
    to("lead")
    next_one = to("approver")
    worker = Worker()
    right = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "nowhere.EmailBackend"
    failed = worker.turn()
    settings.EMAIL_BACKEND = right

    went_on = worker.turn()

    next_one.refresh_from_db()
    assert (failed, went_on) == (False, True)
    assert next_one.sent_at is not None
    assert "No module named 'nowhere'" in caplog.text


def test_once_does_what_is_due_and_says_how_many_went(db, registered):
    jobs.register(lambda: to("lead"))
    out = StringIO()

    call_command("run_worker", "--once", stdout=out)

    assert out.getvalue() == "1 sent.\n"


def test_reminders_are_among_the_jobs():
    assert "remind_due" in [job.__name__ for job in jobs._jobs]
