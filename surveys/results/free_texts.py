"""What practitioners wrote: who reads which texts, and beside which agency's name.

A text is published as a number is, by the atom rule over all who answered the survey: beside the
name of an agency of which enough answered; without a name where those of the hidden agencies are
enough together; else to nobody but whoever runs the survey.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from section11.people import withheld

from ..models import FreeText, Survey
from .suppression import Parted, part_agencies


@dataclass(frozen=True)
class Sources:
    """The agencies of a survey as sources of texts, by their part in it."""

    survey: Survey
    parted: Parted
    agency_of: dict[int, int | None]

    def are_publishable(self, text: FreeText) -> bool:
        return text.surveyed_agency_id in self.parted.alone | self.parted.together

    def name(self, text: FreeText) -> str:
        """The agency as it stands beside the text."""
        surveyed = text.surveyed_agency
        if surveyed.pk not in self.parted.alone:
            return f"An agency of which fewer than {self.survey.threshold} answered"
        return str(surveyed.agency) if surveyed.agency_id else self.survey.gathering


def sources(survey: Survey) -> Sources:
    """One query."""
    rows = survey.agencies.order_by("pk").values_list("pk", "agency", "answered")
    answered = {pk: count or 0 for pk, _, count in rows}
    return Sources(
        survey,
        part_agencies(answered, survey.threshold),
        {pk: agency for pk, agency, _ in rows},
    )


def released(of: Sources, user: Any):
    """The released texts that `user`, who reads the results of this survey, may read."""
    hidden = withheld.agencies(user, of.survey.cycle.partnership_id)
    known = [pk for pk, agency in of.agency_of.items() if agency not in hidden]
    return _in_order(
        FreeText.objects.filter(
            surveyed_agency__in=of.parted.within(known), released_at__isnull=False
        )
    )


def released_of(of: Sources, surveyed_agency: Any):
    """The released texts of one agency; none where too few of it answered."""
    return _in_order(
        FreeText.objects.filter(
            surveyed_agency__in=of.parted.alone & {surveyed_agency.pk}, released_at__isnull=False
        )
    )


def to_review(survey: Survey, user: Any):
    """All texts of the survey for whoever runs it, but those of agencies withheld from them."""
    return _in_order(
        FreeText.objects.visible_to(user).filter(surveyed_agency__survey=survey)
    ).select_related("released_by", "held_back_by")


@dataclass(frozen=True)
class Written:
    """A text as a page shows it."""

    text: FreeText
    source: str
    is_publishable: bool


def written(of: Sources, texts: Collection[FreeText]) -> list[Written]:
    return [Written(text, of.name(text), of.are_publishable(text)) for text in texts]


def _in_order(texts):
    """By question; within one by ids, which are random."""
    return texts.select_related("question", "surveyed_agency__agency").order_by(
        "question__order", "pk"
    )
