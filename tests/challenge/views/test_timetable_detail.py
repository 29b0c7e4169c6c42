"""A timetable's page, comparing, publishing and throwing away."""

import pytest
from django.urls import reverse
from django.utils import timezone

from challenge.models import Timetable
from challenge.operations import publishing, timetables
from section11.record.models import Event
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def challenge(cycle):
    return made.plannable(
        cycle=cycle, agencies=3, members=4, place="Civic Centre", weights={"session": 50}
    )


@pytest.fixture
def draft(client, challenge):
    client.force_login(challenge.set_up_by)
    return made.planned(challenge)


def url(name, timetable):
    return reverse(f"challenge:timetable-{name}", args=[timetable.pk])


def by_hand(draft):
    """Another draft, in which two agencies have changed places; and the two."""
    sittings = publishing.plan_of(draft).sittings.values()
    one, two = next(sitting.agencies for sitting in sittings if len(sitting.agencies) == 2)
    changed = timetables.swap(
        timetable=draft, agency=one, other=two, by=draft.made_by, seen=draft.revision
    )
    return changed, one, two


def test_a_draft_shows_sessions_agencies_in_order_panels_and_the_proof(client, challenge, draft):
    page = client.get(draft.get_absolute_url()).text

    assert "Every agency has a slot" in page
    assert "2 sessions on 2 days. Proved: no better timetable exists." in page
    assert "9:30am to 11am" in page
    for sitting in publishing.plan_of(draft).sittings.values():
        names = [challenge.agencies.get(pk=one).agency.name for one in sitting.agencies]
        places = [page.index(f">{name}</a>") for name in names]
        assert places == sorted(places)
        chair = challenge.panel_members.get(pk=sitting.chair).user
        assert f"{chair} <strong>(chair)</strong>" in page
    assert "2 sessions</th>" in page  # what it costs
    for load in challenge.panel_members.all():  # who sits how often
        assert f'<th scope="row" class="govuk-table__header">{load.user}</th>' in page


def test_what_it_costs_leads_to_the_weights_shown_open(client, challenge, draft):
    page = client.get(draft.get_absolute_url()).text
    address = reverse("challenge:challenge-edit", args=[challenge.pk]) + "?open=weights"

    settings = client.get(address).text

    assert f'href="{address}#weights"' in page
    assert '<details class="govuk-details" id="weights" open>' in settings


def test_an_agency_left_out_is_shown_with_why_and_who_could_help(client, cycle):
    challenge = made.plannable(
        cycle=cycle, agencies=3, members=6, half_days=1, agencies_per_session=2
    )
    client.force_login(challenge.set_up_by)

    page = client.get(made.planned(challenge).get_absolute_url()).text

    assert "1 agency without a slot" in page
    assert "Place by hand" in page
    assert "What would help, any one of these:" in page


def test_a_draft_that_cannot_be_published_says_why_and_offers_to_plan_again(
    client, challenge, draft
):
    member = challenge.panel_members.get(
        pk=next(iter(publishing.plan_of(draft).sittings.values())).chair
    )
    member.user.is_active = False
    member.user.save()

    page = client.get(draft.get_absolute_url()).text

    assert "It cannot be published as it is" in page
    assert f"{member.user} has been deactivated, so cannot sit on a panel." in page
    assert url("publish", draft) not in page
    assert "It cannot be published" in client.get(url("publish", draft)).text


def test_what_replanning_changes_is_shown_with_the_reason(client, challenge, draft):
    publishing.publish(timetable=draft, by=draft.made_by)
    session = challenge.sessions.first()
    member = session.seats.filter(is_chair=False).first().panel_member
    member.availabilities.update(answer="no")
    made.free(made.panel_member(challenge=challenge), challenge.possible_sessions.all())
    again = made.planned(challenge)

    page = client.get(again.get_absolute_url()).text

    assert "What changes in what is published" in page
    assert f"{member.user} can no longer come then." in page
    assert "Proved too: no timetable that places as many agencies moves fewer" in page
    assert "No agency’s slot moves." in page


def test_the_published_timetable_says_what_no_longer_holds(client, challenge, draft):
    publishing.publish(timetable=draft, by=draft.made_by)
    member = challenge.sessions.first().seats.first().panel_member
    member.left_at, member.left_by = timezone.now(), draft.made_by
    member.save()

    page = client.get(draft.get_absolute_url()).text

    assert "The published timetable no longer holds" in page
    assert f"{member.user} is no longer among the panel members." in page
    assert "Change by hand" in page


def test_two_timetables_are_compared(client, challenge, draft):
    changed, one, two = by_hand(draft)

    page = client.get(url("compare", changed)).text

    assert "Timetable 1 and Timetable 2" in page
    assert "Slots (2)" in page
    for key in (one, two):
        assert challenge.agencies.get(pk=key).agency.name in page


def test_a_timetable_alone_has_nothing_to_be_compared_with(client, draft):
    assert (
        "There is no other timetable of this challenge." in client.get(url("compare", draft)).text
    )


def test_comparing_with_one_that_does_not_exist_takes_the_one_before(client, draft):
    changed, _, _ = by_hand(draft)

    assert "Timetable 1 and Timetable 2" in client.get(f"{url('compare', changed)}?with=x").text


def test_publishing_says_beforehand_what_it_does(client, challenge, draft):
    page = client.get(url("publish", draft)).text
    answer = client.post(url("publish", draft), follow=True)

    assert "is invited by e-mail to their sessions" in page
    assert "Published. Everybody whose part is new or has changed is written to." in answer.text
    assert Timetable.objects.get(pk=draft.pk).is_published


def test_publishing_warns_of_whoever_sits_and_has_not_declared(client, challenge, draft):
    member, *others = challenge.panel_members.all()
    for one in others:
        one.declared_at, one.declared_by = timezone.now(), one.user
        one.save()

    page = client.get(url("publish", draft)).text

    assert "Not everybody who sits has declared their interests" in page
    assert f"{member.user}. An interest that they declare once they are invited" in page


def test_publishing_what_somebody_else_has_overtaken_says_who_was_first(client, challenge, draft):
    other = made.planned(challenge)
    publishing.publish(timetable=other, by=draft.made_by)

    answer = client.post(url("publish", draft), follow=True)

    assert "Timetable 2 was published by" in answer.text
    assert Timetable.objects.get(pk=draft.pk).is_draft


def test_a_draft_is_thrown_away_after_asking(client, draft):
    assert "Throw the draft away" in client.get(url("discard", draft)).text

    client.post(url("discard", draft))

    assert Timetable.objects.get(pk=draft.pk).status == "discarded"
    assert "only a draft can be thrown away" in client.get(url("discard", draft)).text
    assert Event.objects.filter(kind="timetable_discarded").count() == 1


def test_the_published_timetable_is_changed_by_hand_in_a_copy(client, challenge, draft):
    publishing.publish(timetable=draft, by=draft.made_by)

    answer = client.post(url("copy", draft), follow=True)

    copy = Timetable.objects.get(number=2)
    assert answer.redirect_chain[-1][0] == copy.get_absolute_url()
    assert "Nothing: every slot and every panel stays." in answer.text


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_number_of_queries(client, cycle, size, django_assert_num_queries):
    challenge = made.plannable(cycle=cycle, agencies=size, members=size + 1, half_days=size)
    made.published(challenge)
    draft = made.planned(challenge)
    client.force_login(challenge.set_up_by)

    with django_assert_num_queries(16):
        client.get(draft.get_absolute_url())


def test_a_problem_downloaded_names_nobody(client, challenge, draft):
    text = client.get(url("problem", draft)).text

    assert factories.PASSWORD not in text
    for agency in challenge.agencies.all():
        assert agency.agency.name not in text
