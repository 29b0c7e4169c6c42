"""The results of a survey, suppressed, against hand-written GROUP BYs over the same counts.

60 agencies, 20 questions and 5,000 respondents in three role groups, alone and among ten such
surveys. `python -m tests.bench.survey_results` makes its own database, as heatmap_numbers does.
"""

import json
import random
import sys
from collections import Counter

import django

from tests.bench.heatmap_numbers import in_turns, own_database, queries_of, row, run, settle

AGENCIES, QUESTIONS, PEOPLE, SURVEYS = 60, 20, 5_000, 10
GROUPS = ["I work with children", "I manage others", "I work in another role"]


def survey(agencies):
    """A shared survey that that many people of the agencies answered."""
    from surveys.models import AnswerCount, QuestionCount  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415
    from tests import survey_factories as made  # noqa: PLC0415

    chance = random.Random(1)
    partnership = factories.partnership()
    asked = [factories.agency(partnership=partnership) for _ in range(agencies)]
    survey_set = made.survey_set(questions=0)
    for order in range(1, QUESTIONS + 1):
        tested = f"question-{order % 2 + 1}-1"
        made.question(survey_set=survey_set, order=order, tests=[tested])
    found = made.survey(
        cycle=factories.cycle(partnership=partnership),
        agencies=asked,
        survey_set=survey_set,
        status="shared",
        role_groups=GROUPS,
    )
    parts = list(found.agencies.all())
    # Of some agencies a handful answers, of others hundreds.
    weights = [chance.paretovariate(1) for _ in parts]
    staff = Counter(chance.choices([part.pk for part in parts], weights, k=PEOPLE))
    questions = list(survey_set.questions.values_list("pk", flat=True))
    values, people = [], []
    for part in parts:
        part.answered = staff[part.pk]
        groups = chance.choices(GROUPS, (6, 2, 1), k=part.answered)
        for question in questions:
            counted = Counter(zip(groups, chance.choices("12345", k=len(groups)), strict=True))
            key = {"surveyed_agency": part, "question_id": question}
            values += (
                AnswerCount(role_group=group, value=value, count=count, **key)
                for (group, value), count in sorted(counted.items())
            )
            people += (
                QuestionCount(role_group=group, count=count, **key)
                for group, count in sorted(Counter(groups).items())
            )
    found.agencies.bulk_update(parts, ["answered"])
    AnswerCount.objects.bulk_create(values, batch_size=1_000)
    QuestionCount.objects.bulk_create(people, batch_size=1_000)
    settle()
    return found


def group_by(found, *keys):
    """The floor: how many gave which answer, by agency and question, and by role group."""
    columns = ", ".join(("p.agency_id", "c.question_id", *keys, "c.value"))
    return f"""
        SELECT {columns}, sum(c.count)
        FROM surveys_answercount c
        JOIN surveys_surveyedagency p ON p.id = c.surveyed_agency_id
        WHERE p.survey_id = {found.pk}
        GROUP BY {columns}
        """  # noqa: S608 - numbers and names of our own


def compare(found, where):
    from surveys.models import Survey  # noqa: PLC0415
    from surveys.results import numbers  # noqa: PLC0415

    found = Survey.objects.select_related("cycle__standard_set", "survey_set").get(pk=found.pk)
    times = in_turns(
        floor=lambda: run(group_by(found)),
        product=lambda: numbers.of_survey(found),
        groups_floor=lambda: run(group_by(found, "c.role_group")),
        groups=lambda: numbers.by_role_group(found),
    )
    queries = queries_of(lambda: numbers.of_survey(found))
    return [
        row(f"results, {where}", times["floor"], times["product"]) | {"queries": queries},
        row(f"results by role group, {where}", times["groups_floor"], times["groups"]),
    ]


def measure():
    """Rows of {"work", "floor", "product", "ratio", ...}; times in milliseconds."""
    django.setup()
    from django.db import connection  # noqa: PLC0415

    with own_database():
        small = compare(survey(6), f"{connection.vendor}, 6 agencies")
        found = survey(AGENCIES)
        alone = compare(found, f"{connection.vendor}, {AGENCIES} agencies")
        for _ in range(SURVEYS - 1):
            survey(AGENCIES)
        among = compare(found, f"{connection.vendor}, {AGENCIES} agencies, {SURVEYS} surveys")
        return [*small, *alone, *among]


if __name__ == "__main__":
    sys.stdout.write("\n".join(json.dumps(found) for found in measure()) + "\n")
