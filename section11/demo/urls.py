from django.urls import path

from . import views

app_name = "demo"

urlpatterns = [
    path("demo/mail/", views.mail, name="mail"),
    path("demo/mail/<int:pk>.ics", views.mail_calendar, name="mail-calendar"),
]
