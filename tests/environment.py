"""The environment that the tests run in, set before Django reads its settings."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "a1b2c3d4e5" * 5)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("DEBUG", "1")
if "DATA_DIR" not in os.environ:
    # The processes of a parallel run inherit the folder; the first one takes it away.
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="section11-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ.setdefault("MPLCONFIGDIR", os.environ["DATA_DIR"])
os.makedirs(os.path.join(os.environ["DATA_DIR"], "static"), exist_ok=True)
