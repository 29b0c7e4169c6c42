import pytest
from django.urls import reverse

from section11.audits.models import Answer, Clash, SelfAudit
from section11.record.models import Event
from tests import factories
from tests.audits.typing import filled, typed


@pytest.fixture
def url(self_audit):
    return reverse("audits:standard-edit", args=[self_audit.pk, "1"])


@pytest.fixture
def question(self_audit):
    return self_audit.questions[0]


def test_a_half_done_step_saves(client, people, self_audit, url, question):
    client.force_login(people["lead"])
    data = typed(client.get(url)) | {f"q{question.pk}-narrative": "We have a lead.", "then": "list"}

    response = client.post(url, data)

    assert response.status_code == 302
    assert response.url == self_audit.get_absolute_url()
    answer = Answer.objects.get()
    assert (answer.question, answer.narrative, answer.level) == (question, "We have a lead.", None)
    assert answer.updated_by == people["lead"]
    assert [v.history_user for v in answer.history.all()] == [people["lead"]]
    self_audit.refresh_from_db()
    assert self_audit.status == SelfAudit.Status.IN_PROGRESS


def test_an_untouched_step_writes_nothing(client, people, self_audit, url):
    client.force_login(people["lead"])

    client.post(url, typed(client.get(url)) | {"then": "list"})

    self_audit.refresh_from_db()
    assert self_audit.status == SelfAudit.Status.NOT_STARTED
    assert not Answer.objects.exists()
    assert not Event.objects.filter(kind=Event.Kind.STANDARD_SAVED).exists()


def test_what_was_saved_is_there_on_another_device(client, people, url, question):
    client.force_login(people["lead"])
    client.post(url, typed(client.get(url)) | filled(question, level="amber", impact="Safer."))
    client.logout()
    client.force_login(people["contributor"])

    form = typed(client.get(url))

    assert form[f"q{question.pk}-level"] == "amber"
    assert form[f"q{question.pk}-impact"] == "Safer."


def test_two_self_audits_in_two_tabs_do_not_mix(client, people, self_audit, url, agency):
    other = factories.self_audit(
        cycle=factories.cycle(partnership=self_audit.cycle.partnership), agency=agency
    )
    other_url = reverse("audits:standard-edit", args=[other.pk, "1"])
    client.force_login(people["lead"])
    first_tab, second_tab = typed(client.get(url)), typed(client.get(other_url))

    client.post(other_url, second_tab | filled(other.questions[0], narrative="Second"))
    client.post(url, first_tab | filled(self_audit.questions[0], narrative="First"))

    assert [a.narrative for a in self_audit.answers.all()] == ["First"]
    assert [a.narrative for a in other.answers.all()] == ["Second"]


def test_different_fields_of_two_people_merge(client, people, url, question):
    client.force_login(people["lead"])
    mine = typed(client.get(url))
    client.force_login(people["contributor"])
    theirs = typed(client.get(url))

    client.post(url, theirs | filled(question, impact="Theirs"))
    client.force_login(people["lead"])
    client.post(url, mine | filled(question, narrative="Mine"))

    answer = Answer.objects.get()
    assert (answer.narrative, answer.impact) == ("Mine", "Theirs")
    assert not Clash.objects.exists()


def test_the_same_field_of_two_people_shows_both_and_asks(
    client, people, self_audit, url, question
):
    client.force_login(people["lead"])
    mine = typed(client.get(url))
    client.force_login(people["contributor"])
    client.post(url, typed(client.get(url)) | filled(question, narrative="Theirs"))
    client.force_login(people["lead"])

    page = client.post(url, mine | filled(question, narrative="Mine"), follow=True)

    answer = Answer.objects.get()
    clash = Clash.objects.get()
    assert answer.narrative == "Theirs"
    assert (clash.text, clash.by, clash.other_by) == ("Mine", people["lead"], people["contributor"])
    assert "Neither is lost" in page.text
    both = client.get(reverse("audits:clash-settle", args=[clash.pk]))
    assert "Mine" in both.text
    assert "Theirs" in both.text
    assert f"What {people['contributor']} saved" in both.text


def test_the_same_form_posted_twice_has_one_effect(client, people, url, question):
    client.force_login(people["lead"])
    data = (
        typed(client.get(url))
        | filled(question, level="red", narrative="Once")
        | {
            f"q{question.pk}-action-what": "Write it",
            f"q{question.pk}-evidence-reference": "Shelf 3",
        }
    )

    client.post(url, data)
    client.post(url, data)

    answer = Answer.objects.get()
    assert answer.history.count() == 1
    assert answer.actions.count() == 1
    assert answer.evidence.count() == 1
    assert not Clash.objects.exists()


def test_three_items_of_evidence_and_three_actions_one_after_another(client, people, url, question):
    client.force_login(people["lead"])

    for n in range(3):
        data = typed(client.get(url)) | {
            f"q{question.pk}-evidence-title": f"Policy {n}",
            f"q{question.pk}-evidence-url": f"https://example.org/{n}",
            f"q{question.pk}-action-what": f"Action {n}",
            f"q{question.pk}-action-due_on": "27/3/2027",
            "then": f"add-evidence:{question.pk}",
        }
        response = client.post(url, data)

    assert response.url.endswith(f"?open=add-evidence-{question.pk}#add-evidence-{question.pk}")
    answer = Answer.objects.get()
    assert [e.title for e in answer.evidence.all()] == ["Policy 0", "Policy 1", "Policy 2"]
    assert [a.what for a in answer.actions.all()] == ["Action 0", "Action 1", "Action 2"]
    page = client.get(url)
    assert "Policy 2" in page.text
    assert "Action 2" in page.text


def test_what_is_wrong_is_said_and_all_else_is_saved(client, people, url, question):
    client.force_login(people["lead"])
    data = (
        typed(client.get(url))
        | filled(question, narrative="Kept")
        | {
            f"q{question.pk}-action-what": "Write it",
            f"q{question.pk}-action-due_on": "31/2/2027",
            f"q{question.pk}-evidence-reference": "Shelf 3",
        }
    )

    page = client.post(url, data)

    assert page.status_code == 200
    assert "Everything else on this page was saved." in page.text
    assert "Enter a date with day, month and year" in page.text
    answer = Answer.objects.get()
    assert answer.narrative == "Kept"
    assert answer.evidence.count() == 1
    assert not answer.actions.exists()
    again = typed(page)
    assert again[f"q{question.pk}-action-what"] == "Write it"
    assert again[f"q{question.pk}-action-due_on"] == "31/2/2027"
    client.post(url, again | {f"q{question.pk}-action-due_on": "28/2/2027"})
    assert answer.actions.count() == 1
    assert answer.evidence.count() == 1
    assert not Clash.objects.exists()


def test_hostile_and_strange_text_is_kept_as_typed(client, people, url, question):
    client.force_login(people["lead"])
    text = "<script>alert(1)</script> =cmd() \u202bשלום ŵŷ 👩‍👧 " + "x" * 19_900

    client.post(url, typed(client.get(url)) | filled(question, narrative=text))

    assert Answer.objects.get().narrative == text
    page = client.get(url)
    assert typed(page)[f"q{question.pk}-narrative"] == text


def test_a_post_after_sending_keeps_the_typed_text_on_the_page(
    client, people, cycle, agency, url, self_audit, question
):
    client.force_login(people["lead"])
    data = typed(client.get(url)) | filled(question, narrative="Typed too late " * 20)
    for asked in self_audit.questions:
        factories.answer(self_audit=self_audit, question=asked, by=people["lead"])
    SelfAudit.objects.filter(pk=self_audit.pk).update(
        status="with_approver", sent_at="2026-01-01T00:00Z", sent_by=people["lead"]
    )

    page = client.post(url, data)

    assert page.status_code == 409
    assert "Typed too late" in page.text
    assert "sent this self-audit for sign-off" in page.text
    assert not Answer.objects.filter(narrative__contains="too late").exists()


def test_an_unknown_standard_is_not_found(client, people, self_audit):
    client.force_login(people["lead"])

    response = client.get(reverse("audits:standard-edit", args=[self_audit.pk, "99"]))

    assert response.status_code == 404


def test_a_forged_question_changes_nothing(client, people, self_audit, url, cycle):
    other = factories.self_audit(
        cycle=cycle, agency=factories.agency(partnership=cycle.partnership)
    )
    foreign = factories.answer(self_audit=other, question=other.questions[2])
    client.force_login(people["lead"])
    data = typed(client.get(url)) | filled(other.questions[2], narrative="Forged")

    client.post(url, data)

    foreign.refresh_from_db()
    assert foreign.narrative != "Forged"
    assert not self_audit.answers.exists()


def test_last_cycle_is_shown_beside_the_question(client, people, partnership, agency):
    last = factories.cycle(partnership=partnership)
    before = factories.self_audit(cycle=last, agency=agency, submitted=True, answered="amber")
    before.answers.update(narrative="Last year's words")
    now = factories.self_audit(
        cycle=factories.cycle(
            partnership=partnership, compared_with=last, standard_set=factories.standard_set()
        ),
        agency=agency,
    )
    client.force_login(people["lead"])

    page = client.get(reverse("audits:standard-edit", args=[now.pk, "1"]))

    assert f"What you said in {last}: Amber" in page.text
    assert "Last year&#x27;s words" in page.text


@pytest.mark.parametrize("each", [1, 3])
def test_queries_do_not_grow_with_what_hangs_on_the_answers(
    client, people, self_audit, url, django_assert_num_queries, each
):
    for asked in self_audit.questions:
        answer = factories.answer(self_audit=self_audit, question=asked, complete=False)
        for _ in range(each):
            factories.evidence(answer=answer)
            factories.action(answer=answer)
    client.force_login(people["lead"])

    with django_assert_num_queries(12):
        client.get(url)


def test_a_scale_of_numbers_is_answered_like_any_other(client, people, partnership, agency):
    levels = [
        # code, label, letter, colour, symbol, counts, action, evidence, reason
        ("0", "Not in place", "0", "#6b0f1a", "triangle", True, True, False, False),
        ("1", "Begun", "1", "#c8553d", "diamond", True, True, False, False),
        ("2", "Working", "2", "#f2c14e", "square", True, False, True, False),
        ("3", "Making a difference", "3", "#cfe8cf", "circle", True, False, True, False),
        ("na", "Not applicable", "N/A", "#ffffff", "dash", False, False, False, True),
    ]
    scale = factories.scale(levels, code="numbers")
    self_audit = factories.self_audit(
        cycle=factories.cycle(
            partnership=partnership, standard_set=factories.standard_set(scale=scale)
        ),
        agency=agency,
    )
    url = reverse("audits:standard-edit", args=[self_audit.pk, "1"])
    first, second = self_audit.questions[:2]
    client.force_login(people["lead"])

    client.post(url, typed(client.get(url)) | filled(first, level="0") | filled(second, level="2"))

    assert [a.level.code for a in self_audit.answers.order_by("question__code")] == ["0", "2"]
    task_list = client.get(self_audit.get_absolute_url()).text
    assert "1.1: A not in place rating needs an action." in task_list
    assert "A red rating" not in task_list
