"""What practitioners wrote: decided by the coordinator, one by one or a page at once."""

import re

import pytest
from django.urls import reverse

from section11.people.models import Membership, Role
from section11.record.models import Event
from section11.web.exceptions import RuleBroken
from surveys.models import FreeText, SurveyedAgency
from surveys.operations import free_texts
from tests import factories
from tests import survey_factories as made
from tests.surveys.counted import agreeing, count

NHS = "Ask about NHS 943 476 5919."
WARNING = "“••• ••• ••19” looks like an NHS number."


@pytest.fixture(autouse=True)
def _enough_answers(surveyed, survey, police):
    """20 of the hospital answered, 4 of the police."""
    count(surveyed, {1: agreeing(50, 20)})
    count(survey.agencies.get(agency=police), {1: agreeing(50, 4)})
    surveyed.refresh_from_db()


@pytest.fixture
def lead(agency):
    return factories.member(Role.LEAD, agency=agency)


@pytest.fixture
def of_police(survey, police):
    return survey.agencies.get(agency=police)


def text_of(surveyed, text="More supervision.", **fields):
    return made.free_text(surveyed_agency=surveyed, text=text, **fields)


def states():
    return {
        one.text: "released" if one.released_at else "held back" if one.held_back_at else "waiting"
        for one in FreeText.objects.all()
    }


def get(client, user, name, pk, **query):
    client.force_login(user)
    return client.get(reverse(f"surveys:{name}", args=[pk]), query).content.decode()


class TestReviewingAPage:
    def post(self, client, user, survey, texts, decision):
        client.force_login(user)
        url = reverse("surveys:free-text-review", args=[survey.pk])
        posted = {"text": [str(getattr(one, "pk", one)) for one in texts], "decision": decision}
        return client.post(url, posted, follow=True).content.decode()

    @pytest.mark.database
    def test_all_of_it_is_released_at_once(self, client, coordinator, survey, surveyed):
        texts = [text_of(surveyed, f"Text {number}") for number in range(3)]

        html = self.post(client, coordinator, survey, texts, "release")

        event = Event.objects.get(kind=Event.Kind.SURVEY_TEXTS_RELEASED)
        assert "3 texts released." in html
        assert set(states().values()) == {"released"}
        assert (event.by, event.detail) == (coordinator, {"texts": 3})

    def test_one_alone_is_held_back(self, client, coordinator, survey, surveyed):
        one, _ = text_of(surveyed, "One"), text_of(surveyed, "Other")

        html = self.post(client, coordinator, survey, [one], "hold_back")

        assert "1 text held back." in html
        assert states() == {"One": "held back", "Other": "waiting"}
        assert Event.objects.get(kind=Event.Kind.SURVEY_TEXTS_HELD_BACK).detail == {"texts": 1}

    def test_one_that_looks_like_a_childs_data_is_not_released_with_the_others(
        self, client, coordinator, survey, surveyed
    ):
        texts = [text_of(surveyed, NHS, warnings=[WARNING]), text_of(surveyed, "Fine")]

        html = self.post(client, coordinator, survey, texts, "release")

        assert states() == {NHS: "waiting", "Fine": "released"}
        assert "1 text released. 1 text left as it is" in html
        assert WARNING in html

    def test_those_of_too_few_people_are_not_released(self, client, coordinator, survey, of_police):
        text = text_of(of_police)

        html = self.post(client, coordinator, survey, [text], "release")

        assert states() == {text.text: "waiting"}
        assert "No texts released." in html

    def test_what_another_has_decided_meanwhile_stands(self, client, coordinator, survey, surveyed):
        text = text_of(surveyed, released=False)

        html = self.post(client, coordinator, survey, [text], "release")

        assert states() == {text.text: "held back"}
        assert "No texts released. 1 text left as it is" in html

    @pytest.mark.parametrize("texts", [[], ["nonsense"], ["00000000-0000-4000-8000-000000000000"]])
    @pytest.mark.parametrize("decision", ["release", "hold_back", "", "burn"])
    def test_what_makes_no_sense_changes_nothing(
        self, client, coordinator, survey, surveyed, texts, decision
    ):
        text = text_of(surveyed)

        self.post(client, coordinator, survey, texts, decision)

        assert states() == {text.text: "waiting"}
        assert not Event.objects.filter(kind__startswith="survey_texts").exists()

    def test_a_text_of_another_survey_is_not_touched(
        self, client, coordinator, survey, cycle, agency
    ):
        other = made.survey(cycle=cycle, agencies=[agency], status="shared").agencies.get()
        count(other, {1: agreeing(50, 20)})
        text = text_of(other)

        self.post(client, coordinator, survey, [text], "release")

        assert states() == {text.text: "waiting"}

    def test_each_state_has_its_list(self, client, coordinator, survey, surveyed):
        text_of(surveyed, "Waiting one")
        text_of(surveyed, "Released one", released=True)
        text_of(surveyed, "Kept one", released=False)

        pages = {
            show: get(client, coordinator, "free-text-review", survey.pk, show=show)
            for show in ("", "waiting", "released", "held-back", "nonsense")
        }

        found = {show: re.findall(r"<p>(\w+) one</p>", html) for show, html in pages.items()}
        assert found == {
            "": ["Waiting"],
            "waiting": ["Waiting"],
            "released": ["Released"],
            "held-back": ["Kept"],
            "nonsense": ["Waiting"],
        }

    @pytest.mark.database
    def test_those_of_a_gathering_are_read_by_who_has_an_interest_in_an_agency(
        self, client, conflicted, cycle, partnership
    ):
        Membership.objects.create(
            user=conflicted,
            role=Role.COORDINATOR,
            partnership=partnership,
            starts_on="2024-01-01",
        )
        gathering = made.survey(
            cycle=cycle, agencies=[], status="counted", gathering="Day", gathering_key="1"
        )
        together = SurveyedAgency.objects.create(survey=gathering, agency=None, answered=12)
        text_of(together, "Longer breaks")

        html = get(client, conflicted, "free-text-review", gathering.pk)

        assert "Longer breaks" in html
        assert "Day, " in html

    def test_a_small_agency_is_not_named(self, client, coordinator, survey, of_police):
        text_of(of_police)

        html = get(client, coordinator, "free-text-review", survey.pk)

        assert "An agency of which fewer than 10 answered." in html
        assert "Police" not in html
        assert "It cannot be released" in html

    def test_long_lists_are_parted(self, client, coordinator, survey, surveyed):
        for number in range(30):
            text_of(surveyed, f"Text number {number}")

        first = get(client, coordinator, "free-text-review", survey.pk)
        second = get(client, coordinator, "free-text-review", survey.pk, page=2)

        assert len(re.findall("<p>Text number", first)) == 25
        assert len(re.findall("<p>Text number", second)) == 5
        assert "More texts" in first

    @pytest.mark.parametrize("texts", [1, 3])
    def test_the_page_takes_the_same_number_of_queries(
        self, client, coordinator, survey, surveyed, texts, django_assert_num_queries
    ):
        for number in range(texts):
            text_of(surveyed, f"Text {number}")
        client.force_login(coordinator)
        url = reverse("surveys:free-text-review", args=[survey.pk])
        client.get(url)

        with django_assert_num_queries(11):
            client.get(url)


class TestOneText:
    def post(self, client, user, text, shown, decision="release", seen=None, **more):
        client.force_login(user)
        seen = free_texts.state_of(text) if seen is None else seen
        posted = {"shown": shown, "decision": decision, "seen": seen, **more}
        return client.post(reverse("surveys:free-text-edit", args=[text.pk]), posted, follow=True)

    def test_something_is_taken_out_and_it_is_released(self, client, coordinator, surveyed):
        text = text_of(surveyed, "Jo Bloggs never listens.")

        self.post(client, coordinator, text, "[name] never listens.")

        text.refresh_from_db()
        event = Event.objects.get(kind=Event.Kind.SURVEY_TEXTS_RELEASED)
        assert (text.shown, text.text) == ("[name] never listens.", "Jo Bloggs never listens.")
        assert text.released_by == coordinator
        assert event.detail == {"texts": 1, "edited": True}

    def test_released_as_it_stands_it_is_not_edited(self, client, coordinator, surveyed):
        text = text_of(surveyed)

        self.post(client, coordinator, text, text.text)

        text.refresh_from_db()
        assert (text.edited, bool(text.released_at)) == ("", True)

    def test_a_number_that_is_taken_out_leaves_no_warning(self, client, coordinator, surveyed):
        text = text_of(surveyed, NHS, warnings=[WARNING])

        self.post(client, coordinator, text, "Ask about [number].")

        text.refresh_from_db()
        assert (text.warnings, bool(text.released_at)) == ([], True)

    def test_what_looks_like_data_needs_a_tick(self, client, coordinator, surveyed):
        text = text_of(surveyed, NHS, warnings=[WARNING])

        html = self.post(client, coordinator, text, NHS).content.decode()
        [tick] = re.findall(r'<input[^>]*name="nobodys"[^>]*>', html)
        value = re.search(r'value="([^"]+)"', tick)[1]
        assert states() == {NHS: "waiting"}
        assert "Take it out; or, if it is nobody’s data, tick the box" in html
        self.post(client, coordinator, text, NHS, nobodys=value)

        assert states() == {NHS: "released"}

    def test_a_tick_holds_only_for_what_it_was_given_for(self, client, coordinator, surveyed):
        text = text_of(surveyed, NHS, warnings=[WARNING])

        self.post(client, coordinator, text, NHS, nobodys="another")

        assert states() == {NHS: "waiting"}

    def test_it_is_held_back_without_a_tick(self, client, coordinator, surveyed):
        text = text_of(surveyed, NHS, warnings=[WARNING])

        self.post(client, coordinator, text, NHS, decision="hold_back")

        assert states() == {NHS: "held back"}

    def test_what_was_released_can_be_taken_back(self, client, coordinator, surveyed):
        text = text_of(surveyed, released=True)

        self.post(client, coordinator, text, text.text, decision="hold_back")

        text.refresh_from_db()
        assert (text.released_at, text.released_by) == (None, None)
        assert text.held_back_by == coordinator

    @pytest.mark.database
    def test_two_at_once_the_second_is_told_who_was_first(self, client, coordinator, surveyed):
        text = text_of(surveyed, "A long sentence that took a while to read.")
        seen = free_texts.state_of(text)
        free_texts.decide(
            text=text, shown=text.text, seen=seen, release=False, by=surveyed.survey.set_up_by
        )

        response = self.post(client, coordinator, text, text.text, seen=seen)

        assert f"{coordinator} held this text back" in response.content.decode()
        assert states() == {text.text: "held back"}

    def test_too_few_answered_there(self, client, coordinator, of_police):
        text = text_of(of_police)

        response = self.post(client, coordinator, text, text.text)

        assert "Fewer than 10 answered there" in response.content.decode()
        assert states() == {text.text: "waiting"}

    @pytest.mark.parametrize(
        ("shown", "decision", "sentence"),
        [
            ("", "release", "“What is shown” is empty: hold the text back instead"),
            ("x" * 50_000, "release", "can have at most 117 characters, for you only take out"),
            ("Fine", "", "Choose: release it, or hold it back"),
            ("Fine", "burn", "is not one of the available choices"),
        ],
    )
    def test_bad_input_is_said_and_nothing_is_lost(
        self, client, coordinator, surveyed, shown, decision, sentence
    ):
        text = text_of(surveyed)

        html = self.post(client, coordinator, text, shown, decision=decision).content.decode()

        assert sentence in html
        assert shown in html
        assert states() == {text.text: "waiting"}

    def test_before_the_survey_is_counted_nothing_can_be_decided(self, cycle, agency, coordinator):
        survey = made.survey(cycle=cycle, agencies=[agency])
        text = text_of(survey.agencies.get())

        with pytest.raises(RuleBroken, match="are not counted yet"):
            free_texts.release(survey=survey, texts=[text.pk], by=coordinator)


class TestReading:
    def test_released_ones_stand_beside_their_agency(self, client, board_member, survey, surveyed):
        text_of(surveyed, "Seen by all", released=True)
        text_of(surveyed, "Not looked at")
        text_of(surveyed, "Kept", released=False)

        html = get(client, board_member, "free-text-list", survey.pk)

        assert "Seen by all" in html
        assert "<figcaption>Hospital</figcaption>" in html
        assert "Not looked at" not in html
        assert "Kept" not in html

    def test_what_was_taken_out_is_not_shown(self, client, board_member, survey, surveyed):
        text_of(surveyed, "Jo never listens", released=True, edited="[name] never listens")

        html = get(client, board_member, "free-text-list", survey.pk)

        assert "[name] never listens" in html
        assert "Jo" not in html

    def test_an_agency_reads_its_own_alone(self, client, lead, survey, surveyed, partnership):
        third = made.surveyed_agency(
            survey=survey, agency=factories.agency(partnership=partnership)
        )
        count(third, {1: agreeing(50, 20)})
        text_of(surveyed, "Ours", released=True)
        text_of(third, "Theirs", released=True)

        html = get(client, lead, "agency-free-text-list", surveyed.pk)

        assert "Ours" in html
        assert "Theirs" not in html

    def test_those_of_an_agency_withheld_are_left_out(
        self, client, conflicted, survey, surveyed, partnership
    ):
        third = made.surveyed_agency(
            survey=survey, agency=factories.agency(partnership=partnership)
        )
        count(third, {1: agreeing(50, 20)})
        text_of(surveyed, "Withheld", released=True)
        text_of(third, "Shown", released=True)

        html = get(client, conflicted, "free-text-list", survey.pk)

        assert "Shown" in html
        assert "Withheld" not in html

    @pytest.mark.parametrize(("people", "is_shown"), [(7, True), (5, False)])
    def test_those_of_small_agencies_stand_without_a_name_if_they_are_enough_together(
        self, client, board_member, survey, of_police, partnership, people, is_shown
    ):
        other = made.surveyed_agency(
            survey=survey, agency=factories.agency(partnership=partnership)
        )
        count(other, {1: agreeing(50, people)})
        text_of(of_police, "From the few", released=True)

        html = get(client, board_member, "free-text-list", survey.pk)

        assert ("From the few" in html) == is_shown
        assert "Police" not in html

    def test_a_small_agency_does_not_read_its_own(self, client, survey, of_police, police):
        text_of(of_police, "From the few", released=True)
        lead = factories.member(Role.LEAD, agency=police)

        html = get(client, lead, "agency-free-text-list", of_police.pk)

        assert "From the few" not in html

    @pytest.mark.parametrize("texts", [1, 3])
    def test_the_pages_take_the_same_number_of_queries(
        self, client, board_member, survey, surveyed, texts, django_assert_num_queries
    ):
        for number in range(texts):
            text_of(surveyed, f"Text {number}", released=True)
        client.force_login(board_member)
        urls = [
            reverse("surveys:free-text-list", args=[survey.pk]),
            reverse("surveys:agency-free-text-list", args=[surveyed.pk]),
        ]
        client.get(urls[0])

        for url in urls:
            with django_assert_num_queries(8):
                client.get(url)
