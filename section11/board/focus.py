"""Which standards the Board looks at in detail, unless its members choose others on the page.

The business plan asks for assurance on neglect (item 2.2) and on supervision (item 2.1) from every
self-audit. A set that has neither is looked at through the standards that speak to a priority.
"""

from collections.abc import Collection, Sequence

from section11.standards.models import Standard

from .results import Results

IN_TITLE = ("neglect", "supervision")
AT_MOST = 3


def standards_in_focus(results: Results, chosen: Collection[int] = ()) -> list[Standard]:
    """Those chosen by id; else those whose title names a theme; else those closest to a priority."""
    if chosen:
        return [standard for standard in results.standards if standard.id in chosen]
    named = [standard for standard in results.standards if names_a_theme(standard.title)]
    return named or _closest_to_priorities(results)


def names_a_theme(title: str) -> bool:
    return any(theme in title.casefold() for theme in IN_TITLE)


def _closest_to_priorities(results: Results) -> Sequence[Standard]:
    """The standards with most questions that speak to a priority, in order; three at most."""
    speaking = {
        standard.id: sum(
            bool(results.speaks_to.get(q.id)) for q in results.by_standard[standard.id]
        )
        for standard in results.standards
    }
    most = sorted(results.standards, key=lambda standard: -speaking[standard.id])[:AT_MOST]
    return [one for one in results.standards if one in most and speaking[one.id]]
