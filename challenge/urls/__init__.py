"""The pages of the challenge, by part; each part has a module of its own here."""

from . import setting_up

app_name = "challenge"
urlpatterns = [
    *setting_up.urlpatterns,
]
