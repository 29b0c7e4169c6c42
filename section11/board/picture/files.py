"""From a grid to the bytes of a file. `figure.draw` says what is promised."""

import io
from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any
from xml.sax.saxutils import escape

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from ..figure import Grid
from .layout import BAND_GAP, Layout, plain
from .sheet import Sheet, as_table

SETTINGS = {
    "svg.fonttype": "none",  # names stay text: found, copied, never mere outlines
    "svg.hashsalt": "section11-heatmap",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "pdf.fonttype": 3,  # four times faster than 42, and as searchable
}
PAGE_DPI, CANVAS_DPI = 150, 100  # a page to print; a canvas of several pages to look at
COMPRESSION = 3  # a third faster than the usual 6, for files a few per cent larger
MOST_PIXELS = 40e6  # 160 MB of canvas, whatever is asked for


def draw(grid: Grid, fmt: str) -> bytes:
    """See `figure.draw`. Two threads must not be in here at once."""
    makers = {"png": _png, "svg": _svg, "pdf": _pdf}
    if fmt not in makers:
        raise ValueError(f"A heatmap is drawn as png, svg or pdf, not {fmt!r}.")
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # no settings file that lies about may change the bytes
        matplotlib.rcParams.update(SETTINGS)
        return makers[fmt](Layout(grid))


def _png(layout: Layout) -> bytes:
    width, height = _canvas_size(layout)
    wanted = PAGE_DPI if len(layout.bands) == 1 else CANVAS_DPI
    dpi = min(wanted, int(72 * sqrt(MOST_PIXELS / (width * height))))
    sheet = Sheet(layout, (width, height), layout.bands, dpi=dpi, outlined=True)
    return as_png(sheet.figure, plain(layout.grid.title), description(layout.grid))


def as_png(figure: Figure, title: str, described: str) -> bytes:
    """The figure as a PNG that bears its title and what it shows."""
    file = io.BytesIO()
    FigureCanvasAgg(figure).print_png(
        file,
        metadata={"Title": title, "Description": described, "Software": None},
        pil_kwargs={"compress_level": COMPRESSION},
    )
    return file.getvalue()


def _svg(layout: Layout) -> bytes:
    sheet = Sheet(layout, _canvas_size(layout), layout.bands)
    return as_svg(sheet.figure, plain(layout.grid.title), description(layout.grid))


def as_svg(figure: Figure, title: str, described: str) -> bytes:
    """The figure as one SVG picture that a screen reader names by its title and description."""
    file = io.StringIO()
    FigureCanvasSVG(figure).print_svg(file, metadata={"Date": None, "Creator": None})
    start, rest = file.getvalue().split("<svg ", 1)
    opening, rest = rest.split(">", 1)
    return (
        f'{start}<svg role="img" aria-labelledby="title description" {opening}>\n'
        f' <title id="title">{escape(title)}</title>\n'
        f' <desc id="description">{escape(described)}</desc>{rest}'
    ).encode()


def _pdf(layout: Layout) -> bytes:
    size = layout.width, layout.height
    return as_pdf(
        plain(layout.grid.title),
        layout.bands,
        lambda band, page: Sheet(layout, size, [band], page=page).figure,
    )


def as_pdf(title: str, pages: Sequence, figure_of: Callable[[Any, str], Figure]) -> bytes:
    """A PDF with a page for each of `pages`; `figure_of` draws one, told what number it bears."""
    file = io.BytesIO()
    metadata = {"Title": title, "CreationDate": None, "Creator": None}
    with PdfPages(file, metadata=metadata) as pdf:
        for number, one in enumerate(pages, 1):
            page = f"Page {number} of {len(pages)}" if len(pages) > 1 else ""
            pdf.savefig(figure_of(one, page))
    return file.getvalue()


def _canvas_size(layout: Layout) -> tuple[float, float]:
    """The size of the one canvas that takes all bands, each under its own headings."""
    bands = sum(layout.band_height(band) for band in layout.bands)
    gaps = BAND_GAP * (len(layout.bands) - 1)
    return layout.width, layout.top + bands + gaps + layout.bottom


def description(grid: Grid) -> str:
    """What a listener is told instead of the picture."""
    counts = np.bincount(as_table(grid, grid.cells).ravel(), minlength=len(grid.kinds))
    kinds = zip(grid.kinds, counts, strict=True)
    said = ", ".join(f"{plain(kind.label)} {count}" for kind, count in kinds)
    return (
        f"{plain(grid.subtitle).rstrip('.')}. {len(grid.rows)} rows and {len(grid.columns)} columns."
        f" Cells of each kind: {said}. {plain(grid.note)}"
    )
