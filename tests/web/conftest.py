import pytest

from section11.web import home, navigation


@pytest.fixture(autouse=True)
def _empty_registries(monkeypatch):
    """The small site of these tests has none of the pages that other apps register."""
    monkeypatch.setattr(home, "_offers", [])
    monkeypatch.setattr(navigation, "_entries", [])
