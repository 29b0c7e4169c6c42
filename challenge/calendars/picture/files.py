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
        for number, bands in enumerate(pages, 1):
            page = f"Page {number} of {len(pages)}" if len(pages) > 1 else ""
            pdf.savefig(Sheet(layout, HEIGHT, bands, page=page).figure)
    return file.getvalue()


def description(chart: Chart) -> str:
    """What a listener is told instead of the picture."""
    agencies = sum(len(one.blocks) for one in chart.sittings)
    loads = [len(one.sits) for one in chart.sitters]
    spread = f" They sit in {min(loads)} to {max(loads)} sessions each." if loads else ""
    return (
        f"{plain(chart.subtitle).rstrip('.')}. {len(chart.sittings)} sessions with {agencies}"
        f" agencies, {len(chart.sitters)} panel members.{spread} {plain(chart.note)}"
    ).strip()
