from .answering import SealedAnswers, SurveyDraft, SurveyToken
from .counts import AnswerCount, FreeText, QuestionCount
from .survey import FEWEST_SHOWN, USUALLY_SHOWN, Survey, SurveyedAgency
from .survey_set import SurveyQuestion, SurveySet
from .survey_set_import import SurveySetImport

__all__ = [
    "FEWEST_SHOWN",
    "USUALLY_SHOWN",
    "AnswerCount",
    "FreeText",
    "QuestionCount",
    "SealedAnswers",
    "Survey",
    "SurveyDraft",
    "SurveyQuestion",
    "SurveySet",
    "SurveySetImport",
    "SurveyToken",
    "SurveyedAgency",
]
