"""The attack again, on what the pages and downloads give to everybody who may open them."""

import json
import random
from itertools import product

import pytest
from django.urls import reverse

from section11.people.models import Role, Sector
from surveys.models import AnswerCount
from surveys.results import numbers
from tests import challenge_factories, factories
from tests import survey_factories as made
from tests.clients import SignedInClient
from tests.surveys.counted import by_group
from tests.surveys.subtraction import Attacker, Population

SECTORS = [Sector.POLICE, Sector.SCHOOL]
GROUPS = [*made.ROLE_GROUPS, ""]


@pytest.fixture(params=range(3))
def survey(request, cycle, partnership):
    """Six agencies of two sectors, of which some are small and some have small groups."""
    chance = random.Random(request.param)
    survey_set = made.survey_set(questions=2)
    survey_set.questions.update(tests=["question-1-1"])
    agencies = [
        factories.agency(partnership=partnership, sector=SECTORS[number % 2]) for number in range(6)
    ]
    found = made.survey(cycle=cycle, agencies=agencies, survey_set=survey_set, status="shared")
    for surveyed in found.agencies.all():
        most = chance.choice([3, 12, 30])
        answers = {group: {1: said(chance, most), 2: said(chance, most)} for group in GROUPS}
        by_group(surveyed, answers)
    return found


def said(chance, most):
    answers = chance.choices("12345", k=chance.randint(1, most))
    return {value: answers.count(value) for value in set(answers)}


@pytest.fixture
def readers(survey, cycle, partnership):
    """Of each agency a panel member with an interest in it, and its lead; and a Board member."""
    challenge = challenge_factories.challenge(cycle=cycle)
    found = [(factories.member(Role.BOARD_MEMBER, partnership=partnership), None)]
    for surveyed in survey.agencies.select_related("agency"):
        challenge_factories.challenged_agency(challenge=challenge, agency=surveyed.agency)
        member = factories.member(Role.PANEL_MEMBER, partnership=partnership)
        seat = challenge_factories.panel_member(challenge=challenge, user=member)
        challenge_factories.interest(panel_member=seat, agency=surveyed.agency)
        lead = factories.member(Role.LEAD, agency=surveyed.agency)
        found += [(member, None), (lead, surveyed)]
    return found


def signed_in(user):
    client = SignedInClient()
    client.force_login(user)
    return client


def truth(survey):
    cells = {}
    for one in AnswerCount.objects.select_related("surveyed_agency"):
        place = (one.question_id, one.surveyed_agency.agency_id, one.role_group)
        cells.setdefault(place, {})[one.value] = one.count
    population = Population(cells, threshold=survey.threshold)
    population.questions = list(survey.survey_set.questions.in_order())
    [population.standard] = [one.pk for one in numbers.of_survey(survey).standards]
    return population


def published(survey, readers):
    for user, surveyed in readers:
        own = surveyed and surveyed.agency_id
        for sector in ["", *SECTORS]:
            results = numbers.of_survey(survey, user, sector=sector, own=own)
            groups = numbers.by_role_group(survey, user, sector=sector, own=own)
            yield [line.id for line in results.agencies], results, groups


def downloads(survey, readers):
    """Each reader with the address of each download that they may take."""
    for user, surveyed in readers:
        if surveyed:
            yield user, reverse("surveys:agency-results-download", args=[surveyed.pk, "json"])
        else:
            url = reverse("surveys:results-download", args=[survey.pk, "json"])
            yield from ((user, f"{url}?sector={sector}") for sector in ["", *SECTORS])


def downloaded(survey, readers):
    """Every row with numbers of every download of every reader."""
    for user, url in downloads(survey, readers):
        for row in json.loads(signed_in(user).get(url).content)["rows"]:
            if row["People"]:
                yield row


def test_nobody_and_all_together_learn_of_few_people(survey, readers):
    attacker = Attacker(truth(survey), published(survey, readers))

    assert attacker.smallest_atom() >= survey.threshold
    assert len(attacker.rows) > 10


def test_downloads_hold_no_number_but_the_published(survey, readers):
    shares = set()
    for _, results, groups in published(survey, readers):
        for held in (results, groups):
            for found in (
                held.by_question,
                held.by_standard,
                held.overall_by_question,
                held.overall_by_standard,
            ):
                shares |= {(str(one.people), str(one.n)) for one in found.values() if one}

    rows = {(row["People"], row["Answers"]) for row in downloaded(survey, readers)}

    assert rows
    assert rows <= shares
    assert min(int(people) for people, _ in rows) >= survey.threshold


def test_no_page_shows_a_number_of_few_people(survey, readers):
    hidden = {line.name for line in numbers.of_survey(survey).agencies if line.answered is None}
    board_member, _ = readers[0]
    client = signed_in(board_member)
    question = survey.survey_set.questions.first()

    for name, more in [("survey", []), ("question", [question.pk])]:
        page = client.get(reverse(f"surveys:{name}-results", args=[survey.pk, *more]))
        text = page.content.decode()
        for agency in hidden:
            row = text.split(f">{agency}</a>")[1].split("</tr>")[0]
            assert "Fewer than 10 answered" in row
            assert "%" not in row


def test_there_are_enough_ways_to_be_hidden(survey):
    """That the populations above try the rules at all."""
    results, groups = numbers.of_survey(survey), numbers.by_role_group(survey)
    places = list(product(results.agencies, GROUPS[:2], results.questions))

    hidden = [
        (line, group, question)
        for line, group, question in places
        if groups.by_question[line.id, group, question.lineage] is None
    ]

    assert 0 < len(hidden) < len(places)
