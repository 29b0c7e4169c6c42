"""An address as a QR code: in a page, or as a file for a poster of the agency's own."""

import io

import segno

# A quarter of the code may be torn off or blotted, and it still reads.
ERROR = "q"


def in_page(address, title):
    """The code as SVG to stand in a page; it scales with its surroundings and is called `title`."""
    return segno.make(address, error=ERROR).svg_inline(
        omitsize=True, border=2, svgclass="app-code", lineclass=None, title=title
    )


def file(address, fmt):
    """The code as the bytes of an SVG or PNG file, large enough to print."""
    out = io.BytesIO()
    segno.make(address, error=ERROR).save(out, kind=fmt, scale=20, border=4)
    return out.getvalue()
