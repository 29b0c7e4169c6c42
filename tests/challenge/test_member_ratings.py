"""What members think alone: theirs until the session opens, and nobody else's by any way."""

import re

import pytest
from django.db import transaction

from challenge.models import MemberRating
from challenge.operations import member_ratings, sessions
from challenge.sessions.typed import Typed, base_of
from section11.people.models import Role
from section11.record.models import Event
from tests import challenge_factories as made
from tests import factories
from tests.access_table import ACCESS
from tests.challenge.session_world import World, sent, url
from tests.clients import SignedInClient

SECRET = "Xylophonic"


@pytest.fixture
def world(partnership):
    return World(partnership)


@pytest.fixture
def page(client, world):
    client.force_login(world.member)
    return url("slot-rate", world.slot.pk)


def drawn(client, page):
    data = {}
    for _, form in client.get(page).context["parts"]:
        data |= sent(form)
    return data


def own(world, seat=None):
    member = (seat or world.member_seat).panel_member
    return MemberRating.objects.filter(panel_member=member).order_by("standard__order")


def test_a_member_rates_each_standard_alone(client, world, page):
    data = drawn(client, page) | {
        f"standard-{world.neglect.pk}-level": "amber",
        f"standard-{world.neglect.pk}-notes": "The tool is not in use.",
    }

    answer = client.post(page, data, follow=True)

    [rating] = own(world)
    assert (rating.standard, rating.level.code) == (world.neglect, "amber")
    assert rating.notes == "The tool is not in use."
    assert "Only you see it until the session opens." in answer.text
    assert "1 of 2 standards rated" in answer.text


def test_the_record_tells_that_somebody_rated_and_not_whom_or_how(client, world, page):
    client.post(page, drawn(client, page) | {f"standard-{world.neglect.pk}-level": "red"})

    event = Event.objects.get(kind="member_rated")
    assert (event.agency_id, event.detail) == (None, {})
    assert world.agency.name not in event.about


def test_what_the_ratings_mean_is_said_once_for_all_standards(client, world, page):
    level = factories.level("red")

    text = client.get(page).text

    assert text.count(level.meaning) == 1
    assert "What the ratings mean" in text


def test_nothing_changed_is_nothing_recorded(client, world, page):
    client.post(page, drawn(client, page))

    assert own(world).count() == 0
    assert Event.objects.filter(kind="member_rated").count() == 0


def test_another_tab_does_not_undo_what_was_noted_in_this_one(client, world, page):
    data = drawn(client, page)
    client.post(page, data | {f"standard-{world.neglect.pk}-notes": "From the first tab"})

    client.post(page, data | {f"standard-{world.neglect.pk}-level": "amber"})

    [rating] = own(world)
    assert (rating.level.code, rating.notes) == ("amber", "From the first tab")


def test_the_same_field_in_two_tabs_is_shown_side_by_side(client, world, page):
    data, field = drawn(client, page), f"standard-{world.neglect.pk}-notes"
    client.post(page, data | {field: "From the first tab"})

    answer = client.post(page, data | {field: "From the second tab"})

    assert own(world).get().notes == "From the first tab"
    assert "From the first tab" in answer.text
    assert "From the second tab" in answer.text


def test_once_the_session_is_open_what_was_thought_stays_and_the_text_comes_back(
    client, world, page
):
    data, text = drawn(client, page), "A note that took a long while to write. " * 4
    sessions.open_session(session=world.session, by=world.chair)

    answer = client.post(page, data | {f"standard-{world.neglect.pk}-notes": text})

    assert answer.status_code == 409
    assert text.strip() in answer.text
    assert own(world).count() == 0


def test_before_the_pack_is_open_nobody_rates(client, partnership):
    world = World(partnership, days=20)
    client.force_login(world.member)

    answer = client.get(url("slot-rate", world.slot.pk))

    assert answer.headers["Location"] == world.session.get_absolute_url()


def test_a_coordinator_without_a_seat_does_not_rate(client, world):
    client.force_login(world.coordinator)

    answer = client.get(url("slot-rate", world.slot.pk))

    assert answer.status_code == 403
    assert "Only those who sit on the panel rate." in answer.text


@pytest.fixture
def secret(world):
    """What one member thinks: a note that nobody could mistake, and a level that nobody else gave."""
    rated = made.member_rating(
        slot=world.slot, panel_member=world.member_seat.panel_member, level="red", notes=SECRET
    )
    row = {"level": rated.level, "notes": SECRET + " indeed"}
    base = {name: base_of(rated, (name,)) for name in row}
    member_ratings.rate(
        seat=world.member_seat,
        slot=world.slot,
        typed={world.neglect: Typed(row, base)},
        by=world.member,
    )
    return world


def others(world):
    """Somebody in every role, and the others on the panel."""
    partnership, agency = world.partnership, world.agency
    return {
        "chair of the session": world.chair,
        "another member": world.lay,
        "coordinator": world.coordinator,
        **{
            f"{role}": factories.member(role, agency=agency)
            for role in (
                Role.READER,
                Role.CONTRIBUTOR,
                Role.LEAD,
                Role.APPROVER,
                Role.CHIEF_OFFICER,
            )
        },
        **{
            f"{role}": factories.member(role, partnership=partnership)
            for role in (
                Role.CHAIR,
                Role.BOARD_MEMBER,
                Role.PANEL_MEMBER,
                Role.SCRUTINEER,
                Role.LAY_MEMBER,
            )
        },
        "granted reader": factories.granted_reader(partnership=partnership),
        "administrator": factories.member(Role.ADMINISTRATOR),
    }


def addresses(world):
    """Every address of ours that takes the ids of this session's objects, and the record's."""
    return [
        world.session.get_absolute_url(),
        world.challenge.get_absolute_url(),
        *(
            url(name, world.session.pk)
            for name in ("session-live", "session-close", "session-open")
        ),
        *(
            url(name, world.slot.pk)
            for name in (
                "slot-detail",
                "slot-enquiries",
                "slot-rate",
                "slot-record",
                "slot-attendance",
            )
        ),
        url("slot-standard", world.slot.pk, world.neglect.pk),
        url("slot-record-standard", world.slot.pk, world.neglect.pk),
        url("agency-enquiries", world.challenged.pk),
        "/",
        f"/cycles/{world.cycle.pk}/",
        f"/cycles/{world.cycle.pk}/heatmap/",
        f"/cycles/{world.cycle.pk}/heatmap/?layer=moderated",
        f"/cycles/{world.cycle.pk}/agencies/{world.agency.pk}/standards/{world.neglect.pk}/",
        f"/self-audits/{world.self_audit.pk}/",
        f"/agencies/{world.agency.pk}/record/",
        f"/agencies/{world.agency.pk}/record/csv/",
        f"/partnerships/{world.partnership.pk}/record/",
        f"/partnerships/{world.partnership.pk}/record/csv/",
    ]


def leaks(world, people):
    found = []
    for name, person in people.items():
        client = SignedInClient()
        client.force_login(person)
        for address in addresses(world):
            with transaction.atomic():
                answer = client.get(address)
                if SECRET.encode() in answer.getvalue():
                    found.append((name, address))
    return found


def test_before_the_session_opens_nobody_else_reads_it_anywhere(secret):
    assert leaks(secret, others(secret)) == []


def test_the_member_reads_it_on_their_own_page(secret):
    assert ("member", url("slot-rate", secret.slot.pk)) in leaks(secret, {"member": secret.member})


def test_before_the_session_opens_no_table_has_the_level_of_another(client, secret):
    client.force_login(secret.coordinator)

    for person in (secret.coordinator, secret.chair):
        client.force_login(person)
        live = client.get(url("session-live", secret.session.pk))
        record = client.get(url("slot-record", secret.slot.pk))
        assert (live.status_code, record.status_code) == (302, 302)


def test_visible_to_gives_each_their_own_until_the_session_opens(secret):
    everybody = [*others(secret).values()]

    assert [list(MemberRating.objects.visible_to(one)) for one in everybody] == [[]] * len(
        everybody
    )
    assert MemberRating.objects.visible_to(secret.member).count() == 1


def test_once_it_is_open_the_panel_sees_it_side_by_side_and_nobody_else(client, secret):
    sessions.open_session(session=secret.session, by=secret.chair)

    found = leaks(secret, others(secret))

    readers = {name for name, _ in found}
    assert readers == {"chair of the session", "another member", "coordinator"}
    assert {re.sub(r"\d+", "n", address) for _, address in found} == {
        "/slots/n/record/n/",
    }
    client.force_login(secret.chair)
    [row, _] = client.get(url("session-live", secret.session.pk)).context["table"].rows
    assert [one and one.level.code for one in row.suggested] == [None, "red", None]


def test_the_walk_goes_to_every_page_about_a_slot_or_a_session(world):
    walked = {re.sub(r"\d+", "n", address) for address in addresses(world)}
    pages = {
        name
        for name, method, *_ in ACCESS
        if method == "get" and re.match(r"challenge:(slot|session)-", name)
    }
    named = {
        "slot-detail",
        "slot-enquiries",
        "slot-rate",
        "slot-record",
        "slot-attendance",
        "slot-standard",
        "slot-record-standard",
        "session-detail",
        "session-live",
        "session-close",
        "session-open",
    }

    assert {f"challenge:{name}" for name in named} <= pages
    assert len(walked) == len(addresses(world))
