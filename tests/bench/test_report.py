"""docs/benchmarks.md, when some of the benchmarks are measured anew."""

from tests.bench import report
from tests.bench.__main__ import BENCHMARKS

ACCESS, OPEN = (next(b for b in BENCHMARKS if b.name == name) for name in ("access", "step_open"))
PAGE = report.page([(OPEN, [{"work": "old", "queries": 1}])], 20)


def test_a_section_measured_by_itself_takes_the_place_of_the_old_one():
    text = report.renewed(PAGE, [(OPEN, [{"work": "new", "queries": 2}])])

    assert text.count(f"## {OPEN.title}\n") == 1
    assert "| new | 2 |" in text
    assert "| old | 1 |" not in text
    assert "Measured by itself" in text
    assert "The whole run" not in text


def test_a_section_that_the_page_lacks_comes_last():
    text = report.renewed(PAGE, [(ACCESS, [{"work": "task list", "queries": 3}])])

    assert "| old | 1 |" in text
    assert text.index(f"## {OPEN.title}") < text.index(f"## {ACCESS.title}")


def test_a_page_may_be_renewed_again():
    once = report.renewed(PAGE, [(OPEN, [{"work": "new", "queries": 2}])])

    assert report.renewed(once, [(OPEN, [{"work": "new", "queries": 2}])]) == once
