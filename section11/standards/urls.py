from django.urls import path

from .views import rating_scales

app_name = "standards"

urlpatterns = [
    # /rating-scales
    path("rating-scales.css", rating_scales.rating_css, name="rating-css"),
]
