import pytest

from section11.audits.merging import Outcome, digest, merge, normalised


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "outcome"),
    [
        ("old", "old", "old", Outcome.KEEP),  # nobody changed it
        ("old", "new", "old", Outcome.TAKE),  # only I did
        ("old", "old", "new", Outcome.KEEP),  # only they did
        ("old", "new", "new", Outcome.KEEP),  # both, to the same: a form posted twice
        ("old", "mine", "theirs", Outcome.CLASH),
        ("", "mine", "", Outcome.TAKE),  # the first text
        ("", "mine", "theirs", Outcome.CLASH),  # two first texts
        ("old", "", "old", Outcome.TAKE),  # I emptied it
        ("old", "", "new", Outcome.CLASH),
        ("one\ntwo", "one\r\ntwo", "new", Outcome.KEEP),  # a browser's line ends change nothing
    ],
)
def test_merge(base, mine, theirs, outcome):
    assert merge(base=digest(base), mine=mine, theirs=theirs) == outcome


def test_a_forged_base_clashes_rather_than_overwrites():
    assert merge(base="forged", mine="mine", theirs="theirs") == Outcome.CLASH


def test_a_nul_is_no_part_of_a_text():
    assert normalised("a\x00b") == "ab"
