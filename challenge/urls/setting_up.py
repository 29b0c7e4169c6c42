from django.urls import path

from ..views import answers, availability, challenges, chosen, panel, setting_up

urlpatterns = [
    path("challenges/<int:pk>/", challenges.challenge_detail, name="challenge-detail"),
    # how it is held
    path("cycles/<int:pk>/set-up-challenge/", setting_up.challenge_set_up, name="challenge-set-up"),
    path("challenges/<int:pk>/edit/", setting_up.challenge_edit, name="challenge-edit"),
    path(
        "challenges/<int:pk>/half-days/",
        setting_up.challenge_half_days,
        name="challenge-half-days",
    ),
    path("challenges/<int:pk>/rooms/", setting_up.challenge_rooms, name="challenge-rooms"),
    # who takes part
    path("challenges/<int:pk>/panel/", panel.challenge_panel, name="challenge-panel"),
    path("panel-members/<int:pk>/", panel.panel_member_edit, name="panel-member-edit"),
    path(
        "panel-members/<int:pk>/take-off/",
        panel.panel_member_take_off,
        name="panel-member-take-off",
    ),
    path("challenges/<int:pk>/agencies/", chosen.challenge_agencies, name="challenge-agencies"),
    # who can come when
    path("challenges/<int:pk>/ask/", answers.challenge_ask, name="challenge-ask"),
    path("challenges/<int:pk>/answers/", answers.challenge_answers, name="challenge-answers"),
    path(
        "challenges/<int:pk>/answers/upload/",
        answers.challenge_answers_upload,
        name="challenge-answers-upload",
    ),
    path(
        "challenges/<int:pk>/answers/apply/",
        answers.challenge_answers_apply,
        name="challenge-answers-apply",
    ),
    path(
        "challenges/<int:pk>/answers/<slug:fmt>/",
        answers.challenge_answers_download,
        name="challenge-answers-download",
    ),
    path(
        "panel-members/<int:pk>/availability/",
        availability.panel_availability,
        name="panel-availability",
    ),
    path("panel-members/<int:pk>/send-link/", answers.panel_link_send, name="panel-link-send"),
    path(
        "challenged-agencies/<int:pk>/availability/",
        availability.agency_availability,
        name="agency-availability",
    ),
    path(
        "challenged-agencies/<int:pk>/send-link/",
        answers.agency_link_send,
        name="agency-link-send",
    ),
    # availability/, for those who hold a link
    path("availability/<str:key>/", availability.availability_by_link, name="availability-by-link"),
]
