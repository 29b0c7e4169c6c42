"""The heatmap's picture against bare matplotlib: `imshow` of the same colours, no name or letter.

`python -m tests.bench.heatmap_picture`. Each case has processes of its own: one draws product and
floor in turns, on a canvas of the same pixels, and takes the medians; another draws the product
once and tells its greatest memory. Needs neither Django nor a database.
"""

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from section11.board.figure import NO_MARK, Grid, Kind, Mark, draw

ROOT = Path(__file__).resolve().parents[2]
CASES = [
    (rows, columns, fmt, rounds)
    for rows, columns, rounds in ((60, 12, 9), (200, 60, 5), (1000, 60, 3))
    for fmt in ("png", "svg")
]
KINDS = [
    Kind("Red", "R", "#9b1c1c", "triangle"),
    Kind("Amber", "A", "#f5b82e", "diamond"),
    Kind("Green", "G", "#2f9e5b", "circle"),
    Kind("Not applicable", "N/A", "#e5e9ed", "dash"),
    Kind("Not answered", "?", "#ffffff"),
]
MARKS = [Mark("Improved", "↑"), Mark("Same", "→"), Mark("Declined", "↓")]
BODIES = ["Primary schools", "Mental health NHS trust", "Housing needs", "Youth justice service"]
STANDARDS = ["Supervision", "Safer recruitment and allegations", "Neglect", "Early help"]


def sample(rows: int, columns: int) -> Grid:
    """Ratings and arrows in no order, the same each time, without a random number."""
    mixed = [
        [(row * 7919 + column * 104_729) // 7 for column in range(columns)] for row in range(rows)
    ]
    cells = [[number % 11 % len(KINDS) for number in row] for row in mixed]
    return Grid(
        title="Section 11 self-audit 2026: ratings by agency and standard",
        subtitle="A partnership of many agencies",
        note="A standard takes the worst rating given to any of its questions.",
        rows=[f"{BODIES[row % 4]} of area {row}" for row in range(rows)],
        columns=[f"{STANDARDS[column % 4]} {column}" for column in range(columns)],
        cells=cells,
        kinds=KINDS,
        marks=[
            [n % 3 if cell < 3 else NO_MARK for n, cell in zip(*two, strict=True)]
            for two in zip(mixed, cells, strict=True)
        ],
        mark_kinds=MARKS,
        mark_title="Since last year:",
    )


def bare(grid: Grid, fmt: str, inches: tuple[float, float], dpi: float) -> bytes:
    """The same colours by the usual call on a canvas of the same size, and nothing else."""
    import numpy as np  # noqa: PLC0415 - imported by the product too, when it first draws
    from matplotlib.figure import Figure  # noqa: PLC0415

    colours = np.array(
        [list(bytes.fromhex(kind.colour[1:])) for kind in grid.kinds], dtype=np.uint8
    )
    figure = Figure(figsize=inches)
    axes = figure.add_axes((0.2, 0.05, 0.78, 0.85))
    axes.set_axis_off()
    axes.imshow(colours[np.array(grid.cells)], aspect="auto")
    file = io.BytesIO()
    figure.savefig(file, format=fmt, dpi=dpi)
    return file.getvalue()


def canvas(grid: Grid) -> tuple[tuple[float, float], float]:
    """Inches and dots per inch of the product's own PNG, so that the floor has the same pixels."""
    from PIL import Image  # noqa: PLC0415

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(draw(grid, "png"))) as image:
        dpi = image.info["dpi"][0]
        return (image.width / dpi, image.height / dpi), dpi


def time_in_turns(rows: int, columns: int, fmt: str, rounds: int) -> dict:
    grid = sample(rows, columns)
    inches, dpi = canvas(grid)
    drawers = {"floor": lambda: bare(grid, fmt, inches, dpi), "product": lambda: draw(grid, fmt)}
    seconds = {name: [] for name in drawers}
    for warm_up in (True, *[False] * rounds):
        for name, drawer in drawers.items():
            start = perf_counter()
            drawer()
            if not warm_up:
                seconds[name].append(perf_counter() - start)
    return {name: median(taken) for name, taken in seconds.items()}


def greatest_memory(rows: int, columns: int, fmt: str) -> dict:
    """Drawn once, from the import on. `megabytes` is the kernel's own mark for this process."""
    size = len(draw(sample(rows, columns), fmt))
    status = Path("/proc/self/status").read_text()
    kilobytes = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])
    return {"megabytes": kilobytes / 1024, "file_kilobytes": size / 1000}


def measure() -> list[dict]:
    """Rows of {"work", "floor", "product", "ratio", "megabytes", ...}; times in milliseconds."""
    return [_row(*case) for case in CASES]


def _row(rows: int, columns: int, fmt: str, rounds: int) -> dict:
    times = _in_own_process("time", rows, columns, fmt, rounds)
    memory = _in_own_process("memory", rows, columns, fmt, rounds)
    return {
        "work": f"heatmap {fmt.upper()}, {rows} x {columns}",
        "floor": round(times["floor"] * 1000, 1),
        "product": round(times["product"] * 1000, 1),
        "ratio": round(times["product"] / times["floor"], 2),
        "microseconds_a_cell": round(times["product"] * 1e6 / rows / columns, 1),
        "megabytes": round(memory["megabytes"]),
        "file_kilobytes": round(memory["file_kilobytes"]),
    }


def _in_own_process(what: str, *case) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.heatmap_picture", what, *map(str, case)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


def main(arguments: list[str]) -> None:
    if not arguments:
        for case in CASES:
            sys.stdout.write(json.dumps(_row(*case)) + "\n")
            sys.stdout.flush()
        return
    what, (rows, columns, fmt, rounds) = arguments[0], arguments[1:]
    if what == "time":
        found = time_in_turns(int(rows), int(columns), fmt, int(rounds))
    else:
        found = greatest_memory(int(rows), int(columns), fmt)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
