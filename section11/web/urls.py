from django.urls import path

from . import views

app_name = "web"

urlpatterns = [
    path("", views.home, name="home"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("continue-saving/", views.continue_saving, name="continue-saving"),
    path("healthz", views.healthz, name="healthz"),
]
