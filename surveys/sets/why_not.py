"""Why somebody cannot do what they look for on a survey set's page."""

from section11.web.exceptions import Reason, listed, why_not

from ..models import SurveySet

SHIPPED = (
    "This set comes with the product, so nobody changes it here. Begin a new version of your own."
)


def reasons(survey_set: SurveySet) -> list[Reason]:
    """A Reason for what the coordinator who sees the set cannot do now."""
    why = why_not(survey_set.must_be_draft) if survey_set.partnership_id else SHIPPED
    return listed({"Why can't I change the questions?": why})
