"""The colours of ratings as a style sheet.

A rating scale is data, so its colours are too; and the content security policy forbids inline
styles. Whoever holds the levels serves what `stylesheet` returns. Contrast is that of WCAG 2.2,
"relative luminance" and "contrast ratio".
"""

import re
from collections.abc import Iterable

# Pure black: with anything paler some mid-grey colours would allow neither text 4.5 to 1.
BLACK = "#000000"
WHITE = "#ffffff"
HALO = ", ".join(["0 0 2px #ffffff"] * 4)
# On paper: a pattern for each shape, so that ratings differ in grey too. {0} is the pale colour.
PATTERNS = {
    "triangle": "repeating-linear-gradient(45deg, {0} 0 3px, #ffffff 3px 6px)",
    "diamond": "repeating-linear-gradient(-45deg, {0} 0 1px, #ffffff 1px 6px)",
    "circle": "linear-gradient({0}, {0})",
    "square": "repeating-linear-gradient(0deg, {0} 0 2px, #ffffff 2px 6px)",
    "star": "repeating-linear-gradient(90deg, {0} 0 2px, #ffffff 2px 6px)",
    "dash": "none",
}


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", from 0 (black) to 1 (white). ValueError if it is no colour."""
    channels = (channel / 255 for channel in _channels(colour))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours, from 1 to 21, the same either way round."""
    darker, lighter = sorted((luminance(a), luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


def text_colour(background: str) -> str:
    """Black or white, whichever stands out more: at least 4.5 to 1 on any colour."""
    return max(BLACK, WHITE, key=lambda colour: contrast(colour, background))


def pale(colour: str) -> str:
    """The colour as a tint, 40 % of it on white: black text stands out on it whatever it is."""
    return "#" + "".join(f"{round(255 - 0.4 * (255 - c)):02x}" for c in _channels(colour))


def class_name(level) -> str:
    """The class that gives a level its colours: rating--<scale>-<level>.

    Raises ValueError for codes that are no plain words: they come from files people upload.
    """
    for code in (level.scale.code, level.code):
        if not re.fullmatch(r"[A-Za-z0-9_-]+", code):
            raise ValueError(f"{code!r} cannot be part of a class name")
    return f"rating--{level.scale.code}-{level.code}"


def stylesheet(levels: Iterable) -> str:
    """CSS for levels (each with code, colour, symbol, scale.code): colours, and patterns for print."""
    levels = list(levels)
    colours = [
        f".{class_name(level)} {{ background-color: {level.colour};"
        f" color: {text_colour(level.colour)}; }}"
        for level in levels
    ]
    patterns = [
        f"  .{class_name(level)} {{ color: {BLACK}; text-shadow: {HALO}; print-color-adjust: exact;"
        f" background: #ffffff {PATTERNS[level.symbol].format(pale(level.colour))}; }}"
        for level in levels
    ]
    return "\n".join([*colours, "@media print {", *patterns, "}", ""])


def _channels(colour):
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is not a colour such as #b22222")
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
