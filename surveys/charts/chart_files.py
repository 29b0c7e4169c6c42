"""Charts to take away. Nothing here looks at a clock: the same numbers give the same bytes."""

from typing import NamedTuple

from django.utils.text import slugify

from . import bars, figure

FORMATS = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}


class File(NamedTuple):
    name: str
    content_type: str
    content: bytes


def file_of(results, fmt: str, agency=None, standard=None) -> File:
    """Raises ValueError for a format that is none of FORMATS."""
    if fmt not in FORMATS:
        raise ValueError(f"{fmt!r} is not a format of a chart.")
    survey = results.survey
    about = [survey.cycle.partnership.short_name, survey.cycle, survey]
    if agency:
        about.append(agency.short_name or agency.name)
    if standard:
        about.append(standard.title)
    content = figure.draw(bars.chart(results, agency, standard), fmt)
    name = slugify(" ".join(map(str, about)))
    return File(f"{name}.{fmt}", FORMATS[fmt], content)
