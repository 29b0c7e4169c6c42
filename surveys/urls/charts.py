from django.urls import path

from ..views import charts, feedback

urlpatterns = [
    # surveys/…/chart
    path("surveys/<int:pk>/chart/", charts.chart, name="chart"),
    path("surveys/<int:pk>/chart/image.png", charts.chart_image, name="chart-image"),
    path("surveys/<int:pk>/chart.<slug:fmt>", charts.chart_download, name="chart-download"),
    # cycles/…
    path("cycles/<int:pk>/session-feedback/", feedback.session_feedback, name="session-feedback"),
]
