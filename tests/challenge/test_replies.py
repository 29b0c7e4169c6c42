"""The right of reply: the agency's page, its replies, and the panel's decisions."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from challenge.models import Reply
from section11.record.models import Email, Event
from tests import challenge_factories as made
from tests import factories

pytest_plugins = ["tests.challenge_subjects"]

PDF = b"%PDF-1.7\n1 0 obj\n"
LONG = "Every manager was trained in May, and the register of the course shows that they were. " * 2
NHS = "See the record of 943 476 5919."


@pytest.fixture(autouse=True)
def _signed_in(client, people):
    client.force_login(people["lead"])


def page(rating):
    return rating.challenged_agency.results_url


def edit(rating):
    return reverse("challenge:reply-edit", args=[rating.pk])


def decide(reply):
    return reverse("challenge:reply-decide", args=[reply.pk])


def hidden(response, name):
    """The value of a hidden field of the page's form."""
    return response.context["form"][name].value()


def give(client, rating, **fields):
    return client.post(
        edit(rating), {"stance": "disputed", "text": LONG, "seen": "", **fields}, follow=True
    )


def test_before_the_release_the_agency_is_told_to_wait(client, rated):
    text = client.get(page(rated)).text

    assert "not released yet" in text
    assert "Not seen everywhere." not in text
    assert client.get(edit(rated)).status_code == 404


def test_the_page_shows_both_ratings_the_reason_and_the_last_day(client, rating, challenge):
    made.finding(challenged_agency=rating.challenged_agency, standard=rating.standard)
    made.agreed_action(challenged_agency=rating.challenged_agency)

    text = client.get(page(rating)).text

    assert "The self-rating is 1 level higher than the panel’s rating." in text
    assert "Not seen everywhere." in text
    assert "A clear policy." in text
    assert "Train every manager" in text
    assert f"{challenge.reply_due_on:%-d %B %Y}" in text
    assert "We asked about it." not in text  # the discussion stays with the panel


def test_findings_about_the_agency_as_a_whole_stand_by_themselves(client, rating):
    part = rating.challenged_agency
    made.finding(challenged_agency=part, standard=None, text="Everybody spoke of children first.")
    made.finding(challenged_agency=part, standard=rating.standard, text="A clear policy.")

    whole = client.get(page(rating)).text.split("Findings about the agency as a whole")[1]

    assert "Everybody spoke of children first." in whole
    assert "A clear policy." not in whole


def test_a_reply_is_kept_with_its_file_and_the_panels_chair_is_told(
    client, people, rating, settings
):
    file = SimpleUploadedFile("Hyfforddiant tŷ.pdf", PDF)

    shown = give(client, rating, file=file)

    reply = Reply.objects.get()
    assert (reply.stance, reply.text, reply.replied_by) == (
        "disputed",
        LONG.strip(),
        people["lead"],
    )
    assert (reply.file_name, reply.file_kind) == ("Hyfforddiant tŷ.pdf", "PDF")
    assert "yfforddiant" not in reply.file.name
    assert (Path(settings.MEDIA_ROOT) / reply.file.name).read_bytes() == PDF
    assert "Waits for the panel" in shown.text
    mail = Email.objects.get(template="reply_given")
    assert mail.to == people["seated member"]
    assert decide(reply) in mail.body
    assert LONG.strip() not in mail.body
    assert (
        Event.objects.get(kind=Event.Kind.REPLY_GIVEN).agency_id
        == rating.challenged_agency.agency_id
    )


def test_asking_the_panel_to_look_again_needs_a_reason(client, rating):
    shown = give(client, rating, text="")

    assert "Say why the panel should look again" in shown.text
    assert not Reply.objects.exists()


def test_all_that_is_left_is_accepted_at_once(client, people, rating):
    other = made.moderation(
        slot=rating.slot,
        standard=rating.challenged_agency.challenge.cycle.standard_set.standards.last(),
    )
    made.reply(moderation=rating, by=people["approver"])

    shown = client.post(
        reverse("challenge:replies-accept", args=[rating.challenged_agency.pk]), follow=True
    )

    assert "Accepted: 1 rating." in shown.text
    assert Reply.objects.get(moderation=other).stance == "accepted"
    assert Reply.objects.get(moderation=rating).stance == "disputed"


def test_a_reply_can_be_changed_and_every_version_is_shown(client, people, rating):
    give(client, rating, text="First words of ours.", file=SimpleUploadedFile("a.pdf", PDF))
    drawn = client.get(edit(rating))

    shown = give(client, rating, text="Second words of ours.", seen=hidden(drawn, "seen"))

    assert Reply.objects.get().text == "Second words of ours."
    assert Reply.objects.get().file_name == "a.pdf"
    for said in ("First words of ours.", "Second words of ours.", "Released: Amber"):
        assert said in shown.text


def test_two_who_reply_at_once_see_each_others_text_and_lose_nothing(client, people, rating):
    drawn = hidden(client.get(edit(rating)), "seen")
    made.reply(moderation=rating, by=people["approver"], text="Ours was there first.")

    shown = give(client, rating, text=LONG, seen=drawn)

    assert f"{people['approver'].name} replied to this rating while you were writing." in shown.text
    assert "Ours was there first." in shown.text
    assert LONG.strip() in shown.text
    assert Reply.objects.get().text == "Ours was there first."
    give(client, rating, text=LONG, seen=hidden(shown, "seen"))
    assert Reply.objects.get().text == LONG.strip()


def test_after_the_last_day_the_page_says_so_and_the_text_comes_back(client, rating, challenge):
    made.release(challenge, days_ago=challenge.reply_days + 1)

    shown = give(client, rating)

    assert shown.status_code == 409
    assert "The right of reply ended on" in shown.text
    assert LONG.strip() in shown.text
    assert not Reply.objects.exists()
    assert "The right of reply ended on" in client.get(page(rating)).text
    assert "Change your reply" not in client.get(page(rating)).text


def test_the_last_day_counts_to_its_end(client, rating, challenge):
    made.release(challenge, days_ago=challenge.reply_days)

    give(client, rating)

    assert Reply.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("virus.pdf", b"MZ\x90\x00", "not a kind of file that we take"),
        ("page.pdf", b"<html><script>alert(1)</script>", "not a kind of file that we take"),
        ("empty.pdf", b"", "is empty"),
        ("Smith, John 01-02-2015.pdf", PDF, "looks like a date of birth"),
    ],
)
def test_a_file_that_is_refused_keeps_the_text_and_names_the_file(
    client, rating, name, content, sentence
):
    file = SimpleUploadedFile(name, content)

    shown = give(client, rating, file=file)

    assert sentence in shown.text
    assert LONG.strip() in shown.text
    assert "Choose it again" in shown.text
    assert not Reply.objects.exists()


def test_what_looks_like_a_childs_data_is_taken_once_it_is_said_to_be_none(client, rating):
    shown = give(client, rating, text=NHS)

    assert "looks like an NHS number" in shown.text
    assert "943 476" not in shown.text.split("There is a problem")[1].split("</ul>")[0]
    confirmed = hidden_tick(shown)
    give(client, rating, text=NHS, no_child=confirmed)
    assert Reply.objects.get().text == NHS
    told = Event.objects.get(kind=Event.Kind.WARNING_CONFIRMED)
    assert told.detail == {"field": "text", "kind": "nhs_number"}
    assert "943" not in str(told.detail)


def test_the_panel_too_is_on_record_for_saying_that_it_is_none(client, people, disputed):
    client.force_login(people["seated member"])
    sent = {"decision": "confirmed", "decision_reason": NHS}
    shown = client.post(decide(disputed), sent)

    client.post(decide(disputed), {**sent, "no_child": hidden_tick(shown)})

    told = Event.objects.get(kind=Event.Kind.WARNING_CONFIRMED)
    assert (told.by, told.detail["field"]) == (people["seated member"], "decision_reason")


def test_a_tick_holds_only_for_what_it_was_given_for(client, rating):
    confirmed = hidden_tick(give(client, rating, text=NHS))

    shown = give(client, rating, text=f"{NHS} And born 01/02/2015.", no_child=confirmed)

    assert "looks like a date of birth" in shown.text
    assert not Reply.objects.exists()


def hidden_tick(response):
    return response.text.split('name="no_child"')[1].split('value="')[1].split('"')[0]


def test_the_panel_confirms_with_its_reason_and_the_agency_is_told(client, people, disputed):
    client.force_login(people["seated member"])

    client.post(
        decide(disputed),
        {"decision": "confirmed", "decision_reason": "The register names half of them."},
    )

    disputed.refresh_from_db()
    assert (disputed.decision, disputed.decided_by) == ("confirmed", people["seated member"])
    told = set(Email.objects.filter(template="reply_decided").values_list("to", flat=True))
    assert {people["lead"].pk, people["approver"].pk} <= told
    assert people["reader"].pk not in told
    assert Event.objects.filter(kind=Event.Kind.REPLY_DECIDED).count() == 1
    client.force_login(people["lead"])
    text = client.get(page(disputed.moderation)).text
    assert "The register names half of them." in text


def test_the_panel_changes_the_rating_and_the_first_stays_in_the_versions(client, people, disputed):
    client.force_login(people["coordinator"])

    client.post(
        decide(disputed),
        {
            "decision": "changed",
            "level": factories.level("green").pk,
            "decision_reason": "The register shows it.",
        },
    )

    disputed.moderation.refresh_from_db()
    assert disputed.moderation.level.code == "green"
    text = client.get(page(disputed.moderation)).text
    assert text.index("Released: Amber") < text.index("Changed: Green")
    assert "Why the panel first rated it otherwise" in text
    record = client.get(reverse("challenge:slot-record", args=[disputed.moderation.slot_id])).text
    assert "Changed after a reply" in record
    assert "Needs a reason" not in record
    assert disputed.moderation.challenged_agency.self_audit.answers.first().level.code == "green"


def test_the_chair_is_led_to_a_reply_that_waits_for_the_panel(client, people, disputed):
    client.force_login(people["seated member"])

    waiting = decide(disputed) in client.get("/").text
    client.post(decide(disputed), {"decision": "confirmed", "decision_reason": "Seen."})

    assert waiting
    assert decide(disputed) not in client.get("/").text


def test_a_change_needs_another_level_and_every_decision_a_reason(client, people, disputed):
    client.force_login(people["coordinator"])

    shown = client.post(decide(disputed), {"decision": "changed"})

    assert "Choose the new rating" in shown.text
    assert "Say why: the agency will read it" in shown.text
    assert f'value="{disputed.moderation.level_id}"' not in shown.text


def test_who_decides_second_is_told_who_was_first(client, people, disputed):
    client.force_login(people["coordinator"])
    sent = {"decision": "confirmed", "decision_reason": "It stands."}
    client.post(decide(disputed), sent)

    shown = client.post(decide(disputed), sent | {"decision_reason": LONG})

    assert shown.status_code == 409
    assert f"{people['coordinator'].name} decided on this reply on" in shown.text
    assert LONG.strip() in shown.text


def test_once_decided_the_agency_changes_its_reply_no_more(client, people, disputed):
    client.force_login(people["coordinator"])
    client.post(decide(disputed), {"decision": "confirmed", "decision_reason": "It stands."})
    client.force_login(people["lead"])

    shown = client.get(edit(disputed.moderation), follow=True)

    assert "so it stands as it is" in shown.text


def test_an_accepted_rating_leaves_nothing_to_decide(client, people, rating):
    reply = made.reply(moderation=rating, by=people["lead"], stance="accepted")
    client.force_login(people["coordinator"])

    shown = client.post(
        decide(reply), {"decision": "confirmed", "decision_reason": "It stands."}, follow=True
    )

    assert "there is nothing to decide" in shown.text


def test_a_lay_member_reads_no_replies_for_they_hold_names_and_files(
    client, panel_member, reply_with_file, rating
):
    panel_member.capacities = ["lay"]
    panel_member.save()
    client.force_login(panel_member.user)

    assert client.get(page(rating)).status_code == 404
    assert client.get(reverse("challenge:reply-file", kwargs=reply_with_file)).status_code == 404


@pytest.mark.parametrize("standards", [1, 3])
def test_the_number_of_queries_does_not_grow(client, people, cycle, rating, standards):
    made.reply(moderation=rating, by=people["lead"])
    for place in range(3, 2 + standards):
        standard = cycle.standard_set.standards.create(order=place, code=str(place), title="More")
        other = made.moderation(slot=rating.slot, standard=standard)
        made.reply(moderation=other, by=people["lead"])

    with CaptureQueriesContext(connection) as queries:
        client.get(page(rating))

    assert len(queries) == 16
