"""Feedback letters: drafted, edited by several, approved, released, downloaded."""

from datetime import timedelta
from io import BytesIO

import docx
import page as checker
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx.oxml.ns import qn

from challenge.after import letter_content, letter_pdf
from challenge.models import FeedbackLetter
from challenge.operations import letters, replies
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests import factories

pytest_plugins = ["tests.challenge_subjects"]

LONG = "The panel thanks the agency for all that it has brought to the session in May. " * 3


@pytest.fixture(autouse=True)
def _signed_in(client, people):
    client.force_login(people["coordinator"])


@pytest.fixture
def draft(rating, challenge):
    """A draft with findings and an action behind it."""
    challenged = rating.challenged_agency
    made.finding(challenged_agency=challenged, text="A clear policy.", standard=rating.standard)
    made.finding(challenged_agency=challenged, text="Few men are asked.", kind="concern")
    made.finding(challenged_agency=challenged, text="Ask fathers too.", kind="recommendation")
    made.agreed_action(challenged_agency=challenged)
    return made.letter(challenged_agency=challenged)


def url(letter, page="letter-detail", *args):
    return reverse(f"challenge:{page}", args=[letter.pk, *args])


def typed(response):
    """The fields of the letter's form as the page has them."""
    form = response.context["form"]
    return {field.html_name: field.value() or "" for field in form}


def download(client, letter, fmt):
    return client.get(url(letter, "letter-download", fmt))


def test_the_list_shows_who_has_no_letter_and_drafts_it(client, challenge, rating):
    page = reverse("challenge:letter-list", args=[challenge.pk])

    assert "Draft the 1 missing letter" in client.get(page).text
    shown = client.post(reverse("challenge:letters-draft", args=[challenge.pk]), follow=True)
    again = client.post(reverse("challenge:letters-draft", args=[challenge.pk]), follow=True)

    assert "Drafted: 1 letter." in shown.text
    assert "Drafted: 0 letters." in again.text
    assert FeedbackLetter.objects.get().challenged_agency == rating.challenged_agency
    assert Event.objects.filter(kind=Event.Kind.LETTER_DRAFTED).count() == 1


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_number_of_queries_of_the_list_does_not_grow(client, challenge, partnership, agencies):
    for number in range(agencies):
        body = factories.agency(partnership=partnership, name=f"Agency {number}")
        rated = made.rated(challenge=challenge, agency=body)
        made.letter(challenged_agency=rated.challenged_agency)

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("challenge:letter-list", args=[challenge.pk]))

    assert len(queries) == 6


def test_an_agency_without_a_record_gets_no_letter(challenge, challenged_agency, people):
    with pytest.raises(RuleBroken, match="has no moderated rating"):
        letters.draft(challenged=challenged_agency, by=people["coordinator"])


def test_the_draft_says_what_was_recorded(client, draft):
    text = client.get(url(draft)).text

    for said in (
        "Thank you for taking part",
        "1 Standard 1",
        "Standard 1: Not seen everywhere.",
        "Standard 1: A clear policy.",
        "Few men are asked.",
        "Ask fathers too.",
        "Train every manager",
        "Please share this letter",
    ):
        assert said in text
    assert "We asked about it." not in text  # the discussion stays with the panel


def test_the_partnerships_own_words_stand_around_it(client, challenge, rating):
    challenge.letter_opening = "Dear chief officer,\n\nwe write to you."
    challenge.letter_signatory = "Ann Lee\nIndependent scrutineer"
    challenge.save()

    letter = made.letter(challenged_agency=rating.challenged_agency)

    text = client.get(url(letter)).text
    assert "we write to you." in text
    assert "Independent scrutineer" in text
    assert "Thank you for taking part" not in text


def test_editing_keeps_what_was_typed_and_a_changed_letter_is_a_draft_again(client, draft, people):
    draft.approved_at, draft.approved_by = draft.drafted_at, people["coordinator"]
    draft.save()
    fields = typed(client.get(url(draft, "letter-edit")))

    client.post(url(draft, "letter-edit"), fields | {"strengths-text": "- Two\n- Three"})

    draft.refresh_from_db()
    assert not draft.is_approved
    assert draft.updated_by == people["coordinator"]
    text = client.get(url(draft)).text
    assert "<li>Two</li><li>Three</li>" in text
    assert draft.history.count() > 1


def test_saving_without_a_change_does_nothing(client, draft):
    client.post(url(draft, "letter-edit"), typed(client.get(url(draft, "letter-edit"))))

    assert not Event.objects.filter(kind=Event.Kind.LETTER_CHANGED).exists()


def test_two_who_edit_at_once_lose_nothing(client, draft, people):
    first = typed(client.get(url(draft, "letter-edit")))
    client.force_login(people["chair"])
    client.post(
        url(draft, "letter-edit"),
        first | {"more-text": "The chair's own words.", "concerns-text": "The chair's concern."},
    )
    client.force_login(people["coordinator"])

    shown = client.post(
        url(draft, "letter-edit"),
        first | {"more-text": LONG, "strengths-text": "Said only here."},
    )

    draft.refresh_from_db()
    stored = {section["key"]: section["text"] for section in draft.body}
    assert stored["more"] == "The chair's own words."
    assert stored["strengths"] == "Said only here."
    assert f"{people['chair'].name} changed the same text while you were typing." in shown.text
    assert "The chair&#x27;s own words." in shown.text
    client.post(url(draft, "letter-edit"), typed(shown))
    draft.refresh_from_db()
    stored = {section["key"]: section["text"] for section in draft.body}
    assert stored["more"] == LONG.strip()
    assert stored["concerns"] == "The chair's concern."


def test_a_childs_data_is_not_written_into_a_letter(client, draft):
    fields = typed(client.get(url(draft, "letter-edit")))

    shown = client.post(
        url(draft, "letter-edit"), fields | {"more-text": "About NHS number 943 476 5919."}
    )

    assert "looks like an NHS number" in shown.text
    assert "I have looked again: none of this is a child" in shown.text
    draft.refresh_from_db()
    assert "943" not in str(draft.body)
    assert not Event.objects.filter(kind=Event.Kind.WARNING_CONFIRMED).exists()
    tick = shown.context["form"].looked_like
    client.post(
        url(draft, "letter-edit"),
        fields | {"more-text": "About NHS number 943 476 5919.", "no_child": tick},
    )
    told = Event.objects.get(kind=Event.Kind.WARNING_CONFIRMED)
    assert told.detail == {"field": "more-text", "kind": "nhs_number"}


def test_what_is_approved_is_what_was_read(client, draft, people):
    seen = letters.version_of(draft)
    fields = typed(client.get(url(draft, "letter-edit")))
    client.post(url(draft, "letter-edit"), fields | {"more-text": "Added meanwhile."})

    shown = client.post(url(draft, "letter-approve"), {"seen": seen}, follow=True)

    assert f"{people['coordinator'].name} changed this letter after you opened it." in shown.text
    draft.refresh_from_db()
    assert not draft.is_approved
    client.post(url(draft, "letter-approve"), {"seen": letters.version_of(draft)})
    draft.refresh_from_db()
    assert draft.approved_by == people["coordinator"]


def test_a_letter_behind_the_record_is_said_and_its_tables_taken_anew(client, draft, rating):
    rating.level = factories.level("green")
    rating.save()

    shown = client.post(
        url(draft, "letter-approve"), {"seen": letters.version_of(draft)}, follow=True
    )

    assert "The record has changed since this letter was drafted" in shown.text
    client.post(url(draft, "letter-refresh"))
    draft.refresh_from_db()
    assert draft.body[1]["table"]["rows"] == [["1 Standard 1", "Green", "Green"]]
    assert "The record has changed" not in client.get(url(draft)).text


def test_released_it_is_the_agencys_and_changes_no_more(client, people, draft):
    client.post(url(draft, "letter-approve"), {"seen": letters.version_of(draft)})

    client.post(url(draft, "letter-release"))

    draft.refresh_from_db()
    assert draft.released_by == people["coordinator"]
    told = set(Email.objects.filter(template="letter_released").values_list("to", flat=True))
    assert {people["lead"].pk, people["approver"].pk} <= told
    assert people["reader"].pk not in told
    assert Event.objects.filter(kind=Event.Kind.LETTER_RELEASED).count() == 1
    shown = client.post(url(draft, "letter-edit"), {"more-text": LONG}, follow=True)
    assert "so it can no longer be changed" in shown.text
    client.force_login(people["lead"])
    page = client.get(url(draft)).text
    assert "Few men are asked." in page
    assert "Edit" not in page


def test_a_letter_is_not_released_before_it_is_approved(client, draft):
    shown = client.post(url(draft, "letter-release"), follow=True)

    assert "This letter is not approved yet." in shown.text


def test_a_letter_waits_for_the_panels_decision(client, letter, disputed):
    shown = client.post(url(letter, "letter-release"), follow=True)

    assert "the panel has not decided yet" in shown.text
    letter.refresh_from_db()
    assert not letter.is_released


def test_all_approved_letters_are_released_together_and_others_say_why(
    client, challenge, letter, disputed, partnership
):
    body = factories.agency(partnership=partnership, name="Ready agency")
    ready = made.rated(challenge=challenge, agency=body).challenged_agency
    made.letter(challenged_agency=ready, approved=True)

    shown = client.post(reverse("challenge:letters-release", args=[challenge.pk]), follow=True)

    assert "Released: 1 letter." in shown.text
    assert "the panel has not decided yet" in shown.text
    assert FeedbackLetter.objects.get(released_at__isnull=False).challenged_agency == ready


def test_a_chair_with_an_interest_in_the_agency_does_not_see_its_letter(
    client, people, challenge, letter
):
    member = made.panel_member(challenge=challenge, user=people["chair"])
    made.interest(panel_member=member, agency=letter.challenged_agency.agency)
    client.force_login(people["chair"])

    assert client.get(url(letter)).status_code == 404
    page = client.get(reverse("challenge:letter-list", args=[challenge.pk])).text
    assert letter.challenged_agency.agency.name not in page


def test_word_has_headings_a_heading_row_and_british_english(client, draft):
    response = download(client, draft, "docx")

    document = docx.Document(BytesIO(response.content))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == f"Feedback letter: {draft.challenged_agency.agency.name}"
    assert {"Ratings", "Actions agreed", "What concerned the panel"} <= set(headings)
    ratings, actions = document.tables
    assert [cell.text for cell in ratings.rows[0].cells] == [
        "Standard",
        "Your self-rating",
        "The panel’s rating",
    ]
    assert [cell.text for cell in ratings.rows[1].cells] == ["1 Standard 1", "Green", "Amber"]
    for table in (ratings, actions):
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    language = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}"
    )
    assert language.get(qn("w:val")) == document.core_properties.language == "en-GB"
    assert document.core_properties.title == headings[0]
    assert "Draft, not approved yet." in [p.text for p in document.paragraphs]
    assert "attachment" in response["Content-Disposition"]


def test_the_pdf_is_pdf_ua(client, draft):
    response = download(client, draft, "pdf")

    report = checker.validate_pdf_bytes(
        response.content, profile=checker.ValidationProfile.PDF_UA_1
    )
    assert report.is_compliant, [failure.message for failure in report.failures]
    event = Event.objects.get(kind=Event.Kind.LETTER_DOWNLOADED)
    assert event.detail["format"] == "pdf"


HOSTILE = '#eval("1+1") *bold* $x$ #image("/etc/passwd") \x0b\x00 <b>&amp; 😀 漢 ŵŷ \ud800'


def test_nothing_in_a_letter_is_run_and_any_character_goes(client, draft):
    draft.body[-1]["text"] = HOSTILE.replace("\x00", "").replace("\ud800", "")
    draft.save()

    word, pdf = (download(client, draft, fmt) for fmt in ("docx", "pdf"))

    texts = [p.text for p in docx.Document(BytesIO(word.content)).paragraphs]
    assert any('#eval("1+1") *bold* $x$' in text for text in texts)
    assert checker.is_pdf_compliant_bytes(pdf.content, profile=checker.ValidationProfile.PDF_UA_1)


def test_a_long_table_runs_over_pages_and_stays_accessible(draft):
    draft.body[1]["table"]["rows"] *= 120

    pdf = letter_pdf.make(letter_content.of(draft), timestamp=0)

    report = checker.validate_pdf_bytes(pdf, profile=checker.ValidationProfile.PDF_UA_1)
    assert report.is_compliant
    assert report.document.page_count > 2


def test_the_same_letter_gives_the_same_pdf(draft):
    content = letter_content.of(draft)

    assert letter_pdf.make(content, timestamp=5) == letter_pdf.make(content, timestamp=5)


def test_a_warning_of_the_typesetter_is_a_failure(draft, monkeypatch, tmp_path):
    template = (letter_pdf.HERE / "letter.typ").read_text()
    (tmp_path / "letter.typ").write_text(template.replace("DejaVu Sans", "No Such Font"))
    monkeypatch.setattr(letter_pdf, "HERE", tmp_path)

    with pytest.raises(letter_pdf.NotSet, match="unknown font"):
        letter_pdf.make(letter_content.of(draft), timestamp=0)


def test_texts_become_paragraphs_and_lists():
    found = letter_content.blocks("One\ntwo\n\n- first\n- second\nafter\r\n\r\n\x0blast\x00")

    assert [(block.kind, block.lines) for block in found] == [
        ("text", ["One", "two"]),
        ("list", ["first", "second"]),
        ("text", ["after"]),
        ("text", ["last"]),
    ]


@pytest.mark.parametrize("fmt", ["odt", "exe"])
def test_no_other_format_is_made(client, draft, fmt):
    assert download(client, draft, fmt).status_code == 404


def test_the_letter_of_an_unreleased_challenge_stays_where_it_is(client, rated, challenge):
    letter = made.letter(challenged_agency=rated.challenged_agency, approved=True)

    shown = client.post(url(letter, "letter-release"), follow=True)

    assert "The moderated ratings have not been released to the agencies yet." in shown.text


def test_what_the_panel_decided_on_a_reply_stands_in_the_letter(client, disputed, people):
    disputed.decision, disputed.decision_reason = "confirmed", "Half are trained."
    disputed.decided_at = disputed.replied_at + timedelta(hours=1)
    disputed.decided_by = people["coordinator"]
    disputed.save()

    letter = made.letter(challenged_agency=disputed.moderation.challenged_agency)

    assert "the rating was confirmed. Half are trained." in client.get(url(letter)).text


def test_a_changed_rating_is_explained_by_the_decision_not_by_the_first_reason(
    client, disputed, people
):
    moderation = disputed.moderation
    replies.decide(
        reply=disputed,
        decision="changed",
        reason="The register shows a third.",
        level=factories.level("red"),
        by=people["coordinator"],
    )

    letter = made.letter(challenged_agency=moderation.challenged_agency)

    page = client.get(url(letter)).text
    assert "the rating was changed to Red. The register shows a third." in page
    assert "Standard 1: The register shows a third." in page
    assert moderation.reason not in page
