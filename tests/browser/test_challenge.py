"""The annual challenge, as its people do it: from the first question to the last letter.

Each test is a leg of the journey, and begins where factories put it.
"""

import re
from datetime import UTC, timedelta
from io import BytesIO
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import docx
import page as checker
import pytest
from django.conf import settings
from django.core import mail  # noqa: TID251 - looks into what was sent
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from challenge.models import Interest, Timetable
from challenge.planning import planner
from section11.record import outbox
from section11.record.models import Email
from tests import challenge_factories as made
from tests import factories
from tests.browser.accessibility import PHONE
from tests.challenge.session_world import World
from tests.clients import SignedInClient

LONDON = ZoneInfo("Europe/London")
PLANNING = 60  # seconds that a busy machine may take to start a solver and hear of its answer


@pytest.fixture
def page_of(new_context, live_server):
    """A page of a browser in which that person is signed in: page_of(coordinator)."""

    def signed_in(person, **options):
        client = SignedInClient()
        client.force_login(person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = new_context(**options)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        return context.new_page()

    return signed_in


def follow(page, name, exact=False):
    page.get_by_role("link", name=name, exact=exact).click()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def next_step(page):
    return page.locator(".app-card").filter(has=page.get_by_role("heading", name="What is next"))


def around_a_clock_change():
    """The Friday before the clocks change and the Monday after, in a month or later."""
    day = timezone.localdate() + timedelta(days=30)
    while made.at(day, 12).utcoffset() == made.at(day - timedelta(days=1), 12).utcoffset():
        day += timedelta(days=1)
    return day - timedelta(days=2), day + timedelta(days=1)


def plannable(partnership):
    """Four agencies, two in a session, and five panel members who can all come on the Friday before
    the clocks change and on the Monday after.
    """
    friday, monday = around_a_clock_change()
    challenge = made.plannable(
        cycle=factories.cycle(partnership=partnership),
        agencies=4,
        members=5,
        half_days=1,
        first_day=friday,
        last_day=monday,
    )
    half_day = made.possible_session(challenge=challenge, on=monday)
    for one in (*challenge.panel_members.all(), *challenge.agencies.all()):
        made.availability(possible_session=half_day, of=one)
    return challenge


def invitations():
    """What the mails sent until now hold for calendars: (to whom, method, entry)."""
    outbox.send_waiting()
    found = []
    for message in mail.outbox:
        for content, kind in message.alternatives:
            assert kind.startswith("text/calendar"), kind
            calendar = Calendar.from_ical(content)
            (entry,) = calendar.walk("VEVENT")
            found.append((message.to[0], str(calendar["method"]), entry))
    mail.outbox.clear()
    return found


def test_the_coordinator_plans_and_publishes(page_of, partnership):
    challenge = plannable(partnership)
    friday, monday = challenge.first_day, challenge.last_day
    page = page_of(challenge.set_up_by)
    page.goto(challenge.get_absolute_url())
    expect(next_step(page)).to_contain_text("The answers are in.")
    expect(page.get_by_role("heading", name="After the sessions")).to_have_count(0)

    next_step(page).get_by_role("link", name="Plan the timetable").click()
    expect(page.get_by_text("4 agencies to be challenged, 5 panel members")).to_be_visible()
    press(page, "Plan")
    expect(page.get_by_role("heading", name="Planning the timetable")).to_be_visible()
    planner.start_waiting().join(PLANNING)
    page.wait_for_url(f"**{Timetable.objects.get().get_absolute_url()}")

    expect(page.get_by_role("heading", name="Every agency has a slot")).to_be_visible()
    expect(page.get_by_text("Proved: no better timetable exists.").first).to_be_visible()
    reasons = page.get_by_role("table", name="Parts of the objective")
    expect(reasons.get_by_role("row").filter(has_text="2 sessions")).to_be_visible()
    expect(reasons.get_by_role("row").filter(has_text="Together")).to_contain_text("Proved")
    page.goto(challenge.get_absolute_url())
    expect(next_step(page)).to_contain_text("Timetable 1 is a draft")
    assert invitations() == []
    next_step(page).get_by_role("link", name="Look at it, then publish it").click()
    press(page, "Publish")
    press(page, "Publish and invite")
    page.goto(challenge.get_absolute_url())
    expect(next_step(page)).to_contain_text("Its panel reads the packs from")

    told = invitations()
    panel = {one.user.email for one in challenge.panel_members.all()}
    sessions = [entry for to, _, entry in told if to in panel]
    slots = [entry for to, _, entry in told if to not in panel]
    assert {method for _, method, _ in told} == {"REQUEST"}
    assert {entry["dtstart"].dt for entry in sessions} == {
        made.at(friday, 9, 30),
        made.at(monday, 9, 30),
    }
    assert sorted({entry["dtstart"].dt for entry in slots}) == [
        made.at(day, *clock) for day in (friday, monday) for clock in ((9, 30), (10, 20))
    ]
    on_our_clocks = {entry["dtstart"].dt.astimezone(LONDON).hour for entry in sessions}
    in_utc = {entry["dtstart"].dt.astimezone(UTC).hour for entry in sessions}
    assert (on_our_clocks, in_utc) == ({9}, {8, 9})


def test_the_coordinator_replans_when_somebody_drops_out(page_of, partnership):
    challenge = plannable(partnership)
    made.published(challenge)
    session = challenge.sessions.first()
    leaver = session.seats.first().panel_member
    before = {entry["uid"] for to, _, entry in invitations() if to == leaver.user.email}
    slots = set(session.slots.values_list("challenged_agency", "starts_at"))
    page = page_of(challenge.set_up_by)
    page.goto(reverse("challenge:challenge-panel", args=[challenge.pk]))

    follow(page, f"take off {leaver}")
    press(page, "Take off the panel")
    page.goto(challenge.get_absolute_url())
    expect(page.get_by_text("The published timetable no longer holds")).to_be_visible()
    follow(page, "Plan again, changing as little as possible")
    press(page, "Plan again")
    expect(page.get_by_role("heading", name="Planning the timetable")).to_be_visible()
    planner.start_waiting().join(PLANNING)
    page.wait_for_url(f"**{Timetable.objects.get(number=2).get_absolute_url()}")

    expect(page.get_by_text("no timetable that places as many agencies moves")).to_be_visible()
    panels = page.get_by_role("table", name="Panels")
    expect(panels).to_contain_text(f"{leaver} is no longer on the panel.")
    expect(page.get_by_role("table", name="Slots")).to_have_count(0)
    press(page, "Publish")
    press(page, "Publish and invite")

    told = invitations()
    cancelled = {entry["uid"] for _, method, entry in told if method == "CANCEL"}
    agencies = {one.email for part in challenge.agencies.all() for one in part.agency.leads}
    assert cancelled == before
    assert {to for to, method, _ in told if method == "CANCEL"} == {leaver.user.email}
    assert "REQUEST" in {method for _, method, _ in told}
    assert not agencies.intersection(to for to, _, _ in told)
    assert set(session.slots.values_list("challenged_agency", "starts_at")) == slots


def test_panel_members_declare_and_answer_by_link_on_a_phone(page_of, new_context, partnership):
    challenge = made.challenge(
        cycle=factories.cycle(partnership=partnership), asked=False, availability_due_on=None
    )
    declares, answers = (made.panel_member(challenge=challenge) for _ in range(2))
    agency = factories.agency(partnership=partnership)
    made.challenged_agency(challenge=challenge, agency=agency)
    half_days = [
        made.possible_session(challenge=challenge, half=h) for h in ("morning", "afternoon")
    ]
    page = page_of(challenge.set_up_by)
    page.goto(challenge.get_absolute_url())
    next_step(page).get_by_role("link", name="Ask them").click()
    due_on = challenge.first_day - timedelta(days=7)
    page.get_by_label("By when should they answer?").fill(f"{due_on:%-d/%-m/%Y}")
    press(page, "Send")
    links = {
        email.to_id: urlsplit(re.search(r"https?://\S+", email.body)[0]).path
        for email in Email.objects.filter(template="availability_wanted")
    }

    plain = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    plain.goto(links[declares.user_id])
    plain.get_by_label(agency.name, exact=True).check()
    plain.get_by_label(f"What is it? The interest in {agency.name}").fill("I advise its board.")
    press(plain, "Save, and say when you can come")
    expect(plain.get_by_text("Your declaration is saved.")).to_be_visible()
    expect(plain.get_by_role("heading", name="When can you come?")).to_be_visible()
    phone = new_context(viewport=PHONE, has_touch=True).new_page()
    phone.goto(links[answers.user_id])
    phone.get_by_label("I have none to declare").check()
    phone.get_by_role("button", name="Save, and say when you can come").tap()
    phone.get_by_text("Quicker: begin with yes everywhere").tap()
    phone.get_by_role("link", name="Begin with yes everywhere").tap()
    afternoon = phone.get_by_role("group", name=re.compile("afternoon"))
    afternoon.get_by_label("If need be").check()
    phone.get_by_role("button", name="Save", exact=True).tap()

    expect(phone.get_by_text("Saved. You can come back and change it.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    given = dict(answers.availabilities.values_list("possible_session", "answer"))
    assert given == {half_days[0].pk: "yes", half_days[1].pk: "if_need_be"}
    assert Interest.objects.get().panel_member == declares
    page.goto(challenge.get_absolute_url())
    expect(next_step(page)).to_contain_text("not said yet when they can come")
    expect(page.get_by_text("Every panel member has declared.")).to_be_visible()
    follow(page, "Conflicts of interest")
    row = page.get_by_role("row").filter(has_text=str(declares))
    expect(row).to_contain_text("I advise its board.")


def test_a_session_from_the_pack_to_its_locked_record(page_of, partnership):
    world = World(partnership)
    member = page_of(world.member, viewport=PHONE)
    member.goto(world.challenge.get_absolute_url())

    member.locator(f'a[href="{world.session.get_absolute_url()}"]').click()
    follow(member, f"Pack of {world.agency}")
    follow(member, re.compile("Neglect.+read the answers"))
    expect(member.get_by_text(f"What {world.agency} does about 1.1 now.")).to_be_visible()
    member.go_back()
    follow(member, "Note your own view")
    neglect = member.get_by_role("region", name="Neglect")
    neglect.get_by_label("Amber", exact=True).check()
    neglect.get_by_label("Your notes").fill("They know more than they write.")
    press(member, "Save")
    expect(member.get_by_text("Saved. Only you see it until the session opens.")).to_be_visible()

    chair = page_of(world.chair)
    chair.goto(world.session.get_absolute_url())
    expect(chair.get_by_text("They know more than they write.")).to_have_count(0)
    follow(chair, "Open the session")
    press(chair, "Open the session")
    expect(chair.get_by_role("heading", name="In session")).to_be_visible()
    follow(chair, re.compile("Neglect.+record"))
    expect(chair.get_by_text("They know more than they write.")).to_be_visible()
    chair.get_by_label("What was said").fill("The lead showed the plan.")
    chair.get_by_label("Amber", exact=True).check()
    chair.get_by_label("Why", exact=True).fill("The plan is in place.")
    chair.get_by_text("Add a finding").click()
    chair.get_by_label("Strength").check()
    chair.get_by_label("What the agency is told").fill("Staff know whom to ask.")
    chair.get_by_text("Add an action").click()
    chair.get_by_label("What will be done?").fill("Train every manager")
    chair.get_by_label("Who leads it?").fill("Head of service")
    due_on = timezone.localdate() + timedelta(days=60)
    chair.get_by_label("By when?").fill(f"{due_on:%-d/%-m/%Y}")
    press(chair, "Save and go to the list")
    follow(chair, "Note who came")
    chair.get_by_label(world.lead.name).check()
    press(chair, "Save")
    chair.goto(reverse("challenge:session-close", args=[world.session.pk]))
    press(chair, "Close the session")

    expect(chair.get_by_text("The session is closed and its record locked.")).to_be_visible()
    follow(chair, re.compile(f"Record of {world.agency}"))
    expect(chair.get_by_text("The record is locked.")).to_be_visible()
    for said in ("The lead showed the plan.", "Staff know whom to ask.", "Train every manager"):
        expect(chair.get_by_text(said)).to_be_visible()
    coordinator = page_of(world.coordinator)
    coordinator.goto(world.challenge.get_absolute_url())
    expect(next_step(coordinator)).to_contain_text("Every session is closed.")


def test_ratings_are_released_replied_to_and_put_in_a_letter(page_of, partnership):
    world = World(partnership, status="closed")
    made.moderation(slot=world.slot, standard=world.neglect, reason="The plan is in place.")
    made.agreed_action(challenged_agency=world.challenged)
    page, lead = page_of(world.coordinator), page_of(world.lead, viewport=PHONE)
    page.goto(world.challenge.get_absolute_url())

    next_step(page).get_by_role("link", name="Release the moderated ratings").click()
    press(page, "Release to all agencies")
    lead.goto("/")
    follow(lead, f"moderated ratings of {world.agency}")
    follow(lead, "Reply about Neglect")
    lead.get_by_label("We ask the panel to look again").check()
    lead.get_by_label("Your reply").fill("Every manager has been trained since.")
    press(lead, "Save the reply")
    expect(lead.get_by_text("Waits for the panel")).to_be_visible()
    page.goto(world.challenge.get_absolute_url())
    expect(next_step(page)).to_contain_text("1 reply waits for the panel.")
    chair = page_of(world.chair)
    chair.goto(world.challenge.get_absolute_url())
    follow(chair, f"{world.agency}: Neglect")
    chair.get_by_label("The moderated rating is changed").check()
    chair.get_by_label("The new rating").select_option(label="Green")
    chair.get_by_label("Why?").fill("The records show it.")
    press(chair, "Decide")
    page.goto(world.challenge.get_absolute_url())
    next_step(page).get_by_role("link", name="Feedback letters").click()
    press(page, "Draft the 1 missing letter")
    follow(page, world.agency.name, exact=True)
    press(page, "Approve")
    press(page, "Release to the agency")

    lead.goto(world.challenge.get_absolute_url())
    follow(lead, re.compile("[Ll]etter"))
    files = {}
    for name in ("Word (DOCX)", "PDF (accessible)"):
        with lead.expect_download() as download:
            follow(lead, name)
        files[name] = download.value.path().read_bytes()
    paragraphs = docx.Document(BytesIO(files["Word (DOCX)"]))
    cells = [cell.text for table in paragraphs.tables for cell in table._cells]
    assert "Green" in cells
    assert "Train every manager" in cells
    report = checker.validate_pdf_bytes(
        files["PDF (accessible)"], profile=checker.ValidationProfile.PDF_UA_1
    )
    assert report.is_compliant, [failure.message for failure in report.failures]


def test_the_heatmap_lays_the_panel_against_the_agency(page_of, partnership):
    world = World(partnership, status="closed")
    made.moderation(slot=world.slot, standard=world.neglect, level="green")
    made.release(world.challenge)
    page = page_of(factories.member("board_member", partnership=partnership))
    page.goto(reverse("board:heatmap", args=[world.cycle.pk]))
    row = page.get_by_role("row").filter(has_text=world.agency.name)

    page.get_by_label("Show", exact=True).select_option(label="Moderated rating")
    press(page, "Show")
    moderated = row.get_by_role("cell").first.inner_text()
    page.get_by_label("Show", exact=True).select_option(label="Self-rating")
    page.get_by_label("Compared with").select_option(label="Moderated rating")
    press(page, "Show")

    assert "Green" in moderated
    expect(row.get_by_role("cell").first).to_contain_text("lower")
