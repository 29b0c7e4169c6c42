from django.urls import path

from ..views import answering

urlpatterns = [
    path("survey/once/<str:token>/", answering.answer_once, name="answer-once"),
    path("survey/<str:key>/", answering.answer_start, name="answer-start"),
    path("survey/<str:key>/thank-you/", answering.answer_thanks, name="answer-thanks"),
    path("survey/<str:key>/<str:step>/", answering.answer_step, name="answer-step"),
]
