"""The self-rating of each question, from the letter that a story gives to its theme."""

from random import Random

# How a question that differs from the commonest level of its theme differs, and how often.
NEIGHBOURS = {"R": ["A"], "A": ["G", "R"], "G": ["A"]}
WORST_FIRST = "RAG"
NOT_APPLICABLE = "N/A"


def letter(
    *, key: str, story: dict, year: int, lineage: str, theme: str, essential: bool, spreads: dict
) -> str:
    """The letter of the level that an agency gives one question: R, A, G or N/A.

    `story` is the agency's entry in ratings.yaml, `spreads` that file's table of shares. An
    essential question is below its theme only where the story says so, since it decides how the
    standard is rolled up. Whether a question differs depends on the agency and the question, never
    on the year: what moves from one cycle to the next is what the story says moves.
    """
    if lineage in story.get("not_applicable", {}):
        return NOT_APPLICABLE
    fixed = story.get("exceptions", {}).get(year, {})
    if lineage in fixed:
        return fixed[lineage]
    common = story["cycles"][year][theme]
    chance = Random(f"{key} {lineage}")  # noqa: S311 - repeatable on purpose
    if chance.random() >= spreads[story["spread"]]:
        return common
    drawn = chance.choice(NEIGHBOURS[common])
    return common if essential and WORST_FIRST.index(drawn) < WORST_FIRST.index(common) else drawn
