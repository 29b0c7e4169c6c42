import pytest
from django.urls import reverse

from section11.audits.merging import digest
from section11.audits.models import Answer, Clash, DataWarning
from section11.audits.operations import answers
from section11.record.models import Event
from tests import factories
from tests.audits.typing import filled, typed


@pytest.fixture
def url(self_audit):
    return reverse("audits:standard-edit", args=[self_audit.pk, "1"])


@pytest.fixture
def question(self_audit):
    return self_audit.questions[0]


@pytest.fixture
def clash(self_audit, question, people):
    """The contributor's narrative is stored; the lead's came later."""
    for who in ("contributor", "lead"):
        answers.record_step(
            self_audit=self_audit,
            entries=[
                answers.Entry(
                    question=question,
                    values={"narrative": f"The {who}'s"},
                    base=dict.fromkeys(answers.FIELDS, digest("")),
                )
            ],
            by=people[who],
        )
    return Clash.objects.get()


@pytest.mark.parametrize(
    ("stands", "text"),
    [
        ("stored", "The contributor's"),
        ("typed", "The lead's"),
        ("both", "The contributor's\n\nThe lead's"),
    ],
)
def test_settling_a_clash(client, people, clash, stands, text):
    client.force_login(people["contributor"])
    page = reverse("audits:clash-settle", args=[clash.pk])

    client.post(page, typed(client.get(page)) | {"stands": stands})

    assert Answer.objects.get().narrative == text
    clash.refresh_from_db()
    assert clash.settled_by == people["contributor"]
    event = Event.objects.get(kind=Event.Kind.CLASH_SETTLED)
    assert event.detail == {"clash": clash.pk, "stands": stands}


def test_a_text_changed_while_choosing_is_shown_anew(client, people, clash):
    client.force_login(people["lead"])
    page = reverse("audits:clash-settle", args=[clash.pk])
    form = typed(client.get(page))
    Answer.objects.update(narrative="Changed again")

    response = client.post(page, form | {"stands": "typed"}, follow=True)

    assert "changed again while you were choosing" in response.text
    assert Answer.objects.get().narrative == "Changed again"
    clash.refresh_from_db()
    assert clash.settled_at is None


def test_a_settled_clash_says_who_settled_it(client, people, clash):
    client.force_login(people["lead"])
    page = reverse("audits:clash-settle", args=[clash.pk])
    client.post(page, typed(client.get(page)) | {"stands": "typed"})

    response = client.get(page, follow=True)

    assert f"{people['lead']} has already settled which text stands." in response.text


def test_saving_again_replaces_only_ones_own_clashing_text(self_audit, question, people, clash):
    answers.record_step(
        self_audit=self_audit,
        entries=[
            answers.Entry(
                question=question,
                values={"narrative": "The lead's, better"},
                base=dict.fromkeys(answers.FIELDS, digest("")),
            )
        ],
        by=people["lead"],
    )

    clash = Clash.objects.get()
    assert clash.text == "The lead's, better"


def test_an_open_clash_stops_sending(client, people, self_audit, question, clash):
    client.force_login(people["lead"])

    page = client.get(reverse("audits:self-audit-check", args=[self_audit.pk]))

    assert "Two texts were saved at once: choose which stands." in page.text


def test_two_ratings_at_once_are_settled_by_name(client, people, self_audit, url, question):
    client.force_login(people["lead"])
    mine = typed(client.get(url))
    client.force_login(people["contributor"])
    client.post(url, typed(client.get(url)) | filled(question, level="green"))
    client.force_login(people["lead"])
    client.post(url, mine | filled(question, level="red"))
    page = reverse("audits:clash-settle", args=[Clash.objects.get().pk])

    text = client.get(page).text
    client.post(page, typed(client.get(page)) | {"stands": "typed"})

    assert "<p>Green</p>" in text
    assert "<p>Red</p>" in text
    assert Answer.objects.get().level.code == "red"


def test_a_corrected_text_takes_its_warning_with_it(client, people, url, question):
    client.force_login(people["lead"])
    client.post(url, typed(client.get(url)) | filled(question, narrative="NHS 943 476 5919"))
    assert DataWarning.objects.count() == 1

    client.post(url, typed(client.get(url)) | filled(question, narrative="One child's number"))

    assert not DataWarning.objects.exists()


def test_a_confirmed_warning_stays_confirmed_when_the_text_grows(client, people, url, question):
    client.force_login(people["lead"])
    client.post(url, typed(client.get(url)) | filled(question, narrative="Call 943 476 5919"))
    client.post(reverse("audits:warning-confirm", args=[DataWarning.objects.get().pk]))

    client.post(
        url, typed(client.get(url)) | filled(question, narrative="Please call 943 476 5919 now")
    )

    assert DataWarning.objects.get().confirmed_by == people["lead"]


def test_the_confirmation_page_shows_no_data(client, people, url, question):
    client.force_login(people["lead"])
    client.post(url, typed(client.get(url)) | filled(question, narrative="NHS 943 476 5919"))

    page = client.get(reverse("audits:warning-confirm", args=[DataWarning.objects.get().pk]))

    assert "looks like an NHS number" in page.text
    assert "943 476 5919" not in page.text


def test_an_action_changed_by_two_shows_the_other_text_and_keeps_mine(
    client, people, self_audit, question
):
    action = factories.action(answer=factories.answer(self_audit=self_audit, question=question))
    page = reverse("audits:action-edit", args=[action.pk])
    client.force_login(people["lead"])
    mine = typed(client.get(page)) | {"what": "My words", "due_on": "1/4/2027"}
    client.force_login(people["contributor"])
    client.post(page, typed(client.get(page)) | {"what": "Their words"})
    client.force_login(people["lead"])

    both = client.post(page, mine)

    assert f"{people['contributor']} changed this action while you were typing." in both.text
    assert "Their words" in both.text
    assert typed(both)["what"] == "My words"
    client.post(page, typed(both))
    action.refresh_from_db()
    assert action.what == "My words"
    assert [v.what for v in action.history.order_by("history_id")][1:] == [
        "Their words",
        "My words",
    ]
