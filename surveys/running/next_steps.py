"""What a coordinator sensibly does next with a survey. Values in, a sentence and a link out."""

from dataclasses import dataclass
from datetime import date, timedelta

# Nobody is reminded of what began a moment ago.
TIME_TO_ANSWER = timedelta(days=3)


@dataclass(frozen=True)
class NextStep:
    """`sentence` says how it stands; `link` says what to do on the page `url_name` of the survey."""

    sentence: str
    link: str = ""
    url_name: str = ""


@dataclass(frozen=True)
class Stand:
    """The numbers of agencies, of those without a headcount, with a low response, in which nobody
    was sent a personal link, and of answers.
    """

    agencies: int = 0
    without_links: int = 0
    without_headcount: int = 0
    low: int = 0
    answered: int = 0


def stand_of(responses) -> Stand:
    """How a survey stands by the responses of its agencies."""
    return Stand(
        agencies=len(responses),
        without_links=sum(not one.sent for one in responses),
        without_headcount=sum(one.headcount is None for one in responses),
        low=sum(one.is_low for one in responses),
        answered=sum(one.answered for one in responses),
    )


def next_step(survey, stand: Stand, *, today: date) -> NextStep | None:
    """None once the results are shared."""
    if survey.shared_at:
        return None
    if survey.counted_at and survey.gathering_key:
        return NextStep(
            "The answers are counted. Only those who run surveys read them; the Board reads the sum"
            " over all sessions."
        )
    if survey.counted_at:
        return NextStep(
            "The answers are counted. Look through the results and what people wrote, then share"
            " them.",
            "Share the results",
            "survey-share",
        )
    if survey.closed_at:
        return NextStep("It is closed, and its answers are being counted.")
    if survey.opened_at:
        return _open(survey, stand, today)
    if not stand.agencies:
        return NextStep("No agency is asked yet.", "Choose the agencies", "survey-agencies")
    if survey.closes_on < today:
        return NextStep(
            f"Its last day, {survey.closes_on:%-d %B %Y}, is past, so it cannot be opened.",
            "Choose other days",
            "survey-edit",
        )
    return NextStep(
        f"{_agencies(stand.agencies)} will be asked. It is ready to open.",
        "Open the survey",
        "survey-open",
    )


def _open(survey, stand, today):
    if survey.access == survey.Access.TOKENS and stand.without_links:
        return NextStep(
            f"In {_agencies(stand.without_links)} nobody has been sent a personal link yet. The lead"
            " does it, or you, on the agency’s page."
        )
    if today < survey.opens_on:
        return NextStep(
            f"The agencies have their links. Answers are taken from {survey.opens_on:%-d %B %Y}."
        )
    is_time_to_remind = today - survey.opens_on >= TIME_TO_ANSWER
    if stand.low and is_time_to_remind and not survey.gathering_key:
        return NextStep(
            f"Few have answered in {_agencies(stand.low)}.", "Send a reminder", "survey-remind"
        )
    if stand.without_headcount and not survey.gathering_key:
        return NextStep(
            f"{_agencies(stand.without_headcount)} without a number of staff: no response rate can"
            " be told.",
            "Fill in numbers of staff",
            "survey-headcounts",
        )
    return NextStep(f"Answers come in until {survey.closes_on:%-d %B %Y}.")


def _agencies(count):
    return "1 agency" if count == 1 else f"{count} agencies"
