from django.urls import path

from ..views import planning, timetable_changes, timetables

urlpatterns = [
    path("challenges/<int:pk>/timetable/", planning.timetable_plan, name="timetable-plan"),
    path("planning-runs/<int:pk>/", planning.run_detail, name="run-detail"),
    path("planning-runs/<int:pk>/cancel/", planning.run_cancel, name="run-cancel"),
    path("planning-runs/<int:pk>/problem.json", planning.run_problem, name="run-problem"),
    path("timetables/<int:pk>/", timetables.timetable_detail, name="timetable-detail"),
    path("timetables/<int:pk>/compare/", timetables.timetable_compare, name="timetable-compare"),
    path("timetables/<int:pk>/publish/", timetables.timetable_publish, name="timetable-publish"),
    path("timetables/<int:pk>/discard/", timetables.timetable_discard, name="timetable-discard"),
    path("timetables/<int:pk>/copy/", timetables.timetable_copy, name="timetable-copy"),
    path(
        "timetables/<int:pk>/problem.json", timetables.timetable_problem, name="timetable-problem"
    ),
    path(
        "timetables/<int:pk>/agencies/<int:agency>/",
        timetable_changes.timetable_agency,
        name="timetable-agency",
    ),
    path(
        "timetables/<int:pk>/sessions/<str:session>/",
        timetable_changes.timetable_session,
        name="timetable-session",
    ),
]
