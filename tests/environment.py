"""The environment that the tests run in, set before Django reads its settings."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="section11-tests-"))
os.environ.setdefault("MPLCONFIGDIR", os.environ["DATA_DIR"])
os.makedirs(os.path.join(os.environ["DATA_DIR"], "static"), exist_ok=True)
