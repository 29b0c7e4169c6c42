"""What practitioners say of a standard, on the rating scale of the cycle and in a sentence.

Pure: `survey` is whatever has the two thresholds, `share` one of `numbers`.
"""


def level_of(survey, share, levels: int) -> int:
    """The place from the worst of `levels` levels: the best from green_from on, the worst below
    amber_from, and between the two the others, spread evenly.
    """
    if share.percent >= survey.green_from:
        return levels - 1
    between = levels - 2
    if share.percent < survey.amber_from or between < 1:
        return 0
    into = share.percent - survey.amber_from
    return 1 + into * between // (survey.green_from - survey.amber_from)


def in_words(share) -> str:
    """41 % agree, n = 37, between 27 and 57 %"""
    return (
        f"{share.percent} % agree, n = {share.people}, between {share.low_percent} and"
        f" {share.high_percent} %"
    )


def rule(survey, labels) -> str:
    """How a share becomes a level, in sentences; `labels` are those of the levels, worst first."""
    best, worst = labels[-1].lower(), labels[0].lower()
    said = f"From {survey.green_from} % agreement on, practitioners are taken to say {best}"
    if len(labels) > 2:
        return f"{said}, below {survey.amber_from} % {worst}."
    return f"{said}, below that {worst}."
