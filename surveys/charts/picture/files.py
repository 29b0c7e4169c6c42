"""From a chart to the bytes of a file. `figure.draw` says what is promised."""

import io
from math import sqrt

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import PdfPages

from section11.board.picture.files import MOST_PIXELS, PAGE_DPI, SETTINGS, as_svg
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
    file = io.BytesIO()
    FigureCanvasAgg(sheet.figure).print_png(
        file,
        metadata={
            "Title": plain(layout.chart.title),
            "Description": description(layout.chart),
            "Software": None,
        },
    )
    return file.getvalue()


def _svg(layout: Layout) -> bytes:
    sheet = Sheet(layout, *layout.canvas())
    return as_svg(sheet.figure, plain(layout.chart.title), description(layout.chart))


def _pdf(layout: Layout) -> bytes:
    file = io.BytesIO()
    metadata = {"Title": plain(layout.chart.title), "CreationDate": None, "Creator": None}
    pages = layout.pages()
    with PdfPages(file, metadata=metadata) as pdf:
        for number, blocks in enumerate(pages, 1):
            page = f"Page {number} of {len(pages)}" if len(pages) > 1 else ""
            pdf.savefig(Sheet(layout, HEIGHT, blocks, page=page).figure)
    return file.getvalue()


def description(chart: Chart) -> str:
    """What a listener is told instead of the picture: each question with what every bar says."""
    said = " ".join(
        f"{item.text} {'; '.join(f'{bar.label}: {bar.said}' for bar in item.bars)}."
        for item in chart.items
    )
    return plain(f"{chart.subtitle.rstrip('.')}. {said} {chart.note}")
