from django.urls import path

from .views import (
    agencies,
    agency_people,
    grants,
    held_roles,
    imports,
    invitations,
    partnership_people,
    partnerships,
    places,
    record,
    roles,
    second_step,
    sign_in,
    your_details,
    your_sign_in,
)

app_name = "people"

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    # your-details/
    path("your-details/", your_details.your_details, name="your-details"),
    # your-sign-in/
    path("your-sign-in/", your_sign_in.your_sign_in, name="your-sign-in"),
    path("your-sign-in/password/", your_sign_in.password, name="password"),
    path("your-sign-in/sessions/<int:pk>/end/", your_sign_in.session_end, name="session-end"),
    path("your-sign-in/sessions/end/", your_sign_in.other_sessions_end, name="other-sessions-end"),
    # agencies/
    path("agencies/", agencies.agency_list, name="agency-list"),
    path("agencies/new/", agencies.agency_new, name="agency-new"),
    path("agencies/places/<int:pk>/", places.place_edit, name="place-edit"),
    path("agencies/places/<int:pk>/end/", places.place_end, name="place-end"),
    path("agencies/places/<int:pk>/return/", places.place_return, name="place-return"),
    path("agencies/<int:pk>/details/", agencies.agency_edit, name="agency-edit"),
    path("agencies/<int:pk>/people/", agency_people.agency_people, name="agency-people"),
    path("agencies/<int:pk>/people/invite/", agency_people.agency_invite, name="agency-invite"),
    path(
        "agencies/<int:pk>/people/second-step/",
        agency_people.agency_second_factor,
        name="agency-second-factor",
    ),
    path("agencies/<int:pk>/record/", record.agency_record, name="agency-record"),
    path(
        "agencies/<int:pk>/record/<slug:fmt>/",
        record.agency_record_download,
        name="agency-record-download",
    ),
    # partnerships/
    path("partnerships/<int:pk>/record/", record.partnership_record, name="partnership-record"),
    path(
        "partnerships/<int:pk>/record/<slug:fmt>/",
        record.partnership_record_download,
        name="partnership-record-download",
    ),
    path(
        "partnerships/<int:pk>/people/",
        partnership_people.partnership_people,
        name="partnership-people",
    ),
    path(
        "partnerships/<int:pk>/people/invite/",
        partnership_people.partnership_invite,
        name="partnership-invite",
    ),
    # invitation/
    path("invitation/<str:key>/", invitations.invitation_accept, name="invitation-accept"),
    # people/
    path("people/<int:pk>/", held_roles.person_detail, name="person-detail"),
    path(
        "people/<int:pk>/second-step/remove/",
        second_step.remove_of_person,
        name="person-second-step-remove",
    ),
    # imports/
    path("imports/<slug:kind>/upload/", imports.import_upload, name="import-upload"),
    path(
        "imports/<slug:kind>/template/<slug:fmt>/", imports.import_template, name="import-template"
    ),
    path("imports/<int:pk>/", imports.import_detail, name="import-detail"),
    path("imports/<int:pk>/apply/", imports.import_apply, name="import-apply"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import-discard"),
    path("imports/held/", imports.held_send, name="held-send"),
    # service/
    path("service/record/", record.service_record, name="service-record"),
    path(
        "service/record/<slug:fmt>/", record.service_record_download, name="service-record-download"
    ),
    path("service/partnerships/", partnerships.partnership_list, name="partnership-list"),
    path("service/partnerships/new/", partnerships.partnership_new, name="partnership-new"),
    path(
        "service/partnerships/<int:pk>/coordinators/new/",
        partnerships.coordinator_new,
        name="coordinator-new",
    ),
    path("service/partnerships/<int:pk>/reading/", grants.grant_new, name="grant-new"),
    # grants/
    path("grants/", grants.grant_list, name="grant-list"),
    path("grants/<int:pk>/end/", grants.grant_end, name="grant-end"),
    # roles/
    path("roles/", roles.role_table, name="role-table"),
    path("roles/<int:pk>/end/", held_roles.role_end, name="role-end"),
    path("roles/<int:pk>/leave/", held_roles.role_leave, name="role-leave"),
    path("roles/<int:pk>/hand-on/", held_roles.role_hand_on, name="role-hand-on"),
    path("roles/<int:pk>/send/", held_roles.role_send, name="role-send"),
]
