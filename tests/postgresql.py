"""Run a command against a throwaway PostgreSQL: `python tests/postgresql.py pytest -m database`.

The server listens on a socket in a temporary folder only, and nothing of it is left behind. It
refuses to run as root, so root runs it as the user that Debian's package makes.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

# Nothing here outlives the run, so nothing waits for the disk.
HASTE = " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
SERVER = "-c listen_addresses= -c unix_socket_directories={root}"
# A benchmark wants a server that waits for the disk, as a real one does.
if not os.environ.get("POSTGRESQL_WAITS_FOR_THE_DISK"):
    SERVER += HASTE


def binaries():
    """The folder of the newest PostgreSQL that Debian or the PATH has, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    newest = found[-1] if found else on_path and Path(on_path).resolve()
    return newest.parent if newest else None


def main(command):
    folder = binaries()
    if folder is None:
        sys.stdout.write(
            "No PostgreSQL here, so nothing was run on it. To run the database tests on it too:"
            " apt-get install postgresql\n"
        )
        return 1 if os.environ.get("CI") else 0
    # Stopped from outside, it still tidies up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return against(folder, command)


def against(folder, command):
    """The exit code of `command`, run with DATABASE_URL naming a server of the binaries there."""
    is_root = os.geteuid() == 0
    owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if is_root else {}
    # A short path: the name of a socket ends at 107 bytes.
    root = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    data, log = root / "data", root / "log"

    def run(name, *args):
        subprocess.run(
            [folder / name, *args], check=True, cwd=root, stdout=subprocess.DEVNULL, **owner
        )

    try:
        if is_root:
            shutil.chown(root, "postgres", "postgres")
        run(
            "initdb", "-D", data, "-A", "trust", "-U", "postgres",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        run("pg_ctl", "-D", data, "-w", "-s", "-l", log, "-o", SERVER.format(root=root), "start")
        try:
            url = f"postgres://postgres@/postgres?host={root}"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-s", "stop")
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
