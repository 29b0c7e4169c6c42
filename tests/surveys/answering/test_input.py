"""Forms that are not as they should be: nothing typed is lost, nothing unasked is kept."""

from django.test import Client

from surveys.models import SealedAnswers, SurveyDraft
from tests.surveys.respondents import Respondent, in_the_box, start_of, step_of

NHS_NUMBER = "943 476 5919"


def test_an_answer_that_was_not_offered_is_refused_and_the_others_kept(somebody):
    somebody.starts()

    page = somebody.fills_in("1", q1="6", q2="yes")

    assert page.status_code == 200
    assert "choose from the answers on this page" in page.text
    somebody.sends()
    assert in_the_box()[0]["answers"] == {"tool": "yes"}


def test_several_answers_that_were_not_offered_are_refused(somebody):
    somebody.starts()

    page = somebody.fills_in("2", q4=["0", "9"], q3="1")

    assert "choose from the answers on this page" in page.text
    somebody.sends()
    assert in_the_box()[0]["answers"] == {"often": "1"}


def test_answers_to_questions_not_asked_are_left_out(somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4", q77="5", q3="1", lineage="x", role_group="I manage others")
    somebody.sends()

    assert in_the_box() == [{"role_group": "", "answers": {"supervision": "4"}}]


def test_a_role_group_that_was_not_offered_is_refused(somebody):
    somebody.starts()

    page = somebody.fills_in("you", role_group="The only psychologist")

    assert "Choose from the groups on this page" in page.text


def test_fifty_thousand_characters_come_back_to_be_cut(somebody):
    somebody.starts()
    long = "too long " * 5_600

    page = somebody.fills_in("3", q5=long)

    assert page.status_code == 200
    assert "“What would you change?” can have at most 1,000 characters: you have 50399" in page.text
    assert long.strip() in page.text


def test_the_longest_text_of_the_widest_letters_does_not_make_the_box_longer(surveyed, somebody):
    somebody.starts()
    somebody.fills_in("3", q5="🙂" * 1000)
    somebody.sends()
    Respondent(surveyed).answers(q1="4")

    lengths = {len(one.sealed) for one in SealedAnswers.objects.all()}

    assert len(lengths) == 1


def test_control_characters_are_taken_out(somebody):
    somebody.starts()
    somebody.fills_in("3", q5="More\x00 time\x1b\x07\nfor\tvisits")
    somebody.sends()

    assert in_the_box()[0]["answers"] == {"change": "More time\nforvisits"}


def test_a_step_that_is_none_leads_to_where_they_were(somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4", q2="yes")

    assert somebody.opens("99").url == somebody.address("2")


def test_a_page_typed_after_the_draft_was_lost_begins_anew_with_it(somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4")
    SurveyDraft.objects.all().delete()

    response = somebody.fills_in("2", q3="1")

    assert "look through them again" in somebody.browser.get(response.url).text
    somebody.sends()
    assert in_the_box()[0]["answers"] == {"often": "1"}


def test_a_damaged_draft_is_as_good_as_lost(somebody):
    somebody.starts()
    SurveyDraft.objects.update(sealed="damaged")

    assert somebody.opens("1").url == somebody.address()


def test_a_browser_without_cookies_shows_what_was_typed(surveyed):
    page = Client().post(step_of(surveyed, "3"), {"3-q-q5": "All that I wrote"})

    assert page.status_code == 403
    assert "Allow cookies" in page.text
    assert "All that I wrote" in page.text
    assert not SurveyDraft.objects.exists()


def test_a_form_from_another_site_needs_no_forged_key(surveyed):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(start_of(surveyed))

    assert response.status_code == 302
    assert "csrftoken" not in strict.cookies


def test_what_looks_like_a_childs_data_is_pointed_out_and_kept(somebody):
    somebody.starts()

    page = somebody.fills_in("3", q5=f"It was {NHS_NUMBER} again")

    assert "Look again at what you wrote" in page.text
    assert "looks like an NHS number" in page.text
    assert NHS_NUMBER in somebody.opens("3").text


def test_whoever_looked_again_goes_on(somebody):
    somebody.starts()
    text = f"It was {NHS_NUMBER} again"
    looked_at = somebody.fills_in("3", q5=text).text.partition('name="3-looked_at" value="')[2][:16]

    response = somebody.fills_in("3", q5=text, looked_at=looked_at)

    assert response.url == somebody.address("send")


def test_another_text_is_looked_at_anew(somebody):
    somebody.starts()
    looked_at = somebody.fills_in("3", q5=f"It was {NHS_NUMBER}").text.partition(
        'name="3-looked_at" value="'
    )[2][:16]

    page = somebody.fills_in("3", q5=f"{NHS_NUMBER}, born 3/4/2019", looked_at=looked_at)

    assert "looks like a date of birth" in page.text
