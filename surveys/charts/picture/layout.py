"""Where the bars of a chart go: blocks from top to bottom, and the pages that they fill.

Lengths are points (1/72 inch), x from the left and y down from the top.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from section11.board.picture.layout import BOLD, LEADING, MARGIN, NOTE, REGULAR, Face

from ..figure import Chart, Item, Step

WIDTH, HEIGHT = 842.0, 595.0  # A4, landscape
TITLE, SUBTITLE, HEADING_SIZE, TEXT, SMALL = 17.0, 10.5, 12.5, 10.0, 9.5
BAR, HEADING, GAP = 19.0, 26.0, 12.0
KEY, KEY_WIDTH, KEY_LINE = 14.0, 34.0, 20.0  # a step in the legend
LABELS, SAID = 190.0, 150.0  # room for who answered at the left, and for what they say at the right
LEAST_SIDE = 20  # percent that either side shows at least


@dataclass(frozen=True)
class Block:
    """The heading of a group, or a question with its bars."""

    height: float
    title: str = ""
    item: Item | None = None
    lines: Sequence[tuple[str, Face]] = ()


class Layout:
    """What depends on the chart and not on the page."""

    def __init__(self, chart: Chart):
        self.chart = chart
        self.text_width = WIDTH - 2 * MARGIN
        self.title = BOLD.wrap(BOLD.clean(chart.title), TITLE, self.text_width, 2)
        self.subtitle = REGULAR.wrap(REGULAR.clean(chart.subtitle), SUBTITLE, self.text_width, 3)
        self.note = REGULAR.wrap(REGULAR.clean(chart.note), NOTE, self.text_width, 4)
        self.legend = _legend(chart.steps, self.text_width)
        self.legend_top = (
            MARGIN + LEADING * (len(self.title) * TITLE + len(self.subtitle) * SUBTITLE) + 10
        )
        self.top = self.legend_top + len(self.legend) * KEY_LINE + 8
        self.bottom = MARGIN + len(self.note) * NOTE * LEADING + 8
        self._scale()

    def _scale(self) -> None:
        """One line for all bars, as far to the right as the longest left side needs."""
        sides = [
            side_lengths(bar.percents)
            for item in self.chart.items
            for bar in item.bars
            if bar.percents
        ]
        left = _whole_tens(max((left for left, _ in sides), default=0))
        right = _whole_tens(max((right for _, right in sides), default=0))
        self.left, self.right = MARGIN + LABELS, WIDTH - MARGIN - SAID
        self.per_percent = (self.right - self.left) / (left + right)
        self.middle = self.left + left * self.per_percent

    def blocks(self) -> list[Block]:
        found = []
        for group in self.chart.groups:
            found.append(Block(HEADING, title=group.title))
            found += map(self._item, group.items)
        return found

    def _item(self, item: Item) -> Block:
        said = BOLD.wrap(BOLD.clean(item.text), TEXT, self.text_width, 3)
        lines = [(line, BOLD) for line in said]
        if item.note:
            noted = REGULAR.wrap(REGULAR.clean(item.note), TEXT, self.text_width, 2)
            lines += [(line, REGULAR) for line in noted]
        height = len(lines) * TEXT * LEADING + 4 + len(item.bars) * BAR + GAP
        return Block(height, item=item, lines=lines)

    def canvas(self) -> tuple[float, list[Block]]:
        """The height of one canvas for everything, and its blocks."""
        blocks = self.blocks()
        return self.top + sum(block.height for block in blocks) + self.bottom, blocks

    def pages(self) -> list[list[Block]]:
        """The blocks by page; a heading stays with the question after it."""
        room = HEIGHT - self.top - self.bottom
        pages, left, blocks = [[]], room, self.blocks()
        for place, block in enumerate(blocks):
            needed = block.height
            if block.item is None:
                needed += sum(one.height for one in blocks[place + 1 : place + 2])
            if needed > left and pages[-1]:
                pages.append([])
                left = room
            pages[-1].append(block)
            left -= block.height
        return pages


def side_lengths(percents: Sequence[float]) -> tuple[float, float]:
    """How far a bar goes to the left and to the right of the line."""
    middle = len(percents) // 2
    half = percents[middle] / 2
    return sum(percents[:middle]) + half, half + sum(percents[middle + 1 :])


def _whole_tens(percent: float) -> int:
    return max(ceil(percent / 10) * 10, LEAST_SIDE)


def _legend(steps: Sequence[Step], width: float) -> list[list[tuple[Step, float]]]:
    """The steps with where each begins, in lines."""
    lines, x = [[]], 0.0
    for step in steps:
        needed = KEY_WIDTH + 6 + REGULAR.width(REGULAR.clean(step.label), SMALL) + 16
        if lines[-1] and x + needed > width:
            lines.append([])
            x = 0.0
        lines[-1].append((step, x))
        x += needed
    return lines
