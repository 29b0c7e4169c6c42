"""From a chart to the bytes of a file. `figure.draw` says what is promised."""

from math import sqrt

import matplotlib

from section11.board.picture.files import (
    MOST_PIXELS,
    PAGE_DPI,
    SETTINGS,
    as_pdf,
    as_png,
    as_svg,
)
from section11.board.picture.layout import plain

from ..figure import Chart
from .layout import HEIGHT, WIDTH, Layout
from .sheet import Sheet


def draw(chart: Chart, fmt: str) -> bytes:
    """See `figure.draw`. Two threads must not be in here at once."""
    makers = {"png": _png, "svg": _svg, "pdf": _pdf}
    if fmt not in makers:
        raise ValueError(f"A timetable is drawn as png, svg or pdf, not {fmt!r}.")
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # no settings file that lies about may change the bytes
        matplotlib.rcParams.update(SETTINGS)
        return makers[fmt](Layout(chart))


def _png(layout: Layout) -> bytes:
    height, bands = layout.canvas()
    dpi = min(PAGE_DPI, int(72 * sqrt(MOST_PIXELS / (WIDTH * height))))
    sheet = Sheet(layout, height, bands, dpi=dpi)
    return as_png(sheet.figure, plain(layout.chart.title), description(layout.chart))


def _svg(layout: Layout) -> bytes:
    sheet = Sheet(layout, *layout.canvas())
    return as_svg(sheet.figure, plain(layout.chart.title), description(layout.chart))


def _pdf(layout: Layout) -> bytes:
    return as_pdf(
        plain(layout.chart.title),
        layout.pages(),
        lambda bands, page: Sheet(layout, HEIGHT, bands, page=page).figure,
    )


def description(chart: Chart) -> str:
    """What a listener is told instead of the picture."""
    agencies = sum(len(one.blocks) for one in chart.sittings)
    loads = [len(one.sits) for one in chart.sitters]
    spread = f" They sit in {min(loads)} to {max(loads)} sessions each." if loads else ""
    return (
        f"{plain(chart.subtitle).rstrip('.')}. {len(chart.sittings)} sessions with {agencies}"
        f" agencies, {len(chart.sitters)} panel members.{spread} {plain(chart.note)}"
    ).strip()
