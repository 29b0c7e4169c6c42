"""Timetable problems made from a seed: for tests, for the benchmark, and to play with.

`instance(26, 12, 18, available=0.6, seed=1)` is a partnership's challenge as we take it to be:

- half-days are the mornings and afternoons of weekdays from 2 March 2026, one session in each, of
  three hours with at most three agencies and ten minutes between them;
- agencies ask for 40 minutes, every seventh for 60 and those are heavy; a quarter are schools, the
  rest spread over six sectors;
- people have one of four capacities in turn (police, health, local authority, independent), one in
  ten a second; a panel has one of each and three to five members. The independent may chair and so
  may every fifth of the others. Each sits in four sessions at most;
- all but the independent work for an agency, and have an interest in it and in up to two others;
- last cycle's panels are drawn by the same shape: three agencies before one person of each capacity;
- everybody says yes or "if need be" (a fifth of it) to a half-day with the chance `available`, by
  themselves and for each half-day alone.

The same arguments give the same problem on every machine (`random.Random` is specified to).
"""

from datetime import date, time, timedelta
from itertools import count, islice
from random import Random

from challenge.problem import Agency, Answer, Half, Person, Problem, Rules, Session

CAPACITIES = ("police", "health", "local_authority", "independent")
SECTORS = ("schools", "police", "health", "voluntary", "probation", "housing", "early years")
SIZES = ((26, 12, 18), (40, 16, 30), (150, 60, 80), (600, 220, 240))
EASY, TIGHT = 0.6, 0.3


def instance(agencies, half_days, people, *, available, seed):
    """A problem of that many agencies, half-days and people."""
    random = Random(f"{agencies}/{half_days}/{people}/{available}/{seed}")
    sessions = tuple(islice(_sessions(), half_days))

    def answers():
        return {
            s.half_day: Answer.IF_NEED_BE if random.random() < 0.2 else Answer.YES
            for s in sessions
            if random.random() < available
        }

    asked = tuple(
        Agency(
            id=f"a{n:03}",
            name=f"Agency {n}",
            sector=SECTORS[0] if n % 4 == 0 else random.choice(SECTORS[1:]),
            minutes=60 if n % 7 == 0 else 40,
            heavy=n % 7 == 0,
            available=answers(),
        )
        for n in range(agencies)
    )
    met = _last_cycle(random, agencies, people)
    panel = tuple(_person(random, n, agencies, met[n], answers()) for n in range(people))
    rules = Rules(seats_least=3, seats_most=5, required=dict.fromkeys(CAPACITIES, 1))
    return Problem(sessions=sessions, agencies=asked, people=panel, rules=rules)


def _sessions():
    for n in count():
        day = date(2026, 3, 2) + timedelta(days=n)
        if day.weekday() < 5:
            for half, start in ((Half.MORNING, time(9, 30)), (Half.AFTERNOON, time(13, 30))):
                yield Session(f"s{day:%m%d}{half[0]}", day, half, start, minutes=180)


def _last_cycle(random, agencies, people):
    """For each person the numbers of the agencies met."""
    met = [set() for _ in range(people)]
    order = random.sample(range(agencies), agencies)
    for first in range(0, agencies, 3):
        for capacity in range(len(CAPACITIES)):
            member = random.choice(range(capacity, people, len(CAPACITIES)))
            met[member] |= set(order[first : first + 3])
    return met


def _person(random, number, agencies, met, answers):
    capacity = CAPACITIES[number % len(CAPACITIES)]
    independent = capacity == "independent"
    capacities = {capacity}
    if random.random() < 0.1:
        capacities.add(random.choice(CAPACITIES))
    home = "" if independent else f"a{random.randrange(agencies):03}"
    interests = {f"a{random.randrange(agencies):03}" for _ in range(random.randrange(3))}
    return Person(
        id=f"p{number:03}",
        name=f"Person {number}",
        capacities=frozenset(capacities),
        may_chair=independent or number % 5 == 0,
        home=home,
        interests=frozenset(interests | ({home} if home else set())),
        met_last_time=frozenset(f"a{n:03}" for n in met),
        available=answers,
    )
