"""The environment that benchmarks run in: as served, not as tested. Import it before Django."""

import os
import signal
import sys

os.environ |= {"DEBUG": "0", "DEMO": "1", "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver"}

# Stopped from outside, a benchmark still ends its servers and throws its database away.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "section11.settings")

from tests import environment  # noqa: E402, F401 - the rest is the tests'
