"""Links of agencies and personal ones: what opens, and what does not."""

import pytest

from surveys.models import SurveyToken
from surveys.running import links
from tests import survey_factories as made


def test_the_key_of_an_agency_leads_to_it_and_is_short(surveyed):
    key = links.key_of(surveyed)

    assert links.surveyed_agency_of(key) == surveyed
    assert len(key) < 24
    assert surveyed.agency.name.lower() not in links.address_of(surveyed).lower()


def test_a_key_typed_in_capitals_from_a_poster_is_the_same(surveyed):
    assert links.surveyed_agency_of(links.key_of(surveyed).upper()) == surveyed


def test_no_key_opens_the_agency_of_another(cycle, survey, surveyed):
    other = made.surveyed_agency(survey=survey)
    number, proof = links.key_of(other).split("-")[0], links.key_of(surveyed).split("-")[1]

    assert links.surveyed_agency_of(f"{number}-{proof}") is None


@pytest.mark.parametrize(
    "key",
    [
        "",
        "1",
        "-",
        "1-",
        "1-aaaaaaaaaaaaaaaa",
        "zzzzzzzzzz-aaaaaaaaaaaaaaaa",
        "1-aaa\n",
        "é-ü",
        "१-x",
    ],
)
def test_a_guessed_or_forged_key_opens_nothing(surveyed, key):
    assert links.surveyed_agency_of(key) is None


def test_a_key_cut_short_or_with_something_behind_it_opens_nothing(surveyed):
    key = links.key_of(surveyed)

    assert links.surveyed_agency_of(key[:-1]) is None
    assert links.surveyed_agency_of(f"{key}a") is None
    assert links.surveyed_agency_of(f"{key}\n") is None


def test_a_renewed_link_has_another_key_and_the_old_one_opens_nothing(surveyed):
    old = links.key_of(surveyed)
    surveyed.link_version = 2
    surveyed.save()

    assert links.surveyed_agency_of(old) is None
    assert links.surveyed_agency_of(links.key_of(surveyed)) == surveyed


def test_another_service_makes_other_keys(surveyed, settings):
    key = links.key_of(surveyed)
    settings.SECRET_KEY = "another secret key, as long as the first one was, or longer"

    assert links.surveyed_agency_of(key) is None


def test_a_personal_link_is_found_by_its_key_and_only_a_digest_is_kept(token_agency):
    token, key = made.token(surveyed_agency=token_agency)

    assert links.token_of(key) == token
    assert links.token_of(f"{key}a") is None
    assert key not in "".join(map(str, SurveyToken.objects.values_list()))
    assert links.address_of_token(key).endswith(f"/survey/once/{key}/")
