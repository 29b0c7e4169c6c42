"""A server as in production, and clients that time it from outside."""

import http.client
import multiprocessing
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from contextlib import closing, contextmanager


@contextmanager
def served(settings="section11.settings"):
    """gunicorn, 2 workers x 4 threads, on a free port of this machine; gives the port."""
    with started(settings) as (port, _):
        yield port


@contextmanager
def started(settings="section11.settings"):
    """The same; gives (port, kill), where `kill()` ends every process of it without a warning."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "section11.wsgi", "--log-level", "error"),
            *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"),
            *("--keep-alive", "60"),
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings},
        start_new_session=True,
    )
    try:
        for _ in range(100):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, lambda: os.killpg(server.pid, signal.SIGKILL)
    finally:
        server.terminate()
        server.wait()


def address_of(connection):
    """The DATABASE_URL of the database that this process is connected to."""
    db = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{db['NAME']}"
    host = db["HOST"] or db["OPTIONS"]["host"]
    return f"postgres://{db['USER']}:{db['PASSWORD']}@/{db['NAME']}?host={host}"


def timed(client, clients, requests):
    """Seconds of each request of `clients` processes, together `requests` of them.

    `client(number, count)` yields the seconds of `count` requests on a connection of its own.
    """
    each = requests // clients
    with multiprocessing.get_context("fork").Pool(clients) as pool:
        lists = pool.starmap(_run, [(client, number, each) for number in range(clients)])
        # Leaving the block would end the clients by a signal, for which one at rest may wait in vain.
        pool.close()
        pool.join()
    return [seconds for one in lists for seconds in one]


def _run(client, number, count):
    return list(client(number, count))


def post(connection, path, body, cookies, expected):
    """Seconds from the request to its last byte. Raises AssertionError for another answer."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": cookies,
        "Host": "127.0.0.1",
    }
    start = time.perf_counter()
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    text = response.read()
    seconds = time.perf_counter() - start
    if response.status != expected:
        raise AssertionError(f"{path}: {response.status} {text[:2000]!r}")
    return seconds


def connect(port):
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)


def p50(values):
    return statistics.median(values)


def p95(values):
    return statistics.quantiles(values, n=20)[-1]
