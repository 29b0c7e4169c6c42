"""What a coordinator sensibly does next with a cycle. Values in, a sentence and a link out."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class NextStep:
    """`sentence` says how it stands; `link` says what to do on the page `url_name` of the cycle."""

    sentence: str
    link: str
    url_name: str


def next_step(cycle, *, today: date) -> NextStep | None:
    """For a cycle with its counts (`CycleQuerySet.with_counts`); none once it is closed."""
    if cycle.is_planned:
        return _planned(cycle, today)
    if cycle.is_paused:
        return NextStep(
            "Paused: nobody can change, send or sign off anything.", "Resume it", "cycle-resume"
        )
    if cycle.is_open:
        return _open(cycle)
    return None


def _planned(cycle, today):
    if not cycle.agencies:
        return NextStep("No agency takes part yet.", "Choose the agencies", "cycle-agencies")
    taking_part = f"{cycle.agencies} {'agency takes' if cycle.agencies == 1 else 'agencies take'}"
    if cycle.opens_on > today:
        sentence = f"{taking_part} part. It is to open on {cycle.opens_on:%-d %B %Y}."
        return NextStep(sentence, "Look through it before launch", "cycle-manage")
    return NextStep(f"{taking_part} part. It is ready to open.", "Launch it", "cycle-launch")


def _open(cycle):
    if not cycle.agencies:
        return NextStep("No agency takes part.", "Choose the agencies", "cycle-agencies")
    if cycle.submitted == cycle.agencies:
        return NextStep("Every agency has submitted.", "Close it", "cycle-close")
    submitted = f"{cycle.submitted} of {cycle.agencies} submitted"
    if cycle.late:
        sentence = f"{submitted}, {cycle.late} late."
        return NextStep(sentence, "See who is late, and remind them", "cycle-progress")
    return NextStep(f"{submitted}, none late.", "See how far each agency is", "cycle-progress")
