"""The pages of surveys, by part; each part has a module of its own here."""

from . import answering, charts, results, running, sets

app_name = "surveys"
urlpatterns = [
    *answering.urlpatterns,
    *sets.urlpatterns,
    *running.urlpatterns,
    *results.urlpatterns,
    *charts.urlpatterns,
]
