"""Reads the tables of a page the way a screen reader does: cells, what is said in them, links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Cell:
    """`text` leaves out what is hidden from screen readers; `seen` is what only the eye gets."""

    tag: str
    attributes: dict
    parts: list = field(default_factory=list)
    hidden_parts: list = field(default_factory=list)
    href: str | None = None

    @property
    def text(self):
        return " ".join("".join(self.parts).split())

    @property
    def seen(self):
        return " ".join("".join(self.hidden_parts).split())

    @property
    def classes(self):
        return self.attributes.get("class", "").split()


class _Tables(HTMLParser):
    VOID = {"path", "circle", "br", "input", "img", "link", "meta"}

    def __init__(self):
        super().__init__()
        self.tables, self.table, self.row, self.cell = [], None, None, None
        self.open = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag not in self.VOID:
            self.open.append((tag, attributes.get("aria-hidden") == "true"))
        if tag == "table":
            self.table = {"attributes": attributes, "rows": [], "caption": Cell("caption", {})}
            self.tables.append(self.table)
        elif tag == "caption":
            self.cell = self.table["caption"]
        elif tag == "tr":
            self.table["rows"].append([])
        elif tag in ("td", "th"):
            self.cell = Cell(tag, attributes)
            self.table["rows"][-1].append(self.cell)
        elif tag == "a" and self.cell:
            self.cell.href = attributes.get("href")

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag in ("td", "th", "caption"):
            self.cell = None

    def handle_data(self, data):
        if self.cell:
            hidden = any(is_hidden for _, is_hidden in self.open)
            (self.cell.hidden_parts if hidden else self.cell.parts).append(data)


class Table:
    def __init__(self, found):
        self.caption = found["caption"].text
        self.headings, *self.rows = found["rows"]

    @property
    def columns(self):
        return [cell.text for cell in self.headings]

    @property
    def names(self):
        return [row[0].text for row in self.rows]

    def row(self, name):
        """The cells beside the row's heading."""
        return next(cells for heading, *cells in self.rows if heading.text == name)


def tables(response):
    parser = _Tables()
    parser.feed(response.text)
    return [Table(found) for found in parser.tables]


def table(response, caption=""):
    """The first table whose caption holds that text."""
    return next(one for one in tables(response) if caption in one.caption)
