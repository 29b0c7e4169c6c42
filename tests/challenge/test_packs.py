from datetime import timedelta

import pytest
from django.utils import timezone

from challenge.models import Challenge
from section11.audits.models import Evidence
from section11.board import flags
from section11.people.models import Role
from section11.record.models import Event
from tests import challenge_factories as made
from tests import factories
from tests.challenge.session_world import World, url


@pytest.fixture
def world(partnership):
    return World(partnership, days=7)


def read(client, world, user, *more):
    client.force_login(user)
    name = "slot-standard" if more else "slot-detail"
    return client.get(url(name, world.slot.pk, *more))


def test_the_pack_shows_each_standard_now_and_last_cycle_and_how_it_moved(client, world):
    page = read(client, world, world.member)

    lines = page.context["pack"].lines
    assert [str(line.standard) for line in lines] == ["1 Neglect", "2 Recruitment"]
    assert [line.rating.look.label for line in lines] == ["Red", "Amber"]
    assert [line.rating.look_before.label for line in lines] == ["Green", "Green"]
    assert [line.rating.fell for line in lines] == [True, True]
    assert "Declined" in page.text


def test_the_pack_says_what_speaks_against_the_ratings(client, world, monkeypatch):
    said = flags.Flag(world.agency.pk, world.recruitment.pk, "Practitioners disagree: 3 of 9.")
    monkeypatch.setattr(flags, "_finders", [lambda cycle: [said]])
    evidence = world.answer("2.2").evidence.get()
    evidence.removed_at, evidence.removed_by = timezone.now(), world.lead
    evidence.save()

    page = read(client, world, world.member)

    reasons = {str(line.standard): line.reasons for line in page.context["pack"].contested}
    assert reasons == {
        "1 Neglect": [
            "Rated red: 1.1.",
            "Fell since last cycle: 1.1 from green to red, 1.2 from green to amber.",
        ],
        "2 Recruitment": [
            "Practitioners disagree: 3 of 9.",
            "Fell since last cycle: 2.1 from green to amber.",
            "Rated green without evidence: 2.2.",
        ],
    }
    assert "Practitioners disagree: 3 of 9." in page.text


def test_what_is_said_against_another_agency_is_not_in_the_pack(client, world, monkeypatch):
    other = world.add_agency().challenged_agency.agency
    said = flags.Flag(other.pk, world.recruitment.pk, "Practitioners disagree: 3 of 9.")
    monkeypatch.setattr(flags, "_finders", [lambda cycle: [said]])

    assert "Practitioners disagree" not in read(client, world, world.member).text


def test_files_open_by_the_download_that_asks_who_may(client, world):
    file = factories.evidence(
        answer=world.answer("1.1"),
        kind="file",
        reference="",
        file="x/y",
        sha256="0" * 64,
        file_name="policy.pdf",
        title="Neglect policy",
    )
    link = factories.evidence(
        answer=world.answer("1.2"), kind="link", reference="", url="https://example.org/policy"
    )

    page = read(client, world, world.member)

    assert f'href="/evidence/{file.pk}/download/"' in page.text
    assert f'href="{link.url}"' in page.text
    assert "Held by the agency: Shared drive" in page.text


def test_the_answers_to_a_standard_are_one_click_away(client, world):
    page = read(client, world, world.member)

    assert url("slot-standard", world.slot.pk, world.neglect.pk) in page.text
    answers = read(client, world, world.member, world.neglect.pk)
    assert f"What {world.agency} does about 1.1 now." in answers.text
    assert f"What {world.agency} does about 2.1 now." not in answers.text


def test_open_actions_are_the_self_audits_and_those_agreed_in_earlier_challenges(client, world):
    factories.action(answer=world.answer("1.1"), what="Train everybody", lead="Priya Planted")
    earlier = made.challenge(cycle=world.before, released=True)
    part = made.challenged_agency(challenge=earlier, agency=world.agency)
    made.agreed_action(challenged_agency=part, what="Mend the threshold")
    done = made.agreed_action(challenged_agency=part, what="Verified long ago")
    now = timezone.now()
    done.status, done.done_at, done.verified_at = "verified", now, now
    done.done_by, done.verified_by = world.lead, world.coordinator
    done.save()

    page = read(client, world, world.member)

    assert "Train everybody" in page.text
    assert "Lead: Priya Planted" in page.text
    assert "Mend the threshold" in page.text
    assert "Verified long ago" not in page.text


def test_before_its_day_the_panel_is_told_when_the_pack_opens(client, world):
    Challenge.objects.update(pack_days=6)
    opens = world.day - timedelta(days=6)

    page = read(client, world, world.member)

    assert page.headers["Location"] == world.session.get_absolute_url()
    told = client.get(page.headers["Location"])
    assert f"The packs of this session open on {opens:%-d %B %Y}." in told.text
    assert url("slot-detail", world.slot.pk) not in told.text
    assert Event.objects.filter(kind="pack_opened").count() == 0


def test_on_its_day_the_pack_is_open(client, world):
    Challenge.objects.update(pack_days=7)

    assert read(client, world, world.member).status_code == 200


def test_opening_a_pack_is_recorded(client, world):
    read(client, world, world.member)
    read(client, world, world.member, world.neglect.pk)

    first, second = Event.objects.filter(kind="pack_opened").order_by("pk")
    assert (first.by, first.agency_id) == (world.member, world.agency.pk)
    assert second.detail == {"standard": world.neglect.pk}


def test_a_self_audit_that_is_not_submitted_has_no_answers_to_read(client, world):
    world.self_audit.status = "in_progress"
    world.self_audit.sent_at = world.self_audit.sent_by = None
    world.self_audit.submitted_at = world.self_audit.submitted_by = None
    world.self_audit.save()

    page = read(client, world, world.member)

    assert "There is no submitted self-audit to read." in page.text
    assert page.context["pack"].with_evidence == []
    assert read(client, world, world.member, world.neglect.pk).status_code == 302


PLANTED = ["Priya", "Quillfeather", "quillfeather", "Zedfile", "example.org/zed", "Zedreference"]


@pytest.fixture
def planted(world):
    """Names and files wherever the agency can put them."""
    factories.member(Role.CONTRIBUTOR, agency=world.agency, name="Priya Quillfeather")
    answer = world.answer("1.1")
    answer.narrative = "Priya Quillfeather (priya.quillfeather@zed.example) trains all. Ask Priya."
    answer.impact = "Quillfeather says that children feel safer."
    answer.save()
    Evidence.objects.all().delete()
    factories.evidence(
        answer=answer,
        kind="file",
        reference="",
        file="x/y",
        sha256="0" * 64,
        file_name="Zedfile.pdf",
        title="Zedfile",
    )
    factories.evidence(
        answer=answer, kind="link", reference="", url="https://example.org/zed", title="Zedfile 2"
    )
    factories.evidence(answer=answer, reference="Zedreference", title="Zedfile 3")
    factories.action(
        answer=answer, what="Priya Quillfeather writes to us", lead="Priya Quillfeather"
    )
    made.attendee(
        challenged_agency=world.challenged, user=factories.user(name="Priya Quillfeather")
    )
    earlier = made.challenge(cycle=world.before, released=True)
    part = made.challenged_agency(challenge=earlier, agency=world.agency)
    made.agreed_action(challenged_agency=part, what="Quillfeather mends it", lead="P Quillfeather")
    return world


@pytest.mark.parametrize("capacity", ["lay", "young_scrutineer"])
def test_a_lay_member_or_young_scrutineer_reads_no_files_and_no_names(client, planted, capacity):
    reader = planted.add_member(capacities=[capacity]).panel_member.user

    pages = [
        read(client, planted, reader),
        read(client, planted, reader, planted.neglect.pk),
    ]

    for page in pages:
        assert [word for word in PLANTED if word in page.text] == []
        assert "/evidence/" not in page.text
        assert planted.self_audit.get_absolute_url() not in page.text
    assert "1 file, 1 link, 1 item that the agency holds" in pages[0].text
    assert "[name left out] trains all" not in pages[0].text
    assert "children feel safer" in pages[1].text


def test_the_other_members_read_all_of_it(client, planted):
    whole = read(client, planted, planted.member).text
    answers = read(client, planted, planted.member, planted.neglect.pk).text

    for word in PLANTED:
        assert word in whole + answers


def test_a_member_with_an_interest_reads_nothing_of_it(client, world):
    made.interest(panel_member=world.member_seat.panel_member, agency=world.agency)

    answers = [
        read(client, world, world.member),
        read(client, world, world.member, world.neglect.pk),
        client.get(url("slot-enquiries", world.slot.pk)),
        client.get(url("slot-rate", world.slot.pk)),
        client.get(url("slot-record", world.slot.pk)),
    ]

    assert {answer.status_code for answer in answers} == {404}
    session = client.get(world.session.get_absolute_url())
    assert "1 agency is not shown to you because of an interest." in session.text
    assert world.agency.name not in session.text


def test_a_standard_that_the_agency_is_not_asked_about_is_not_in_the_pack(client, world):
    other = factories.standard_set().standards.first()

    assert read(client, world, world.member, other.pk).status_code == 404


@pytest.fixture
def sized(partnership):
    """The same pack among so many agencies, members and items."""

    def make(count, standards):
        found = World(partnership, days=7)
        for _ in range(count):
            found.add_agency()
            found.add_member()
        for number in range(count):
            factories.evidence(answer=found.answer("1.1"), title=f"Policy {number}")
            made.enquiry(challenged_agency=found.challenged)
            made.attendee(challenged_agency=found.challenged, user=factories.user())
        return found

    return make


@pytest.mark.parametrize("count", [1, 3])
def test_a_pack_asks_the_database_as_often_however_much_there_is(
    client, sized, django_assert_num_queries, count
):
    world = sized(count, 2)
    client.force_login(world.member)
    client.get(url("slot-detail", world.slot.pk))

    with django_assert_num_queries(22):
        client.get(url("slot-detail", world.slot.pk))
