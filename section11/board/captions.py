"""What a heatmap says of itself, in words: on the page, on the picture, in the record."""

from section11.audits.roll_up import RollUp
from section11.people.models import PartnershipAgency, Sector

from . import travel
from .layers import DEFAULT
from .results import Results
from .selection import Heatmap


def title(heatmap: Heatmap) -> str:
    if heatmap.choice.years:
        return f"{_standard(heatmap)}, year on year" if heatmap.columns else "Year on year"
    return "Ratings by agency and standard"


def layer(heatmap: Heatmap) -> str:
    first, second = heatmap.choice.layer, heatmap.choice.against
    return f"{first.label} compared with {second.label.lower()}" if second else first.label


def filters(heatmap: Heatmap) -> list[str]:
    """What was left out, as what is left in."""
    choice = heatmap.choice
    found = []
    if choice.sector:
        found.append(f"Sector: {Sector(choice.sector).label}")
    if choice.basis:
        found.append(f"Basis: {PartnershipAgency.ParticipationBasis(choice.basis).label}")
    if choice.standard and not choice.years:
        found.append(f"Standard: {_standard(heatmap)}")
    if choice.priority:
        titles = {one.pk: one.title for one in heatmap.results.priorities}
        found.append(f"Questions that speak to: {titles[choice.priority]}")
    return found


def so_far(heatmap: Heatmap) -> str:
    agencies = len(heatmap.lines)
    return (
        f"{heatmap.submitted} of {agencies} {'agency has' if agencies == 1 else 'agencies have'}"
        " submitted"
    )


def withheld(results: Results) -> str:
    """How many agencies are left out for whoever looks, in a sentence; nothing if none is."""
    if not results.withheld:
        return ""
    are = "agency is" if results.withheld == 1 else "agencies are"
    return f"{results.withheld} {are} not shown to you because of a conflict of interest."


def difference(heatmap: Heatmap) -> list[str]:
    """How a cell of two layers reads; and what it means that the self-rating is the higher one."""
    first, second = heatmap.choice.layer, heatmap.choice.against
    if second is None:
        return []
    how = (
        f"Each cell: how many levels {first.label.lower()} is above (+) or below (−)"
        f" {second.label.lower()}, then both ratings."
    )
    own_first = first.key == DEFAULT and second.where_self_is_higher
    own_second = second.key == DEFAULT and first.where_self_is_higher
    means = (own_first and f"+ means: {own_first}") or (own_second and f"− means: {own_second}")
    return [how, means] if means else [how]


def rules(heatmap: Heatmap) -> list[str]:
    """The roll-up rule by name; and, where it is shown, that of direction of travel."""
    rule = RollUp(heatmap.cycle.roll_up)
    said = [f"Roll-up rule: {rule.label.lower()}. {rule.rule}"]
    if heatmap.has_travel:
        said.append(travel.RULE)
    if heatmap.compared_with and heatmap.has_travel:
        said.append(f"Here that cycle is {heatmap.compared_with}.")
    return said


def _standard(heatmap: Heatmap) -> str:
    return heatmap.columns[0].standard.title if heatmap.columns else "No standard"
