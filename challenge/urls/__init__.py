"""The pages of the challenge, by part; each part has a module of its own here."""

from . import after, calendar, interests, planning, sessions, setting_up

app_name = "challenge"
urlpatterns = [
    *setting_up.urlpatterns,
    *interests.urlpatterns,
    *planning.urlpatterns,
    *calendar.urlpatterns,
    *sessions.urlpatterns,
    *after.urlpatterns,
]
