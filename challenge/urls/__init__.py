"""The pages of the challenge, by part; each part has a module of its own here."""

app_name = "challenge"
urlpatterns = []
