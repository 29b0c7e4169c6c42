"""The way from home to the results of a survey, for breadcrumbs."""

from django.urls import reverse


def to_results(survey, *pages):
    """`pages` are the labels below the results, or (label, url); the last is where one is."""
    way = [
        ("Home", reverse("web:home")),
        (str(survey), survey.get_absolute_url()),
        ("Results", reverse("surveys:survey-results", args=[survey.pk])),
        *pages,
    ]
    return _here(way)


def to_agency_results(surveyed, *pages, reads_all):
    """To those of one agency: past all results for who reads them, past its own page for its own."""
    results = (str(surveyed.agency), reverse("surveys:agency-results", args=[surveyed.pk]))
    if reads_all:
        return to_results(surveyed.survey, results, *pages)
    own = (str(surveyed.survey), surveyed.get_absolute_url())
    return _here([("Home", reverse("web:home")), own, results, *pages])


def _here(way):
    *above, last = way
    return [*above, (last if isinstance(last, str) else last[0], "")]
