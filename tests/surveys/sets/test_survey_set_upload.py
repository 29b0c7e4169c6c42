"""The pages of a file on its way into a survey set."""

from datetime import date

import pytest
from django.urls import reverse

from section11.people.models import Membership, Role
from surveys.models import SurveySet, SurveySetImport
from tests import factories
from tests import survey_factories as made

from .files import row, rows, upload

HEADER = {"code": "next", "title": "Next", "purpose": "practitioners"}
UPLOAD = "surveys:survey-set-upload"


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def send(signed_in, standards, partnership):
    """Send a file for a new set; the page or the preview that comes of it."""

    def sent(file, **data):
        data = {"file": file, "partnership": partnership.pk} | data
        return signed_in.post(reverse(UPLOAD), data, follow=True)

    return sent


@pytest.fixture
def send_into(signed_in, draft):
    def sent(file):
        url = reverse("surveys:survey-set-upload-into", args=[draft.pk])
        return signed_in.post(url, {"file": file}, follow=True)

    return sent


def press(client, response, name, **data):
    """A button of the preview."""
    waiting = response.context["import"]
    return client.post(reverse(f"surveys:survey-set-import-{name}", args=[waiting.pk]), data)


def seen(response):
    return response.context["form"]["seen"].value()


@pytest.mark.parametrize("fmt", ["xlsx", "ods", "json", "yaml"])
def test_a_file_that_says_all_makes_a_new_set(signed_in, send, fmt):
    response = send(upload(rows(), fmt, header=HEADER))

    assert "3 new, 0 changed, 0 unchanged, 0 removed." in response.text
    press(signed_in, response, "apply", seen=seen(response))
    made = SurveySet.objects.get(code="next")
    assert (made.title, made.purpose, made.questions.count()) == ("Next", "practitioners", 3)


def test_a_csv_file_needs_the_rest_typed(send):
    response = send(upload(rows()))

    assert "Enter a title: the file does not say one" in response.text
    assert "Choose what the set is for: the file does not say" in response.text
    assert "Choose the file again: a browser does not keep it." in response.text
    assert not SurveySetImport.objects.exists()


def test_what_is_typed_counts_before_what_the_file_says(send):
    feedback = [row(tests="")]

    response = send(
        upload(feedback, "yaml", header=HEADER), title="Typed", purpose="session_feedback"
    )

    target = response.context["target"]
    assert (target.title, target.code, target.purpose) == ("Typed", "next", "session_feedback")
    assert response.context["preview"].problems == []


def test_a_new_version_is_based_on_a_set_for_the_same(send):
    other = made.survey_set(purpose="session_feedback", code="feedback")

    by_file = send(upload(rows(), "yaml", header=HEADER | {"based_on": "feedback"}))
    by_hand = send(upload(rows(), "yaml", header=HEADER), based_on=other.pk)

    for response in (by_file, by_hand):
        assert "Choose a set that is for the same" in response.text


def test_a_standard_set_is_no_survey_set(send):
    response = send(upload(rows(), "yaml", header={"code": "x", "title": "X", "scale": "rag"}))

    assert "Column scale: There is no such entry in the head of the file." in response.text


def test_a_purpose_that_is_not_known_is_said(send):
    response = send(upload(rows(), "yaml", header=HEADER | {"purpose": "everybody"}))

    assert (
        "“everybody” is not known here. Write practitioners or session_feedback." in response.text
    )


def test_a_file_for_something_else_does_not_go_into_the_draft(send_into):
    response = send_into(upload(rows(), "yaml", header=HEADER | {"purpose": "session_feedback"}))

    assert "the draft is for “Practitioner survey”." in response.text


def test_a_preview_shows_every_problem_by_row_and_column(signed_in, send_into, draft):
    bad = [row("1", kind="agreed"), row("1", choices="A; B", tests="question-8-8", lineage="b")]

    response = send_into(upload(bad))

    assert "Nothing can be applied: 4 problems" in response.text
    assert [(p.row, p.column) for p in response.context["preview"].problems] == [
        (2, "kind"),
        (3, "code"),
        (3, "choices"),
        (3, "tests"),
    ]
    assert "Apply to the draft" not in response.text
    press(signed_in, response, "apply", seen=seen(response))
    assert draft.questions.count() == 3


def test_a_preview_shows_what_would_change_and_applies_it(signed_in, send_into, draft):
    response = send_into(upload([row("1"), row("2", text="Other words."), row("4")]))

    assert "1 new, 1 changed, 1 unchanged, 1 removed." in response.text
    assert "Other words." in response.text
    applied = press(signed_in, response, "apply", seen=seen(response))
    assert applied["Location"] == draft.get_absolute_url()
    assert list(draft.questions.values_list("code", flat=True)) == ["1", "2", "4"]


def test_the_form_sent_twice_has_one_effect(signed_in, send_into, coordinator):
    response = send_into(upload(rows("7")))
    data = {"seen": seen(response)}
    press(signed_in, response, "apply", **data)

    again = press(signed_in, response, "apply", **data)

    shown = signed_in.get(again["Location"]).text
    assert f"{coordinator} applied this file on" in shown
    assert "Throw this upload away" not in shown


def test_a_file_that_changes_nothing_says_so(send_into):
    response = send_into(upload(rows()))

    assert "This file changes nothing: the draft has all of it already." in response.text
    assert "Apply to the draft" not in response.text


def test_throwing_a_file_away(signed_in, send, send_into, draft):
    into = press(signed_in, send_into(upload(rows("8"))), "discard")
    new = press(signed_in, send(upload(rows(), "yaml", header=HEADER)), "discard")

    assert into["Location"] == draft.get_absolute_url()
    assert new["Location"] == reverse("surveys:survey-set-list")
    assert not SurveySetImport.objects.exists()


def test_a_published_set_takes_no_file(signed_in, published):
    response = signed_in.get(
        reverse("surveys:survey-set-upload-into", args=[published.pk]), follow=True
    )

    assert "This survey set is published, so it no longer changes." in response.text


def test_who_runs_two_partnerships_is_asked_for_which(client, coordinator, partnership):
    elsewhere = factories.partnership()
    Membership.objects.create(
        user=coordinator,
        role=Role.COORDINATOR,
        partnership=elsewhere,
        starts_on=date(2020, 1, 1),
    )
    client.force_login(coordinator)

    response = client.get(reverse(UPLOAD))

    offered = response.context["form"].fields["partnership"].queryset
    assert set(offered) == {partnership, elsewhere}
    assert '<select name="partnership"' in response.text
