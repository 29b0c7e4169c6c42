from datetime import timedelta

import pytest
from django.utils import timezone

from challenge.models import AgreedAction, Attendance, Finding, Moderation
from challenge.operations import moderations, sessions
from challenge.sessions.typed import Typed, base_of
from section11.record.models import Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests import factories
from tests.at_once import at_once
from tests.challenge.session_world import World, sent, url


@pytest.fixture
def world(partnership):
    return World(partnership, status="open")


@pytest.fixture
def page(client, world):
    client.force_login(world.chair)
    return url("slot-record-standard", world.slot.pk, world.neglect.pk)


def drawn(client, page):
    """What a browser would send of the page as it is drawn now."""
    data = {}
    for form in client.get(page).context["forms"]:
        data |= sent(form)
    return data


def moderation(world):
    return Moderation.objects.get(challenged_agency=world.challenged, standard=world.neglect)


def test_the_panel_records_discussion_rating_and_reason(client, world, page):
    data = drawn(client, page) | {
        "moderation-discussion": "They showed the tool.",
        "moderation-level": "amber",
        "moderation-reason": "It is used in most teams.",
        "then": "next",
    }

    answer = client.post(page, data)

    found = moderation(world)
    assert (found.discussion, found.level.code) == ("They showed the tool.", "amber")
    assert (found.reason, found.updated_by) == ("It is used in most teams.", world.chair)
    assert answer.headers["Location"] == url(
        "slot-record-standard", world.slot.pk, world.recruitment.pk
    )
    event = Event.objects.get(kind="session_recorded")
    assert (event.agency_id, event.detail["standard"]) == (None, world.neglect.pk)


def test_the_self_rating_is_never_overwritten(client, world, page):
    before = list(world.self_audit.answers.values_list("pk", "level", "updated_at"))

    client.post(
        page, drawn(client, page) | {"moderation-level": "green", "moderation-reason": "Seen."}
    )

    assert list(world.self_audit.answers.values_list("pk", "level", "updated_at")) == before


def test_another_rating_without_a_reason_is_saved_and_asks_for_it(client, world, page):
    data = drawn(client, page) | {
        "moderation-discussion": "They showed the tool.",
        "moderation-level": "green",
    }

    answer = client.post(page, data)

    assert answer.status_code == 200
    assert "Say why the panel’s rating differs from the agency’s own" in answer.text
    assert moderation(world).level.code == "green"
    assert moderation(world).discussion == "They showed the tool."


def test_the_agencys_own_rating_needs_no_reason(client, world, page):
    answer = client.post(page, drawn(client, page) | {"moderation-level": "red"})

    assert answer.status_code == 302


def test_findings_are_added_once_however_often_they_are_posted(client, world, page):
    data = drawn(client, page) | {
        "new_finding-kind": "concern",
        "new_finding-text": "The tool is not known.",
    }

    client.post(page, data)
    client.post(page, data)

    [finding] = Finding.objects.all()
    assert (finding.kind, finding.text, finding.standard) == (
        "concern",
        "The tool is not known.",
        world.neglect,
    )
    assert finding.added_by == world.chair


@pytest.fixture
def whole(client, world):
    client.force_login(world.chair)
    return url("slot-record-agency", world.slot.pk)


def test_after_the_last_standard_comes_the_agency_as_a_whole(client, world, whole):
    last = url("slot-record-standard", world.slot.pk, world.recruitment.pk)

    answer = client.post(last, drawn(client, last) | {"then": "next"})

    assert answer.headers["Location"] == whole


def test_a_finding_about_the_agency_as_a_whole_belongs_to_no_standard(client, world, whole):
    data = drawn(client, whole) | {
        "new_finding-kind": "strength",
        "new_finding-text": "Everybody in the room spoke of children first.",
        "then": "list",
    }

    shown = client.post(whole, data, follow=True)

    finding = Finding.objects.get()
    assert (finding.standard, finding.kind, finding.added_by) == (None, "strength", world.chair)
    assert "Everybody in the room spoke of children first." in shown.text
    assert "The agency as a whole" in shown.text
    event = Event.objects.get(kind="session_recorded")
    assert (event.agency_id, event.detail["standard"]) == (None, None)


def test_a_finding_about_the_agency_is_changed_and_removed(client, world, whole, page):
    finding = made.finding(challenged_agency=world.challenged, standard=None)
    of_standard = made.finding(challenged_agency=world.challenged, standard=world.neglect)
    data = drawn(client, whole)

    assert f"finding-{finding.pk}-text" in data
    assert f"finding-{of_standard.pk}-text" not in data
    assert f"finding-{finding.pk}-text" not in drawn(client, page)
    client.post(whole, data | {f"finding-{finding.pk}-text": "A clearer policy."})
    finding.refresh_from_db()
    assert finding.text == "A clearer policy."
    client.post(whole, drawn(client, whole) | {"then": f"remove-finding:{finding.pk}"})
    finding.refresh_from_db()
    assert finding.removed_by == world.chair


def test_what_is_wrong_with_a_finding_about_the_agency_is_said(client, whole):
    shown = client.post(whole, drawn(client, whole) | {"new_finding-text": "Half a finding."})

    assert "Choose what kind of finding it is" in shown.text
    assert "Half a finding." in shown.text
    assert not Finding.objects.exists()


def test_an_action_has_a_lead_and_a_date(client, world, page):
    due = timezone.localdate() + timedelta(days=90)
    data = drawn(client, page) | {
        "new_action-what": "Train every manager",
        "new_action-lead": "Head of service",
        "new_action-due_on": f"{due:%d/%m/%Y}",
    }

    client.post(page, data)

    [action] = AgreedAction.objects.all()
    assert (action.what, action.lead, action.due_on) == (
        "Train every manager",
        "Head of service",
        due,
    )
    assert (action.status, action.agreed_by) == ("open", world.chair)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"new_action-what": "Train"}, "Say who leads it"),
        (
            {"new_action-what": "Train", "new_action-lead": "Head"},
            "Enter the day by which it is done",
        ),
        ({"new_action-lead": "Head"}, "Say what will be done"),
        (
            {
                "new_action-what": "Train",
                "new_action-lead": "Head",
                "new_action-due_on": "1/1/2020",
            },
            "That day has passed",
        ),
        ({"new_finding-text": "The tool is not known."}, "Choose what kind of finding it is"),
        ({"new_finding-kind": "concern"}, "Say what was found"),
    ],
)
def test_what_is_half_done_comes_back_and_the_rest_is_saved(client, world, page, typed, sentence):
    data = drawn(client, page) | {"moderation-discussion": "They showed the tool."} | typed

    answer = client.post(page, data)

    assert sentence in answer.text
    assert all(text in answer.text for text in typed.values())
    assert moderation(world).discussion == "They showed the tool."
    assert AgreedAction.objects.count() + Finding.objects.count() == 0


def test_a_finding_and_an_action_are_changed(client, world, page):
    finding = made.finding(challenged_agency=world.challenged, standard=world.neglect)
    action = made.agreed_action(challenged_agency=world.challenged, standard=world.neglect)
    data = drawn(client, page) | {
        f"finding-{finding.pk}-text": "A policy that staff know.",
        f"action-{action.pk}-lead": "Deputy head",
    }

    client.post(page, data)

    finding.refresh_from_db()
    action.refresh_from_db()
    assert finding.text == "A policy that staff know."
    assert action.lead == "Deputy head"
    assert finding.history.first().history_user == world.chair


@pytest.mark.parametrize("kind", ["finding", "action"])
def test_a_finding_or_an_action_is_removed_and_kept(client, world, page, kind):
    make = {"finding": made.finding, "action": made.agreed_action}[kind]
    item = make(challenged_agency=world.challenged, standard=world.neglect)

    client.post(page, drawn(client, page) | {"then": f"remove-{kind}:{item.pk}"})

    item.refresh_from_db()
    assert item.removed_by == world.chair
    assert f"{kind}-{item.pk}" not in client.get(page).text


def test_an_item_of_another_agency_is_not_removed(client, world, page):
    other = world.add_agency().challenged_agency
    item = made.finding(challenged_agency=other, standard=world.neglect)

    client.post(page, {"then": f"remove-finding:{item.pk}"})

    item.refresh_from_db()
    assert item.removed_at is None


def test_the_chair_and_who_writes_change_different_fields_and_lose_nothing(client, world, page):
    data = drawn(client, page)
    client.post(page, data | {"moderation-level": "red"})
    client.force_login(world.member)

    answer = client.post(page, data | {"moderation-discussion": "They showed the tool."})

    assert answer.status_code == 302
    assert (moderation(world).level.code, moderation(world).discussion) == (
        "red",
        "They showed the tool.",
    )


def test_two_who_write_the_same_field_see_both_and_choose(client, world, page):
    data = drawn(client, page)
    client.post(page, data | {"moderation-discussion": "As the chair heard it."})
    client.force_login(world.member)
    mine = {"moderation-discussion": "As the member heard it.", "moderation-level": "red"}

    answer = client.post(page, data | mine)

    assert moderation(world).discussion == "As the chair heard it."
    assert moderation(world).level.code == "red"
    assert f"{world.chair} changed the same while you were typing." in answer.text
    assert "As the chair heard it." in answer.text
    assert "As the member heard it." in answer.text


def test_saved_again_the_second_text_replaces_the_first_and_nothing_else(client, world, page):
    data = drawn(client, page)
    client.post(
        page, data | {"moderation-discussion": "As the chair heard it.", "moderation-level": "red"}
    )
    client.force_login(world.member)
    answer = client.post(page, data | {"moderation-discussion": "As the member heard it."})
    again = {}
    for form in answer.context["forms"]:
        again |= sent(form)

    client.post(page, again)

    assert moderation(world).discussion == "As the member heard it."
    assert moderation(world).level.code == "red"
    texts = moderation(world).history.values_list("discussion", flat=True)
    assert set(texts) >= {"As the chair heard it.", "As the member heard it."}


def test_a_text_for_a_finding_that_was_removed_meanwhile_comes_back(client, world, page):
    finding = made.finding(challenged_agency=world.challenged, standard=world.neglect)
    data = drawn(client, page)
    moderations.remove(item=finding, slot=world.slot, by=world.member)

    answer = client.post(page, data | {f"finding-{finding.pk}-text": "A policy that staff know."})

    assert "Something that you changed was removed meanwhile." in answer.text
    assert "A policy that staff know." in answer.text


def test_a_finding_that_somebody_added_meanwhile_stays_as_it_is(client, world, page):
    data = drawn(client, page)
    finding = made.finding(challenged_agency=world.challenged, standard=world.neglect)

    client.post(page, data | {"moderation-discussion": "They showed the tool."})

    finding.refresh_from_db()
    assert finding.text == "A clear policy."


def test_a_text_sent_after_the_session_closed_comes_back_to_be_copied(client, world, page):
    data, text = drawn(client, page), "What took the whole session to write down. " * 4
    sessions.close(session=world.session, by=world.chair)

    answer = client.post(page, data | {"moderation-discussion": text})

    assert answer.status_code == 409
    assert text.strip() in answer.text
    assert "its record can no longer be changed" in answer.text
    assert Moderation.objects.count() == 0


def test_a_text_that_is_far_too_long_is_refused_and_not_lost(client, world, page):
    text = "long " * 50_000

    answer = client.post(
        page, drawn(client, page) | {"moderation-discussion": text, "moderation-level": "red"}
    )

    assert "Shorten it to 200,000 to save it." in answer.text
    assert text.strip() in answer.text
    assert moderation(world).level.code == "red"


def test_a_forged_level_is_refused(client, world, page):
    answer = client.post(page, drawn(client, page) | {"moderation-level": "ultraviolet"})

    assert answer.status_code == 200
    assert Moderation.objects.count() == 0


def test_the_page_has_what_the_members_think_and_the_lines_of_enquiry(client, world, page):
    made.member_rating(
        slot=world.slot, panel_member=world.lay_seat.panel_member, notes="Ask about the tool."
    )
    made.enquiry(challenged_agency=world.challenged, standard=world.neglect, text="Which tool?")
    made.enquiry(challenged_agency=world.challenged, standard=world.recruitment, text="Who checks?")

    text = client.get(page).text

    assert "Ask about the tool." in text
    assert "Which tool?" in text
    assert "Who checks?" not in text


def test_the_record_shows_it_all(client, world, page):
    made.moderation(slot=world.slot, standard=world.neglect, level="amber")
    made.finding(challenged_agency=world.challenged, standard=world.neglect)
    made.agreed_action(challenged_agency=world.challenged, standard=world.neglect)

    text = client.get(url("slot-record", world.slot.pk)).text

    assert "We asked about it." in text
    assert "Not seen everywhere." in text
    assert "A clear policy." in text
    assert "Train every manager" in text


def test_the_agencys_own_people_read_nothing_of_the_record(client, world):
    made.moderation(slot=world.slot, standard=world.neglect)
    client.force_login(world.lead)

    for name in ("slot-record", "slot-detail", "slot-enquiries"):
        assert client.get(url(name, world.slot.pk)).status_code == 404


def test_who_came_for_the_agency_is_noted(client, world, page):
    comes = factories.user(name="Ann Attendee")
    made.attendee(challenged_agency=world.challenged, user=comes)
    here = url("slot-attendance", world.slot.pk)

    client.post(here, {"people": [f"user-{comes.pk}"], "drawn": "", "others": "Bo  Deputy\n\nCy"})

    noted = Attendance.objects.filter(slot=world.slot).values_list("name", "user")
    assert list(noted) == [("Ann Attendee", comes.pk), ("Bo Deputy", None), ("Cy", None)]
    assert "Ann Attendee, Bo Deputy, Cy" in client.get(url("slot-record", world.slot.pk)).text


def test_a_lay_member_reads_no_names_in_the_record_and_notes_none(client, world):
    made.agreed_action(challenged_agency=world.challenged, standard=world.neglect, lead="Dee Lead")
    Attendance.objects.create(slot=world.slot, name="Ann Attendee", noted_by=world.chair)
    here = url("slot-attendance", world.slot.pk)
    client.force_login(world.lay)

    record = client.get(url("slot-record", world.slot.pk)).text

    assert "Train every manager" in record
    assert "Dee Lead" not in record
    assert "Ann Attendee" not in record
    assert here not in client.get(url("session-live", world.session.pk)).text
    assert client.get(here).status_code == 403
    client.force_login(world.member)
    assert "Ann Attendee" in client.get(url("slot-record", world.slot.pk)).text
    assert here in client.get(url("session-live", world.session.pk)).text


def test_somebody_noted_by_mistake_is_taken_off(client, world, page):
    here = url("slot-attendance", world.slot.pk)
    client.post(here, {"drawn": "", "others": "Bo Deputy\nCy"})
    form = client.get(here).context["form"]
    bo, cy = (value for value, _ in form.fields["people"].choices if value.startswith("row"))

    client.post(here, {"people": [cy], "drawn": form["drawn"].value(), "others": ""})

    assert list(Attendance.objects.values_list("name", flat=True)) == ["Cy"]


def test_two_who_note_the_same_person_note_them_once(client, world, page):
    here, data = url("slot-attendance", world.slot.pk), {"drawn": "", "others": "Bo Deputy"}

    client.post(here, data | {"people": [f"user-{world.lead.pk}"]})
    client.post(here, data | {"people": [f"user-{world.lead.pk}"]})

    assert Attendance.objects.count() == 2


def test_a_name_that_is_too_long_comes_back(client, world, page):
    here = url("slot-attendance", world.slot.pk)

    answer = client.post(here, {"drawn": "", "others": "x" * 151})

    assert "longer than 150 characters" in answer.text
    assert "x" * 151 in answer.text


def test_a_standard_that_is_not_asked_has_no_record(client, world, page):
    other = factories.standard_set().standards.first()

    assert client.get(url("slot-record-standard", world.slot.pk, other.pk)).status_code == 404


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_who_save_the_same_field_at_once_lose_neither_text(partnership):
    world = World(partnership, status="open")
    row = made.moderation(slot=world.slot, standard=world.neglect, discussion="")
    base = {"discussion": base_of(row, ("discussion",))}

    def save(by, text):
        entry = moderations.Entry(moderation=Typed({"discussion": text}, base))
        return lambda: moderations.record_standard(
            slot=world.slot, standard=world.neglect, entry=entry, by=by
        )

    saved = at_once(save(world.chair, "By one"), save(world.member, "By the other"))

    [clash] = [clash for one in saved for found in one.clashes.values() for clash in found]
    assert {moderation(world).discussion, clash.mine} == {"By one", "By the other"}


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_closing_and_writing_at_once_leave_no_text_behind_the_lock(partnership):
    world = World(partnership, status="open")
    entry = moderations.Entry(
        moderation=Typed({"discussion": "Late"}, {"discussion": base_of(None, ("discussion",))})
    )

    _, saved = at_once(
        lambda: sessions.close(session=world.session, by=world.chair),
        lambda: moderations.record_standard(
            slot=world.slot, standard=world.neglect, entry=entry, by=world.member
        ),
    )

    was_refused = isinstance(saved, RuleBroken)
    assert Moderation.objects.exists() is not was_refused


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("slot-record", 13), ("slot-record-standard", 14), ("slot-attendance", 10)],
)
def test_pages_of_a_record_ask_the_database_as_often_however_much_there_is(
    client, partnership, django_assert_num_queries, count, name, queries
):
    world = World(partnership, status="open")
    for _ in range(count):
        seat = world.add_member()
        made.member_rating(slot=world.slot, panel_member=seat.panel_member)
        made.finding(challenged_agency=world.challenged, standard=world.neglect)
        made.agreed_action(challenged_agency=world.challenged, standard=world.neglect)
        made.attendee(challenged_agency=world.challenged, user=factories.user())
        world.add_agency()
    client.force_login(world.chair)
    args = [world.slot.pk, world.neglect.pk] if name == "slot-record-standard" else [world.slot.pk]
    client.get(url(name, *args))

    with django_assert_num_queries(queries):
        client.get(url(name, *args))
