"""How many have answered: numbers only, whatever they answered. One query, however many there are."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from ..models import SurveyedAgency, SurveyToken

# Below this share of its staff an agency's response is called low.
LOW_SHARE = 30


@dataclass(frozen=True)
class Response:
    """An agency and how many of its staff have answered, against how many could; and how many were
    sent a personal link, where there are such.
    """

    surveyed: SurveyedAgency
    answered: int
    threshold: int
    sent: int = 0

    @property
    def headcount(self):
        return self.surveyed.headcount

    @property
    def share(self):
        """In per cent; None without a headcount."""
        return round(100 * self.answered / self.headcount) if self.headcount else None

    @property
    def is_too_many(self):
        """More answers than staff: somebody answered twice, or the headcount is wrong."""
        return self.headcount is not None and self.answered > self.headcount

    @property
    def hides(self):
        """So few that nothing of the agency could be shown."""
        return self.answered < self.threshold

    @property
    def is_low(self):
        return self.hides or (self.share is not None and self.share < LOW_SHARE)


def read(survey) -> list[Response]:
    """Each agency of the survey, by name."""
    return read_all([survey])[survey.pk]


def read_all(surveys) -> dict[int, list[Response]]:
    """The same of several surveys at once, by id of the survey."""
    by_id = {one.pk: one for one in surveys}
    found: dict[int, list[Response]] = {pk: [] for pk in by_id}
    parts = SurveyedAgency.objects.filter(survey__in=by_id).select_related("agency")
    links = SurveyToken.objects.filter(surveyed_agency=OuterRef("pk")).order_by()
    sent = links.values("surveyed_agency").values(number=Count("pk"))
    for one in parts.annotate(in_box=Count("sealed_answers"), sent=Subquery(sent)):
        one.survey = by_id[one.survey_id]
        found[one.survey_id].append(_response(one, one.in_box, one.sent or 0))
    return found


def of(surveyed) -> Response:
    """The same of one agency."""
    return _response(surveyed, surveyed.sealed_answers.count())


def _response(surveyed, in_box, sent=0):
    """Once it is counted the box is empty, and the agency's part says how many there were."""
    answered = in_box if surveyed.answered is None else surveyed.answered
    return Response(surveyed, answered, surveyed.survey.threshold, sent)
