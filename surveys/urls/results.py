"""What came of a survey: shares of agreement, and what practitioners wrote."""

from django.urls import path

from ..views import free_texts, results

urlpatterns = [
    path("surveys/<int:pk>/results/", results.survey_results, name="survey-results"),
    path(
        "surveys/<int:pk>/results/standards/<int:standard>/",
        results.standard_results,
        name="standard-results",
    ),
    path(
        "surveys/<int:pk>/results/questions/<int:question>/",
        results.question_results,
        name="question-results",
    ),
    path("surveys/<int:pk>/results/role-groups/", results.group_results, name="group-results"),
    path(
        "surveys/<int:pk>/results/download/<slug:fmt>/",
        results.results_download,
        name="results-download",
    ),
    path("surveyed-agencies/<int:pk>/results/", results.agency_results, name="agency-results"),
    path(
        "surveyed-agencies/<int:pk>/results/download/<slug:fmt>/",
        results.agency_results_download,
        name="agency-results-download",
    ),
    path("surveys/<int:pk>/texts/", free_texts.free_text_list, name="free-text-list"),
    path("surveys/<int:pk>/texts/review/", free_texts.free_text_review, name="free-text-review"),
    path(
        "surveyed-agencies/<int:pk>/texts/",
        free_texts.agency_free_text_list,
        name="agency-free-text-list",
    ),
    path("free-texts/<uuid:pk>/edit/", free_texts.free_text_edit, name="free-text-edit"),
]
