from django.urls import path

from ..views import challenges

urlpatterns = [
    path("challenges/<int:pk>/", challenges.challenge_detail, name="challenge-detail"),
]
