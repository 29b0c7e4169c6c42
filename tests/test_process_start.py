"""What a web process does without until somebody asks for a picture, a timetable or a file."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
START = """
import sys
import section11.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*sys.modules, sep="\\n")
"""


@pytest.fixture(scope="module")
def imported():
    """The modules of a new Python that loaded every app and every view."""
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return set(done.stdout.split())


def test_starting_loads_the_apps_and_their_views(imported):
    assert {"section11.audits.models", "section11.audits.views.self_audits"} <= imported


@pytest.mark.parametrize("library", ["matplotlib", "numpy", "highspy", "typst", "openpyxl", "odf"])
def test_a_large_library_waits_until_it_is_used(imported, library):
    assert library not in imported
