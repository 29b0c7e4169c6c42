"""Parts of a large plan that are made better one after another, all else standing still."""

from collections.abc import Iterator
from random import Random

from .case import Case

SESSIONS = 24
SEED = 11


def windows(case: Case) -> Iterator[set[int]]:
    """Sets of sessions, without end: in turns some days on end, and sessions from anywhere. The
    same case gives the same sets.
    """
    random = Random(SEED)  # noqa: S311 - nothing secret
    numbers = [s for day in case.days for s in day]
    size = min(SESSIONS, len(numbers))
    while True:
        first = random.randrange(len(numbers) - size + 1)
        yield set(numbers[first : first + size])
        yield set(random.sample(numbers, size))
