"""What the benchmarks mean to reach, as rules over their rows: rows in, sentences of what is missed out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AtMost:
    """The figure `key` is at most `limit` in every row whose work holds the words `where`."""

    key: str
    limit: float
    where: str = ""

    def missed(self, rows: list[dict]) -> list[str]:
        judged = _judged(rows, self.key, self.where)
        return [
            f"{row['work']}: {words(self.key)} {row[self.key]:,}, at most {self.limit:,}"
            for row in judged
            if row[self.key] > self.limit
        ] or _nothing_to_judge(judged, self)


@dataclass(frozen=True)
class Same:
    """The figure `key` is the same in all rows; "7, 7" holds two of them."""

    key: str
    where: str = ""

    def missed(self, rows: list[dict]) -> list[str]:
        judged = _judged(rows, self.key, self.where)
        values = {value for row in judged for value in str(row[self.key]).split(", ")}
        if len(values) > 1:
            return [f"{words(self.key)} not the same: {', '.join(sorted(values))}"]
        return _nothing_to_judge(judged, self)


@dataclass(frozen=True)
class Linear:
    """Rows of ever larger work: `key`, a time for each part of it, never grows by over a fifth."""

    key: str
    where: str = ""

    def missed(self, rows: list[dict]) -> list[str]:
        judged = _judged(rows, self.key, self.where)
        return [
            f"{larger['work']}: {words(self.key)} {larger[self.key]:,}, but {smaller[self.key]:,}"
            f" in {smaller['work']}"
            for smaller, larger in zip(judged, judged[1:], strict=False)
            if larger[self.key] > smaller[self.key] * 1.2
        ] or _nothing_to_judge(judged, self)


def words(key: str) -> str:
    return key.replace("_", " ")


def _judged(rows: list[dict], key: str, where: str) -> list[dict]:
    return [row for row in rows if key in row and where in row["work"]]


def _nothing_to_judge(judged: list[dict], goal: AtMost | Same | Linear) -> list[str]:
    """A goal that no row speaks of is not reached: a renamed column must not pass for success."""
    return [] if judged else [f"{words(goal.key)} {goal.where}: not measured".replace(" :", ":")]
