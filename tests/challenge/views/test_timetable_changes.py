"""The pages on which a draft is changed by hand."""

import pytest
from django.urls import reverse

from challenge import problem_json
from challenge.models import Timetable
from challenge.operations import publishing, timetables
from tests import challenge_factories as made


@pytest.fixture
def challenge(cycle):
    return made.plannable(cycle=cycle, agencies=3, members=5)


@pytest.fixture
def draft(client, challenge):
    client.force_login(challenge.set_up_by)
    return made.planned(challenge)


def sessions(draft):
    """(session with two agencies, session with one)."""
    sittings = publishing.plan_of(draft).sittings
    return sorted(sittings, key=lambda key: -len(sittings[key].agencies))


def agency_url(draft, agency):
    return reverse("challenge:timetable-agency", args=[draft.pk, agency])


def session_url(draft, session):
    return reverse("challenge:timetable-session", args=[draft.pk, session.replace("/", "-")])


def sitting(draft, session):
    return publishing.plan_of(draft).sittings[session]


def last():
    return Timetable.objects.order_by("number").last()


def test_an_agency_is_moved_and_the_page_of_the_new_draft_opens(client, draft):
    full, free = sessions(draft)
    agency = sitting(draft, full).agencies[0]

    answer = client.post(
        agency_url(draft, agency), {"do": "move", "seen": "0", "session": free}, follow=True
    )

    assert last().number == 2
    assert publishing.plan_of(last()).session_of(agency) == free
    assert answer.redirect_chain[-1][0] == f"{last().get_absolute_url()}#agency-{agency}"
    assert "Changed. It breaks no rule that was kept before." in answer.text


def test_a_move_that_breaks_a_rule_is_said_before_and_refused_after(client, draft):
    full, free = sessions(draft)
    agency = sitting(draft, free).agencies[0]

    page = client.get(agency_url(draft, agency)).text
    answer = client.post(agency_url(draft, agency), {"do": "move", "seen": "0", "session": full})

    assert "Breaks a rule" in page
    assert "3 agencies on" in page
    assert answer.status_code == 200
    assert "Not changed. 3 agencies on" in answer.text
    assert Timetable.objects.count() == 1


def test_agencies_are_swapped_and_one_comes_earlier(client, draft):
    full, free = sessions(draft)
    one, two = sitting(draft, full).agencies
    three = sitting(draft, free).agencies[0]

    client.post(agency_url(draft, one), {"do": "swap", "seen": "0", "other": three})
    client.post(agency_url(last(), two), {"do": "earlier", "seen": "1"})

    assert sitting(last(), full).agencies == (two, three)
    assert sitting(last(), free).agencies == (one,)


def test_an_agency_is_taken_out_and_offered_a_place_again(client, draft):
    full, _ = sessions(draft)
    agency = sitting(draft, full).agencies[0]

    client.post(agency_url(draft, agency), {"do": "take-out", "seen": "0"})

    assert "It has no slot." in client.get(agency_url(last(), agency)).text
    assert publishing.plan_of(last()).session_of(agency) is None


def test_a_pin_is_saved_shown_and_taken_back(client, draft):
    full, _ = sessions(draft)
    agency = sitting(draft, full).agencies[0]

    client.post(agency_url(draft, agency), {"do": "pin", "seen": "0", "session": full})
    draft.refresh_from_db()
    shown = client.get(draft.get_absolute_url()).text
    client.post(agency_url(draft, agency), {"do": "pin", "seen": "1", "session": ""})

    draft.refresh_from_db()
    assert "pinned" in shown
    assert problem_json.from_json(draft.problem).pins.agencies == {}


def test_a_form_of_a_draft_that_was_changed_since_is_refused(client, draft):
    full, _ = sessions(draft)
    agency = sitting(draft, full).agencies[0]
    timetables.pin(timetable=draft, by=draft.made_by, seen=0, agencies={agency: full})

    answer = client.post(agency_url(draft, agency), {"do": "take-out", "seen": "0"}, follow=True)

    assert "has been changed since you opened it" in answer.text


@pytest.mark.parametrize(
    ("do", "sentence"),
    [
        ("move", "Choose the session to move it to"),
        ("swap", "Choose the agency to swap with"),
    ],
)
def test_choosing_nothing_is_said(client, draft, do, sentence):
    agency = sitting(draft, sessions(draft)[0]).agencies[0]

    assert sentence in client.post(agency_url(draft, agency), {"do": do, "seen": "0"}).text


def test_an_agency_or_session_that_is_not_in_the_draft_is_not_found(client, draft):
    assert client.get(agency_url(draft, 999_999)).status_code == 404
    assert client.get(session_url(draft, "999999")).status_code == 404
    assert client.get(session_url(draft, "x-y")).status_code == 404


def test_a_panel_shows_who_can_sit_who_cannot_and_why(client, challenge, draft):
    full, _ = sessions(draft)
    agency = challenge.agencies.get(pk=sitting(draft, full).agencies[0]).agency
    others = challenge.panel_members.exclude(pk__in=sitting(draft, full).panel)
    conflicted = others.first()
    made.interest(panel_member=conflicted, agency=agency)
    busy = others.last()
    busy.availabilities.update(answer="no")

    page = client.get(session_url(draft, full)).text

    assert f"{conflicted.user} has an interest in {agency}." in page
    assert f"{busy.user} cannot come." in page


def test_a_panel_is_changed_and_its_chair(client, challenge, draft):
    full, _ = sessions(draft)
    before = sitting(draft, full)
    seated = {one for found in publishing.plan_of(draft).sittings.values() for one in found.panel}
    new = str(challenge.panel_members.exclude(pk__in=seated).first().pk)

    client.post(
        session_url(draft, full),
        {"do": "panel", "seen": "0", "panel": [before.panel[0], new], "chair": new},
    )

    assert set(sitting(last(), full).panel) == {before.panel[0], new}
    assert sitting(last(), full).chair == new


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"panel": []}, "Choose who sits on the panel"),
        ({"chair": ""}, "Choose who chairs"),
        ({"chair": "other"}, "Whoever chairs must sit on the panel"),
        ({"panel": ["first"], "chair": "first"}, "Not changed. The panel of"),
    ],
)
def test_a_panel_that_cannot_be_is_said_and_the_choices_kept(
    client, challenge, draft, chosen, sentence
):
    full, _ = sessions(draft)
    before = sitting(draft, full)
    seated = {one for found in publishing.plan_of(draft).sittings.values() for one in found.panel}
    other = str(challenge.panel_members.exclude(pk__in=seated).first().pk)
    names = {"first": before.panel[0], "other": other}
    values = {"panel": list(before.panel), "chair": before.chair} | chosen
    values["panel"] = [names.get(one, one) for one in values["panel"]]
    values["chair"] = names.get(values["chair"], values["chair"])

    answer = client.post(session_url(draft, full), {"do": "panel", "seen": "0", **values})

    assert answer.status_code == 200
    assert sentence in answer.text
    assert answer.text.count(" checked") == len(values["panel"]) + 1  # the pins' "may be held"
    assert Timetable.objects.count() == 1


def test_pins_of_a_session_are_kept_for_the_next_planning(client, challenge, draft):
    full, _ = sessions(draft)
    stay, never = sitting(draft, full).panel[0], str(challenge.panel_members.last().pk)

    client.post(
        session_url(draft, full),
        {"do": "pins", "seen": "0", "takes_place": "held", "stay": [stay], "never": [never]},
    )

    draft.refresh_from_db()
    pins = problem_json.from_json(draft.problem).pins
    assert pins.held == {full}
    assert pins.seated == {(stay, full)}
    assert pins.not_seated == {(never, full)}
    assert "Pinned: takes place" in client.get(draft.get_absolute_url()).text


def test_somebody_pinned_both_ways_is_named(client, challenge, draft):
    full, _ = sessions(draft)
    who = challenge.panel_members.last()

    page = client.post(
        session_url(draft, full),
        {"do": "pins", "seen": "0", "stay": [str(who.pk)], "never": [str(who.pk)]},
    ).text

    assert f"{who.user}: pinned both to stay and not to sit. Choose one" in page


def test_a_session_that_is_not_used_can_be_opened_by_hand(client, challenge, draft):
    free = made.possible_session(challenge=challenge, on=challenge.last_day)
    member, other = challenge.panel_members.all()[:2]
    for one in (member, other):
        made.free(one, [free])
    page = client.get(session_url(draft, str(free.pk))).text

    client.post(
        session_url(draft, str(free.pk)),
        {
            "do": "panel",
            "seen": "0",
            "panel": [str(member.pk), str(other.pk)],
            "chair": str(member.pk),
        },
    )

    assert "This draft holds no session here." in page
    assert sitting(last(), str(free.pk)).agencies == ()


def test_a_published_timetable_is_not_changed_by_its_pages(client, draft):
    full, _ = sessions(draft)
    publishing.publish(timetable=draft, by=draft.made_by)

    answer = client.get(session_url(draft, full), follow=True)

    assert "Timetable 1 is published, so it can no longer be changed." in answer.text


@pytest.mark.parametrize("size", [1, 3])
def test_the_pages_take_the_same_number_of_queries(client, cycle, size, django_assert_num_queries):
    challenge = made.plannable(cycle=cycle, agencies=size, members=size + 1, half_days=size)
    draft = made.planned(challenge)
    client.force_login(challenge.set_up_by)
    session = sessions(draft)[0]

    with django_assert_num_queries(12):
        client.get(agency_url(draft, sitting(draft, session).agencies[0]))
    with django_assert_num_queries(12):
        client.get(session_url(draft, session))
