"""Surveys as counting leaves them: numbers, without the answers that they came from."""

from surveys.models import AnswerCount, QuestionCount
from tests import survey_factories as made


def count(surveyed_agency, answers, role_group=""):
    """`answers` is {place of a question from 1: {value: how many}}."""
    questions = list(surveyed_agency.survey.survey_set.questions.in_order())
    for place, given in answers.items():
        key = {
            "surveyed_agency": surveyed_agency,
            "question": questions[place - 1],
            "role_group": role_group,
        }
        QuestionCount.objects.create(count=sum(given.values()), **key)
        for value, number in given.items():
            AnswerCount.objects.create(value=value, count=number, **key)
    surveyed_agency.answered = max(sum(given.values()) for given in answers.values())
    surveyed_agency.save()


def agreeing(percent, people):
    """Answers to one question of that many people, of whom that many percent agree."""
    agree = round(people * percent / 100)
    return {value: number for value, number in {"4": agree, "2": people - agree}.items() if number}


def surveyed(*, cycle, said, status="shared", **fields):
    """A survey in which the first question, which tests the first standard, was answered so: `said`
    is {agency: (percent that agrees, people)}.
    """
    survey = made.survey(cycle=cycle, agencies=list(said), status=status, **fields)
    for one in survey.agencies.all():
        count(one, {1: agreeing(*said[one.agency])})
    return survey


def by_group(surveyed_agency, answers):
    """`answers` is {role group: {place of a question from 1: {value: how many}}}."""
    answered = 0
    for group, given in answers.items():
        count(surveyed_agency, given, group)
        answered += surveyed_agency.answered
    surveyed_agency.answered = answered
    surveyed_agency.save()
