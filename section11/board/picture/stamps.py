"""The signs inside a cell as paths: shape, letter and arrow, to be stamped wherever wanted.

Paths are in points around the middle of the cell, y upwards.
"""

from itertools import pairwise

import numpy as np
from matplotlib.path import Path
from matplotlib.textpath import TextToPath

from ..figure import Kind
from .layout import BOLD, Face

CAPITAL = 0.729  # height of the font's capital letters, in em
SHAPE, LETTER, MARK = 0.80, 0.80, 0.80  # widths of the places in a cell, in em
GAP = 0.28
FIRST_NOT_LATIN = 0x0250
_turns = np.pi / 2 + np.arange(10) * np.pi / 5
_radii = np.where(np.arange(10) % 2, 0.18, 0.44)
CORNERS = {
    "dash": [(-0.36, -0.1), (0.36, -0.1), (0.36, 0.1), (-0.36, 0.1)],
    "square": [(-0.33, -0.33), (0.33, -0.33), (0.33, 0.33), (-0.33, 0.33)],
    "diamond": [(0, -0.42), (0.36, 0), (0, 0.42), (-0.36, 0)],
    "triangle": [(-0.42, -0.36), (0.42, -0.36), (0, 0.37)],
    "star": list(zip(_radii * np.cos(_turns), _radii * np.sin(_turns), strict=True)),
}

_to_path = TextToPath()


def stamp(kind: Kind, mark: str | None, largest: float, box: tuple[float, float]) -> Path:
    """What stands in a cell of `kind`: at most `largest` points of font and within `box`.

    `mark` is the character of a second sign, empty to keep its place free (so that letters stay
    in line from row to row), None where no cell of this kind has one.
    """
    letter = BOLD.clean(kind.letter)
    signs = [(outline(letter, BOLD), max(LETTER, BOLD.width(letter, 1)))]
    if kind.symbol:
        signs.insert(0, (shape(kind.symbol), SHAPE))
    if mark is not None:
        signs.append((outline(BOLD.clean(mark), BOLD), MARK))
    total = sum(width for _, width in signs) + GAP * (len(signs) - 1)
    size = min(largest, box[0] / total, box[1] / CAPITAL)
    parts, x = [], -total / 2
    for path, width in signs:
        parts.append(centred(path, size, (x + width / 2) * size))
        x += width + GAP
    return Path.make_compound_path(*parts)


def outline(text: str, face: Face) -> Path:
    """`text` as a path at one point of font size, its origin at the start of the baseline.

    Latin letters are set side by side from a store of outlines, which is many times faster than
    laying each text out anew; scripts whose letters join or run leftwards are laid out in full.
    """
    if any(ord(character) >= FIRST_NOT_LATIN for character in text):
        vertices, codes = _to_path.get_text_path(face.at(1), text, ismath=False)
        return Path(np.reshape(vertices, (-1, 2)) / _to_path.FONT_SCALE, codes)
    glyphs = [face.glyph(character) for character in text]
    starts = np.cumsum([0.0, *(face.step(*pair) for pair in pairwise(text))])
    if not any(len(vertices) for vertices, _ in glyphs):
        return Path(np.empty((0, 2)))
    vertices = np.concatenate([vertices for vertices, _ in glyphs])
    vertices[:, 0] += np.repeat(starts, [len(vertices) for vertices, _ in glyphs])
    return Path(vertices, np.concatenate([codes for _, codes in glyphs]))


def centred(path: Path, size: float, x: float = 0.0) -> Path:
    """`path` times `size`, with its middle at (x, 0)."""
    if not len(path.vertices):
        return path
    middle = (path.vertices.min(axis=0) + path.vertices.max(axis=0)) / 2
    return Path((path.vertices - middle) * size + (x, 0), path.codes)


def shape(symbol: str) -> Path:
    """One of `figure.SHAPES`, about as high as a capital letter, at one point of font size."""
    if symbol == "circle":
        circle = Path.unit_circle()
        return Path(circle.vertices * 0.37, circle.codes)
    corners = CORNERS[symbol]
    return Path([*corners, corners[0]], closed=True)
