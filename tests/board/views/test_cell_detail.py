import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from section11.audits.models import Answer
from section11.standards.models import Question
from tests import factories


def url_of(world, agency, standard, cycle=None):
    return reverse("board:cell-detail", args=[(cycle or world.cycle).pk, agency.pk, standard.pk])


def words(response):
    """The page's own text, without its markup, on one line."""
    main = response.text.partition("<main")[2].partition("</main>")[0]
    text = " ".join(part.partition(">")[2] for part in main.split("<"))
    return " ".join(text.split())


def test_it_shows_the_rating_of_the_standard_and_what_it_is_made_from(client, board_member, world):
    police = world.agency("Police", now="red green amber amber", before="green green - -")

    said = words(client.get(url_of(world, police, world.neglect)))

    assert "Self-rating R Red, declined. 1 red, 1 green." in said
    assert "Last cycle’s self-rating G Green. 2 green." in said
    assert "Roll-up rule Worst rating. A standard takes the worst rating" in said


def test_it_shows_everything_said_to_each_question(client, board_member, world):
    police = world.agency("Police", now="amber na green green", before="green green green green")
    answer = Answer.objects.get(self_audit__cycle=world.cycle, question__lineage="neglect-1")
    answer.narrative, answer.impact = "We <b>look</b> for it.", "Waits fell."
    answer.save(update_fields=["narrative", "impact"])
    Answer.objects.filter(question__lineage="neglect-2").update(na_reason="No such service.")
    held = factories.evidence(answer=answer, title="Held policy", reference="Drive S")
    link = factories.evidence(
        answer=answer, title="Web page", kind="link", url="https://example.org/a", reference=""
    )
    factories.evidence(
        answer=answer,
        title="Audit report",
        kind="file",
        reference="",
        file="1/x",
        sha256="0" * 64,
        size=2048,
    )
    gone = factories.evidence(answer=answer, title="Removed page")
    gone.removed_at, gone.removed_by = gone.added_at, gone.added_by
    gone.save(update_fields=["removed_at", "removed_by"])
    factories.action(answer=answer, what="Train all staff", intended_impact="Staff notice")

    response = client.get(url_of(world, police, world.neglect))

    said = words(response)
    assert "1.1 Question 1.1?" in said
    assert "A Amber Essential" in said
    assert "2025: G Green ↓ Declined" in said
    assert "Amber means: Amber for 1.1." in said
    assert "What the agency does We &lt;b&gt;look&lt;/b&gt; for it." in said
    assert "What difference it makes for children Waits fell." in said
    assert "Why it does not apply No such service." in said
    assert "Held policy, held by the agency: Drive S" in said
    assert "Train all staff Lead: Head of service. Due:" in said
    assert "Intended impact: Staff notice" in said
    assert "Removed page" not in said
    assert f'href="{link.url}" rel="noopener noreferrer nofollow"' in response.text
    report = answer.evidence.get(title="Audit report")
    assert reverse("audits:evidence-download", args=[report.pk]) in response.text
    assert held.reference in response.text


def test_questions_the_agency_is_not_asked_are_left_out(client, board_member, world):
    question = world.neglect.questions.get(order=2)
    question.sectors = ["housing"]
    question.save(update_fields=["sectors"])
    police = world.agency("Police", now="red green green")

    said = words(client.get(url_of(world, police, world.neglect)))

    assert "Question 1.1?" in said
    assert "Question 1.2?" not in said


def test_a_standard_without_a_question_for_the_agency_says_so(client, board_member, world):
    world.neglect.questions.update(sectors=["housing"])
    police = world.agency("Police", now="green green")

    said = words(client.get(url_of(world, police, world.neglect)))

    assert "Self-rating – Not asked." in said
    assert "This standard has no question for an agency of this kind." in said


def test_an_unanswered_question_says_so(client, board_member, world):
    police = world.agency("Police", now="- green green green")

    assert "Not answered" in words(client.get(url_of(world, police, world.neglect)))


def test_a_reworded_question_shows_its_earlier_words(client, board_member, world):
    Question.objects.filter(standard=world.neglect, order=1).update(change="reworded")
    Question.objects.filter(standard__standard_set=world.old_set, lineage="neglect-1").update(
        text="How was it put before?"
    )
    police = world.agency("Police", now="red red red red", before="na red red red")

    said = words(client.get(url_of(world, police, world.neglect)))

    assert "The question has been reworded. It was: How was it put before?" in said
    assert "2025: N/A Not applicable ≠ Not comparable" in said


def test_a_small_agency_reads_its_own_wording(client, board_member, world):
    Question.objects.filter(standard=world.neglect, order=1).update(small_text="And in brief?")
    police = world.agency("Police", now="red red red red", size="small")

    assert "1.1 And in brief?" in words(client.get(url_of(world, police, world.neglect)))


def test_a_first_cycle_has_nothing_beside_it(client, board_member, world):
    police = world.agency("Police", before="red red red red")
    standard = world.old_set.standards.first()

    said = words(client.get(url_of(world, police, standard, world.before)))

    assert "Self-rating R Red. 2 red." in said
    assert "Last cycle" not in said
    assert "no rating" not in said


def test_one_can_go_on_to_the_standards_beside_it(client, board_member, world):
    police = world.agency("Police", now="red red red red")

    first = client.get(url_of(world, police, world.neglect)).text
    second = client.get(url_of(world, police, world.supervision)).text

    assert url_of(world, police, world.supervision) in first
    assert ("Previous standard" in first, "Next standard" in first) == (False, True)
    assert ("Previous standard" in second, "Next standard" in second) == (True, False)


@pytest.mark.parametrize("person", ["coordinator", "board member"])
@pytest.mark.parametrize("trait", [{"answered": "red"}, {"answered": "red", "sent": True}])
def test_a_self_audit_that_is_not_submitted_has_nothing_behind_its_cells(
    client, people, world, person, trait
):
    agency = world.agency("Drafting")
    factories.self_audit(cycle=world.cycle, agency=agency, **trait)
    client.force_login(people[person])

    assert client.get(url_of(world, agency, world.neglect)).status_code == 404


def test_a_standard_of_another_set_is_not_found(client, board_member, world):
    police = world.agency("Police", now="red red red red")

    response = client.get(url_of(world, police, world.old_set.standards.first()))

    assert response.status_code == 404


@pytest.mark.parametrize("items", [1, 3])
def test_the_number_of_queries_does_not_grow(client, board_member, world, items):
    police = world.agency("Police", now="red red red red", before="red red red red")
    for answer in Answer.objects.filter(self_audit__cycle=world.cycle):
        for _ in range(items):
            factories.evidence(answer=answer)
            factories.action(answer=answer)

    with CaptureQueriesContext(connection) as queries:
        client.get(url_of(world, police, world.neglect))

    assert len(queries) == 16
