"""How many have answered: numbers only, whatever they answered. Two queries, however many agencies."""

from dataclasses import dataclass

from django.db.models import Count

from ..models import Survey, SurveyedAgency

# Below this share of its staff an agency's response is called low.
LOW_SHARE = 30


@dataclass(frozen=True)
class Response:
    """An agency and how many of its staff have answered, against how many could."""

    surveyed: SurveyedAgency
    answered: int
    threshold: int

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
    if survey.counted_at:
        found = survey.agencies.select_related("agency")
        return [Response(one, one.answered or 0, survey.threshold) for one in found]
    found = survey.agencies.select_related("agency").annotate(in_box=Count("sealed_answers"))
    return [Response(one, one.in_box, survey.threshold) for one in found]


def of(surveyed) -> Response:
    """The same of one agency."""
    answered = surveyed.answered
    if answered is None:
        answered = surveyed.sealed_answers.count()
    return Response(surveyed, answered, surveyed.survey.threshold)


def totals(surveys) -> dict[int, int]:
    """How many have answered each of the surveys, by its id."""
    counted = Survey.objects.filter(pk__in=[one.pk for one in surveys])
    rows = counted.annotate(in_box=Count("agencies__sealed_answers"))
    return dict(rows.values_list("pk", "in_box"))
