from django.urls import path

from ..views import responding, surveyed_agencies, surveys

urlpatterns = [
    path("surveys/", surveys.survey_list, name="survey-list"),
    path("cycles/<int:pk>/set-up-survey/", surveys.survey_set_up, name="survey-set-up"),
    path("surveys/<int:pk>/", surveys.survey_detail, name="survey-detail"),
    path("surveys/<int:pk>/edit/", surveys.survey_edit, name="survey-edit"),
    path("surveys/<int:pk>/agencies/", surveys.survey_agencies, name="survey-agencies"),
    path("surveys/<int:pk>/remove/", surveys.survey_remove, name="survey-remove"),
    path("surveys/<int:pk>/open/", surveys.survey_open, name="survey-open"),
    path("surveys/<int:pk>/extend/", surveys.survey_extend, name="survey-extend"),
    path("surveys/<int:pk>/close/", surveys.survey_close, name="survey-close"),
    path("surveys/<int:pk>/share/", surveys.survey_share, name="survey-share"),
    # getting answers in
    path("surveys/<int:pk>/headcounts/", responding.survey_headcounts, name="survey-headcounts"),
    path("surveys/<int:pk>/remind/", responding.survey_remind, name="survey-remind"),
    # an agency's part
    path(
        "surveyed-agencies/<int:pk>/",
        surveyed_agencies.surveyed_agency_detail,
        name="surveyed-agency-detail",
    ),
    path(
        "surveyed-agencies/<int:pk>/headcount/",
        surveyed_agencies.surveyed_agency_headcount,
        name="surveyed-agency-headcount",
    ),
    path(
        "surveyed-agencies/<int:pk>/poster/",
        surveyed_agencies.surveyed_agency_poster,
        name="surveyed-agency-poster",
    ),
    path(
        "surveyed-agencies/<int:pk>/code/<slug:fmt>/",
        surveyed_agencies.surveyed_agency_code,
        name="surveyed-agency-code",
    ),
    path(
        "surveyed-agencies/<int:pk>/renew-link/",
        surveyed_agencies.surveyed_agency_renew,
        name="surveyed-agency-renew",
    ),
    path(
        "surveyed-agencies/<int:pk>/addresses/",
        surveyed_agencies.surveyed_agency_addresses,
        name="surveyed-agency-addresses",
    ),
    path(
        "surveyed-agencies/<int:pk>/lost-link/",
        surveyed_agencies.surveyed_agency_lost_link,
        name="surveyed-agency-lost-link",
    ),
]
