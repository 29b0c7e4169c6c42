from datetime import timedelta

import pytest
from django.utils import timezone

from challenge.models import Challenge, KeyLineOfEnquiry
from challenge.operations import enquiries
from challenge.sessions.typed import Typed, base_of
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests import factories
from tests.at_once import at_once
from tests.challenge.session_world import World, sent, url


@pytest.fixture
def world(partnership):
    return World(partnership, days=7)


@pytest.fixture
def page(client, world):
    client.force_login(world.member)
    return url("slot-enquiries", world.slot.pk)


def lines(world):
    return list(world.challenged.enquiries.kept())


def add(world, *texts):
    return [
        made.enquiry(challenged_agency=world.challenged, text=text, order=order)
        for order, text in enumerate(texts, 1)
    ]


def drawn(client, page):
    """What a browser would send of the page as it is drawn now."""
    data = {}
    for form in client.get(page).context["page"].lines:
        data |= sent(form)
    return data


def test_the_data_proposes_lines_with_their_reasons(client, world, page):
    client.post(page, {"then": "propose"})

    first, second = lines(world)
    assert (first.standard, first.rules) == (world.neglect, ["worst", "fell", "theme"])
    assert first.because.startswith("Rated red: 1.1. Fell since last cycle: 1.1 from green to red")
    assert (second.standard, second.rules) == (world.recruitment, ["fell"])
    assert Event.objects.get(kind="enquiries_changed").detail == {"proposed": 2}


def test_proposing_again_adds_nothing_twice_and_not_what_was_removed(client, world, page):
    client.post(page, {"then": "propose"})
    first = lines(world)[0]
    client.post(page, {"then": f"remove:{first.pk}"})

    answer = client.post(page, {"then": "propose"}, follow=True)

    assert first not in lines(world)
    assert KeyLineOfEnquiry.objects.count() == 2
    assert "The data calls for nothing that is not here." in answer.text


def test_a_new_reason_proposes_a_line_again(world):
    answer = world.answer("2.2")
    enquiries.propose(slot=world.slot, by=world.member)
    answer.evidence.update(removed_at=timezone.now(), removed_by=world.lead)
    before = KeyLineOfEnquiry.objects.filter(standard=world.recruitment).count()

    enquiries.propose(slot=world.slot, by=world.member)

    newest = KeyLineOfEnquiry.objects.filter(standard=world.recruitment).last()
    assert "no_evidence" in newest.rules
    assert KeyLineOfEnquiry.objects.filter(standard=world.recruitment).count() == before + 1


def test_without_a_submitted_self_audit_nothing_is_proposed(client, world, page):
    _reopen(world)

    answer = client.post(page, {"then": "propose"}, follow=True)

    assert "has not submitted its self-audit" in answer.text
    assert lines(world) == []


def test_a_line_is_edited(client, world, page):
    [line] = add(world, "How do you know?")

    client.post(page, drawn(client, page) | {f"line-{line.pk}-text": "How would a child know?"})

    line.refresh_from_db()
    assert line.text == "How would a child know?"
    assert line.history.first().history_user == world.member


def test_an_empty_text_is_refused_and_the_others_are_saved(client, world, page):
    first, second = add(world, "One?", "Two?")
    data = drawn(client, page)

    answer = client.post(
        page, data | {f"line-{first.pk}-text": " ", f"line-{second.pk}-text": "Three?"}
    )

    assert "A line cannot be empty: remove it instead" in answer.text
    assert [one.text for one in lines(world)] == ["One?", "Three?"]


def test_a_line_of_the_panels_own_is_added_once_however_often_it_is_posted(client, world, page):
    form = client.get(page).context["page"].new
    data = sent(form, standard=str(world.recruitment.pk), text="Who checks references?")

    client.post(page, data)
    client.post(page, data)

    [line] = lines(world)
    assert (line.standard, line.text, line.rules) == (
        world.recruitment,
        "Who checks references?",
        [],
    )


def test_a_line_without_a_standard_comes_back_with_its_text(client, world, page):
    form = client.get(page).context["page"].new

    answer = client.post(page, sent(form, text="Who checks references?"))

    assert "Choose the standard that it is about" in answer.text
    assert "Who checks references?" in answer.text
    assert lines(world) == []


@pytest.mark.parametrize(
    ("then", "texts"),
    [("up:1", ["B", "A", "C"]), ("down:1", ["A", "C", "B"]), ("up:0", ["A", "B", "C"])],
)
def test_lines_are_ordered_by_buttons_that_save_first(client, world, page, then, texts):
    made_lines = add(world, "A", "B", "C")
    where, _, place = then.partition(":")
    data = drawn(client, page) | {f"line-{made_lines[2].pk}-text": "C"}

    client.post(page, data | {"then": f"{where}:{made_lines[int(place)].pk}"})

    assert [one.text for one in lines(world)] == texts


def test_a_removed_line_can_be_put_back(client, world, page):
    first, second = add(world, "A", "B")

    client.post(page, {"then": f"remove:{first.pk}"})
    assert lines(world) == [second]
    client.post(page, {"then": f"put-back:{first.pk}"})

    assert lines(world) == [second, first]


def test_two_who_change_different_lines_both_keep_what_they_wrote(client, world, page):
    first, second = add(world, "A", "B")
    data = drawn(client, page)
    client.post(page, data | {f"line-{first.pk}-text": "A by one"})

    client.post(page, data | {f"line-{second.pk}-text": "B by the other"})

    assert [one.text for one in lines(world)] == ["A by one", "B by the other"]


def test_two_who_change_the_same_line_see_both_texts_and_choose(client, world, page):
    [line] = add(world, "A")
    data = drawn(client, page)
    client.post(page, data | {f"line-{line.pk}-text": "A by the first"})
    client.force_login(world.chair)

    answer = client.post(page, data | {f"line-{line.pk}-text": "A by the second"})

    assert [one.text for one in lines(world)] == ["A by the first"]
    assert f"{world.member} changed the same while you were typing." in answer.text
    assert "A by the first" in answer.text
    assert "A by the second" in answer.text
    client.post(page, sent(answer.context["page"].lines[0]))
    assert [one.text for one in lines(world)] == ["A by the second"]


def test_a_text_for_a_line_that_was_removed_meanwhile_comes_back_to_be_copied(client, world, page):
    [line] = add(world, "A")
    data = drawn(client, page)
    enquiries.remove(slot=world.slot, line=line, by=world.chair)

    answer = client.post(page, data | {f"line-{line.pk}-text": "A, but much better"})

    assert "A line that you changed was removed meanwhile." in answer.text
    assert "A, but much better" in answer.text


def test_once_the_session_is_closed_no_line_changes_and_the_text_comes_back(client, world, page):
    [line] = add(world, "A")
    data = drawn(client, page)
    text = "A line that somebody took a long while over: " * 4
    world.session.status = "closed"
    world.session.opened_at = world.session.closed_at = timezone.now()
    world.session.opened_by = world.session.closed_by = world.chair
    world.session.save()

    answer = client.post(page, data | {f"line-{line.pk}-text": text})

    assert answer.status_code == 409
    assert text.strip() in answer.text
    assert [one.text for one in lines(world)] == ["A"]


@pytest.fixture
def chairing(client, world):
    client.force_login(world.chair)
    return url("slot-enquiries-send", world.slot.pk)


def test_sending_tells_those_who_come_by_a_link_and_never_by_content(client, world, chairing):
    add(world, "How would a child know?")
    comes = factories.user()
    made.attendee(challenged_agency=world.challenged, user=comes)

    client.post(chairing)

    mail = Email.objects.get(template="enquiries_sent")
    assert mail.to == comes
    assert url("agency-enquiries", world.challenged.pk) in mail.body
    assert "How would a child know?" not in mail.body + mail.subject
    world.challenged.refresh_from_db()
    assert world.challenged.enquiry_sent_by == world.chair
    assert Event.objects.get(kind="enquiries_sent").agency_id == world.agency.pk


def test_where_nobody_is_named_the_leads_are_told(client, world, chairing):
    add(world, "A")

    client.post(chairing)

    assert {mail.to for mail in Email.objects.all()} == set(world.agency.leads)


def test_without_a_line_nothing_is_sent(client, world, chairing):
    answer = client.post(chairing, follow=True)

    assert "There is no line of enquiry for" in answer.text
    assert Email.objects.count() == 0


def test_where_the_challenge_sends_none_it_says_so(client, world, chairing):
    add(world, "A")
    Challenge.objects.update(enquiry_days=None)

    answer = client.post(chairing, follow=True)

    assert "In this challenge agencies do not get the lines of enquiry beforehand." in answer.text
    assert Email.objects.count() == 0


def test_a_member_who_does_not_chair_does_not_send(client, world):
    add(world, "A")
    client.force_login(world.member)

    answer = client.post(url("slot-enquiries-send", world.slot.pk))

    assert answer.status_code == 403
    assert "Only the session’s chair or the coordinator sends" in answer.text


def test_the_agency_reads_the_lines_as_they_were_sent(client, world, chairing):
    first, second = add(world, "First as sent", "Second as sent")
    client.post(chairing)
    page = url("slot-enquiries", world.slot.pk)
    client.post(page, drawn(client, page) | {f"line-{first.pk}-text": "First as changed"})
    client.post(page, {"then": f"remove:{second.pk}"})
    told = client.get(page).text
    client.force_login(world.lead)

    read = client.get(url("agency-enquiries", world.challenged.pk)).text

    assert "First as sent" in read
    assert "Second as sent" in read
    assert "First as changed" not in read
    assert "Your session is on" in read
    assert "Changed since they were sent." in told


def test_of_a_closed_session_the_agency_reads_when_it_was(client, world, chairing):
    add(world, "First as sent")
    client.post(chairing)
    world.session.status = "closed"
    world.session.save()
    client.force_login(world.lead)

    read = client.get(url("agency-enquiries", world.challenged.pk)).text

    assert "Your session was on" in read


def test_sent_again_the_agency_reads_the_new_lines(client, world, chairing):
    [line] = add(world, "First as sent")
    client.post(chairing)
    page = url("slot-enquiries", world.slot.pk)
    client.post(page, drawn(client, page) | {f"line-{line.pk}-text": "First as changed"})

    client.post(chairing)

    client.force_login(world.lead)
    assert "First as changed" in client.get(url("agency-enquiries", world.challenged.pk)).text
    subjects = Email.objects.filter(template="enquiries_sent").values_list("subject", flat=True)
    assert "Lines of enquiry for your challenge session have changed" in subjects


def test_sent_again_without_a_change_nothing_goes(client, world, chairing):
    add(world, "A")
    client.post(chairing)
    Email.objects.all().delete()

    answer = client.post(chairing, follow=True)

    assert "nothing has changed since" in answer.text
    assert Email.objects.count() == 0


def test_before_they_are_sent_the_agency_reads_none(client, world):
    add(world, "Not for their eyes yet")
    client.force_login(world.lead)

    page = client.get(url("agency-enquiries", world.challenged.pk))

    due = world.day - timedelta(days=7)
    assert "Not for their eyes yet" not in page.text
    assert f"by {due.day} {due:%B %Y}" in page.text


def test_the_job_proposes_once_from_the_day_the_packs_open(partnership):
    world = World(partnership, days=15)
    enquiries.propose_due()
    assert lines(world) == []
    Challenge.objects.update(pack_days=15)

    enquiries.propose_due()
    enquiries.propose_due()

    assert len(lines(world)) == 2
    assert Event.objects.filter(kind="enquiries_changed").get().by is None


def test_the_job_proposes_for_nobody_who_has_not_submitted(world):
    _reopen(world)

    enquiries.propose_due()

    assert lines(world) == []


def test_the_job_does_not_bring_back_what_a_panel_emptied(world):
    enquiries.propose_due()
    for line in lines(world):
        enquiries.remove(slot=world.slot, line=line, by=world.member)

    enquiries.propose_due()

    assert lines(world) == []


def test_the_job_finds_nothing_to_ask_once_and_asks_no_more(partnership):
    World(partnership, days=7, levels="green green green green", first="Training")

    enquiries.propose_due()
    enquiries.propose_due()

    assert Event.objects.get(kind="enquiries_changed").detail == {"proposed": 0}


@pytest.mark.parametrize(("days", "goes"), [(7, True), (6, True), (8, False)])
def test_the_job_sends_so_many_days_before_as_the_challenge_says(partnership, days, goes):
    world = World(partnership, days=days)
    add(world, "A")

    enquiries.send_due()
    enquiries.send_due()

    assert Email.objects.filter(template="enquiries_sent").count() == int(goes)
    world.challenged.refresh_from_db()
    assert (world.challenged.enquiry_sent_at is not None) is goes
    assert world.challenged.enquiry_sent_by is None


def test_the_job_sends_nothing_where_the_challenge_says_so(world):
    add(world, "A")
    Challenge.objects.update(enquiry_days=None)

    enquiries.send_due()

    assert Email.objects.count() == 0


def test_the_job_sends_nothing_of_a_cancelled_session(world):
    add(world, "A")
    world.session.cancelled_at, world.session.cancelled_by = timezone.now(), world.coordinator
    world.session.save()

    enquiries.send_due()

    assert Email.objects.count() == 0


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_once(partnership):
    world = World(partnership, days=7)
    add(world, "A")

    at_once(enquiries.send_due, enquiries.send_due)

    assert Email.objects.filter(template="enquiries_sent").count() == len(world.agency.leads)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_who_save_the_same_line_at_once_lose_neither_text(partnership):
    world = World(partnership, days=7)
    [line] = add(world, "A")
    base = {"text": base_of(line, ("text",))}

    def save(by, text):
        typed = {line.pk: Typed({"text": text}, base)}
        return lambda: enquiries.save(slot=world.slot, texts=typed, by=by)

    clashes = at_once(save(world.chair, "By one"), save(world.member, "By the other"))

    [[clash]] = [found[line.pk] for found in clashes if found]
    [stored] = [one.text for one in lines(world)]
    assert {stored, clash.mine} == {"By one", "By the other"}


def test_a_line_of_a_session_that_closed_meanwhile_is_refused(world):
    world.session.status = "closed"
    world.session.opened_at = world.session.closed_at = timezone.now()
    world.session.opened_by = world.session.closed_by = world.chair
    world.session.save()

    with pytest.raises(RuleBroken, match="can no longer be changed"):
        enquiries.propose(slot=world.slot, by=world.chair)


def _reopen(world):
    audit = world.self_audit
    audit.status = "in_progress"
    audit.sent_at = audit.sent_by = audit.submitted_at = audit.submitted_by = None
    audit.save()
