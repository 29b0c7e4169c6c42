"""A feedback letter as an accessible PDF (PDF/UA-1), set by typst.

The letter goes in as JSON, so that nothing in it can be run; the font is the one that matplotlib
brings, so that every machine draws the same. A warning, such as an unknown font, is a failure.
"""

import json
from pathlib import Path

from .letter_content import Content

HERE = Path(__file__).resolve().parent / "typst"
MIME = "application/pdf"


class NotSet(Exception):
    """typst had something to say of a letter: it must not go out like that."""


def make(content: Content, *, timestamp: int) -> bytes:
    """The whole file, the same for the same letter and moment (in seconds since 1970)."""
    # Loaded only by whoever asks for a letter: both are large.
    import matplotlib as mpl  # noqa: PLC0415
    import typst  # noqa: PLC0415

    compiler = typst.Compiler(
        HERE / "letter.typ",
        root=HERE,
        font_paths=[Path(mpl.get_data_path()) / "fonts" / "ttf"],
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(content.as_json())},
    )
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=["ua-1"], timestamp=timestamp
    )
    if warnings:
        raise NotSet("; ".join(str(warning) for warning in warnings))
    return pdf
