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

PATTERN_WIDTH = 1.1  # of the lines in a pattern


def draw(chart: Chart, fmt: str) -> bytes:
    """See `figure.draw`. Two threads must not be in here at once."""
    makers = {"png": _png, "svg": _svg, "pdf": _pdf}
    if fmt not in makers:
        raise ValueError(f"A chart is drawn as png, svg or pdf, not {fmt!r}.")
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # no settings file that lies about may change the bytes
        matplotlib.rcParams.update(SETTINGS | {"hatch.linewidth": PATTERN_WIDTH})
        return makers[fmt](Layout(chart))


def _png(layout: Layout) -> bytes:
    height, blocks = layout.canvas()
    dpi = min(PAGE_DPI, int(72 * sqrt(MOST_PIXELS / (WIDTH * height))))
    sheet = Sheet(layout, height, blocks, dpi=dpi)
    return as_png(sheet.figure, plain(layout.chart.title), description(layout.chart))


def _svg(layout: Layout) -> bytes:
    sheet = Sheet(layout, *layout.canvas())
    return as_svg(sheet.figure, plain(layout.chart.title), description(layout.chart))


def _pdf(layout: Layout) -> bytes:
    return as_pdf(
        plain(layout.chart.title),
        layout.pages(),
        lambda blocks, page: Sheet(layout, HEIGHT, blocks, page=page).figure,
    )


def description(chart: Chart) -> str:
    """What a listener is told instead of the picture: each question with what every bar says."""
    said = " ".join(
        f"{item.text} {'; '.join(f'{bar.label}: {bar.said}' for bar in item.bars)}."
        for item in chart.items
    )
    return plain(f"{chart.subtitle.rstrip('.')}. {said} {chart.note}")
