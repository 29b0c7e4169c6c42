"""Sessions and their slots: packs, lines of enquiry, rating alone, the session and its record."""

from django.urls import path

from ..views import enquiries, member_ratings, packs, records, sessions

urlpatterns = [
    path("challenge-sessions/<int:pk>/", sessions.session_detail, name="session-detail"),
    path("challenge-sessions/<int:pk>/open/", sessions.session_open, name="session-open"),
    path("challenge-sessions/<int:pk>/live/", sessions.session_live, name="session-live"),
    path("challenge-sessions/<int:pk>/close/", sessions.session_close, name="session-close"),
    path(
        "challenge-sessions/<int:pk>/attendance/",
        sessions.session_attendance,
        name="session-attendance",
    ),
    path("slots/<int:pk>/", packs.slot_detail, name="slot-detail"),
    path("slots/<int:pk>/standards/<int:standard_pk>/", packs.slot_standard, name="slot-standard"),
    path("slots/<int:pk>/enquiries/", enquiries.slot_enquiries, name="slot-enquiries"),
    path(
        "slots/<int:pk>/enquiries/send/",
        enquiries.slot_enquiries_send,
        name="slot-enquiries-send",
    ),
    path("slots/<int:pk>/rate/", member_ratings.slot_rate, name="slot-rate"),
    path("slots/<int:pk>/record/", records.slot_record, name="slot-record"),
    path("slots/<int:pk>/record/agency/", records.slot_record_agency, name="slot-record-agency"),
    path(
        "slots/<int:pk>/record/<int:standard_pk>/",
        records.slot_record_standard,
        name="slot-record-standard",
    ),
    path("slots/<int:pk>/attendance/", records.slot_attendance, name="slot-attendance"),
    path(
        "challenged-agencies/<int:pk>/enquiries/",
        enquiries.agency_enquiries,
        name="agency-enquiries",
    ),
]
