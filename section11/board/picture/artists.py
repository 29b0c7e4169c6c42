"""The two things a sheet is made of besides text and lines, as matplotlib wants them to be drawn."""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, Transform

EDGE = 0.6  # width of the line round a cell in the legend
VECTOR_CELL = 8  # pixels a side in SVG and PDF, so that a viewer that smooths images blurs nothing


class Stamps(Artist):
    """One path at all of some places, or a path for each: a scatter without its bookkeeping."""

    def __init__(
        self, paths: Path | list[Path], places, transform: Transform, colour: str, edge: str = ""
    ):
        super().__init__()
        self._paths, self._places = paths, places
        self._colour, self._edge = to_rgba(colour), edge
        self.set_transform(transform)

    def draw(self, renderer) -> None:
        points = self.get_transform()
        gc = renderer.new_gc()
        gc.set_linewidth(renderer.points_to_pixels(EDGE) if self._edge else 0)
        gc.set_foreground(self._edge or self._colour)
        if isinstance(self._paths, Path):
            places = Path(self._places)
            renderer.draw_markers(gc, self._paths, points, places, points, self._colour)
        else:
            for path, (x, y) in zip(self._paths, self._places, strict=True):
                renderer.draw_path(gc, path, Affine2D().translate(x, y) + points, self._colour)
        gc.restore()


class Colours(Artist):
    """An image with one colour for each cell: what `imshow` draws, without its resampling."""

    def __init__(self, colours: np.ndarray, box: Bbox, transform: Transform):
        """`colours` is (rows, columns, 4) bytes, the first row at the top of `box`."""
        super().__init__()
        self._colours = colours[::-1]  # renderers count rows from the bottom
        self._box = box
        self.set_transform(transform)

    def draw(self, renderer) -> None:
        (left, bottom), (right, top) = self.get_transform().transform(self._box.get_points())
        gc = renderer.new_gc()
        if renderer.option_scale_image():
            image = self._colours.repeat(VECTOR_CELL, axis=0).repeat(VECTOR_CELL, axis=1)
            size = Affine2D().scale(right - left, top - bottom)
            renderer.draw_image(gc, left, bottom, image, size)
        else:
            rows = _nearest(bottom, top, self._colours.shape[0])
            columns = _nearest(left, right, self._colours.shape[1])
            image = self._colours[:, columns][rows]
            renderer.draw_image(gc, round(left), round(bottom), image)
        gc.restore()


def _nearest(start: float, end: float, cells: int) -> np.ndarray:
    """Which cell each pixel from `start` to `end` belongs to."""
    pixels = np.arange(round(start), round(end)) + 0.5
    return np.clip((pixels - start) / (end - start) * cells, 0, cells - 1).astype(int)
