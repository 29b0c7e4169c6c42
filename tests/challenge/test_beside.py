"""What stays open of earlier challenges stands beside the questions of the next self-audit."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from section11.audits import beside
from section11.audits.beside import Beside, Piece
from tests import challenge_factories as made
from tests import factories

pytest_plugins = ["tests.challenge_subjects"]


@pytest.fixture(autouse=True)
def _signed_in(client, people):
    client.force_login(people["lead"])


@pytest.fixture
def next_set(cycle):
    """A new version: standard 1 is standard A now; a question of standard 2 has moved there too."""
    new = factories.standard_set(standards=0, based_on=cycle.standard_set)
    first = new.standards.create(order=1, code="A", title="Leadership")
    second = new.standards.create(order=2, code="B", title="Practice")
    factories.question(standard=first, order=1, lineage="question-1-1")
    factories.question(standard=first, order=2, lineage="question-1-2")
    factories.question(standard=first, order=3, lineage="question-2-1")
    factories.question(standard=second, order=1, lineage="question-2-2")
    factories.question(standard=second, order=2, lineage="new", came_from=["question-2-1"])
    return new


@pytest.fixture
def now(partnership, agency, cycle, results, next_set):
    """The agency's self-audit in the cycle after that of the challenge."""
    following = factories.cycle(
        partnership=partnership,
        standard_set=next_set,
        compared_with=cycle,
        opens_on=timezone.localdate() - timedelta(days=5),
    )
    return factories.self_audit(cycle=following, agency=agency)


def page(client, self_audit, code):
    return client.get(reverse("audits:standard-edit", args=[self_audit.pk, code])).text


def about(cycle, code, question=None):
    standard = cycle.standard_set.standards.get(code=code)
    return {
        "standard": standard,
        "question": standard.questions.get(order=question) if question else None,
    }


def test_an_action_about_a_question_follows_the_questions_lineage(client, now, results, cycle):
    made.agreed_action(
        challenged_agency=results, what="Ask fathers too", **about(cycle, "2", question=1)
    )

    first, second = page(client, now, "A"), page(client, now, "B")

    moved = now.cycle.standard_set.standards.get(code="A").questions.get(lineage="question-2-1")
    assert "Ask fathers too" in first.split(f'id="question-{moved.pk}"')[1]
    assert first.count("Ask fathers too") == 1
    assert "Ask fathers too" not in second


def test_an_action_about_a_standard_stands_where_most_of_its_questions_are(
    client, now, results, cycle
):
    made.agreed_action(challenged_agency=results, what="Lead from the top", **about(cycle, "1"))

    assert "Lead from the top" in page(client, now, "A").split('id="question-')[0]
    assert "Lead from the top" not in page(client, now, "B")


def test_an_action_about_a_question_no_longer_asked_stands_at_its_standard(
    client, now, results, cycle, next_set
):
    made.agreed_action(challenged_agency=results, what="Old one", **about(cycle, "1", question=2))
    next_set.standards.get(code="A").questions.get(order=2).delete()

    assert "Old one" in page(client, now, "A").split('id="question-')[0]


def test_the_last_moderated_rating_stands_at_the_standard_with_its_reason(client, now):
    text = page(client, now, "A")

    assert "rated this standard" in text
    assert "Amber" in text.split("rated this standard")[1][:300]
    assert "Not seen everywhere." in text


@pytest.mark.parametrize("state", ["verified", "removed", "another agency", "unreleased"])
def test_what_is_closed_or_of_others_does_not_stand_there(
    client, people, partnership, challenge, now, results, cycle, state
):
    action = made.agreed_action(challenged_agency=results, what="Not here", **about(cycle, "1"))
    if state == "verified":
        made.done(action, by=people["lead"])
        action.status, action.verified_at = "verified", timezone.now()
        action.verified_by = people["coordinator"]
    if state == "removed":
        action.removed_at, action.removed_by = timezone.now(), people["coordinator"]
    if state == "another agency":
        other = factories.agency(partnership=partnership)
        action.challenged_agency = made.challenged_agency(challenge=challenge, agency=other)
    action.save()
    if state == "unreleased":
        challenge.status, challenge.released_at, challenge.released_by = "published", None, None
        challenge.save()

    text = page(client, now, "A")

    assert "Not here" not in text
    assert ("rated this standard" in text) == (state != "unreleased")


def test_in_the_cycle_of_the_challenge_itself_nothing_stands_there(client, results, cycle):
    made.agreed_action(challenged_agency=results, **about(cycle, "1"))
    own = results.self_audit
    own.status, own.sent_at, own.sent_by = "in_progress", None, None
    own.submitted_at, own.submitted_by = None, None
    own.save()

    assert "Train every manager" not in page(client, own, "1")


@pytest.mark.parametrize("actions", [1, 3])
def test_the_number_of_queries_does_not_grow(client, now, results, cycle, actions):
    for _ in range(actions):
        made.agreed_action(challenged_agency=results, **about(cycle, "1", question=1))
    page(client, now, "A")

    with CaptureQueriesContext(connection) as queries:
        page(client, now, "A")

    assert len(queries) == 11


def test_several_apps_may_offer_something(now):
    standard, questions = now.questions[0].standard, now.questions_under("A")
    piece = Piece("challenge/_beside_rated.html")

    def offer(self_audit, standard, questions):
        return Beside([piece], {questions[0].pk: [piece]})

    beside.register(offer)
    found = beside.of(now, standard, questions)
    beside.unregister(offer)

    assert piece in found.of_standard
    assert found.of_question[questions[0].pk] == [piece]
    assert piece not in beside.of(now, standard, questions).of_standard
