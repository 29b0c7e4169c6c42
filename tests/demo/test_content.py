"""The files of fixtures/demo agree with each other and with the standards, before anything loads."""

import re

import pytest
import yaml
from django.conf import settings

from section11.demo import content
from section11.demo.texts import fits
from section11.people.models import Agency, PartnershipAgency, Role, Sector, Size

TOLDS = content.read()
MERTON, WANDLE_VALE = TOLDS
BANK = MERTON.bank
PLACEHOLDER = re.compile(r"\{(?!percent\}|number\}|month\}|year\}|agency\})")


def questions_of(code):
    path = settings.ROOT / "fixtures" / "standards" / f"{code}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]


SETS = {row["set"]: questions_of(row["set"]) for row in MERTON.ratings["cycles"].values()}
each_partnership = pytest.mark.parametrize("told", TOLDS, ids=["Merton", "Wandle Vale"])


def asked(agency, question):
    small = agency["size"] == "small" and question["asked_of_small"] != "yes"
    sectors = question["sectors"].split("; ")
    return not small and (sectors == ["all"] or agency["sector"] in sectors)


def test_there_are_24_agencies_or_more_in_the_first_and_8_to_10_of_its_own_in_the_second():
    assert len(MERTON.newcomers) == len(MERTON.agencies) >= 24
    assert 8 <= len(WANDLE_VALE.newcomers) <= 10


def test_the_second_shares_the_police_and_an_nhs_trust_with_the_first():
    shared = [agency for agency in WANDLE_VALE.agencies if "from" in agency]

    assert [agency["sector"] for agency in shared] == ["police", "mental_health"]
    assert all(agency["people"] == MERTON.agency[agency["key"]]["people"] for agency in shared)


@each_partnership
def test_each_agency_has_a_story(told):
    assert set(told.agency) == set(told.stories)


def test_no_two_agencies_have_the_same_name():
    agencies = [agency for told in TOLDS for agency in told.newcomers]

    assert len({agency["name"] for agency in agencies}) == len(agencies)
    assert len({agency["key"] for agency in agencies}) == len(agencies)


@each_partnership
def test_agencies_are_described_in_our_words(told):
    for agency in told.agencies:
        assert agency["sector"] in Sector.values
        assert agency["size"] in Size.values
        assert agency["basis"] in PartnershipAgency.ParticipationBasis.values
        assert agency["statutory_partner"] in ["", *Agency.StatutoryPartner.values]


@each_partnership
def test_each_agency_has_a_lead_and_an_approver_who_are_not_the_same(told):
    for agency in told.agencies:
        roles = {person["role"]: person["email"] for person in agency["people"]}

        assert roles[Role.LEAD] != roles[Role.APPROVER]


def test_nobody_has_an_address_outside_example_or_one_that_another_has():
    people = [*content.read_service()["people"], *(p for told in TOLDS for p in told.people)]
    emails = [person["email"] for person in people]

    assert [email for email in emails if not email.endswith(".example")] == []
    assert len(emails) == len(set(emails))


def test_no_link_leads_outside_example():
    text = (content.FOLDER / "narratives.yaml").read_text(encoding="utf-8")
    hosts = re.findall(r"https?://([^/\s]+)", text)

    assert hosts
    assert [host for host in hosts if not host.endswith(".example")] == []


@pytest.mark.parametrize("code", SETS)
def test_every_question_has_a_text_for_every_agency_at_every_level(code):
    without = [
        (agency["key"], question["lineage"], letter)
        for told in TOLDS
        for agency in told.agencies
        for question in SETS[code]
        if asked(agency, question)
        for letter in "RAG"
        if not any(
            fits(
                passage,
                lineage=question["lineage"],
                sector=agency["sector"],
                groups=BANK["groups"],
            )
            for passage in pool(agency, question, letter)
        )
    ]

    assert without == []


def pool(agency, question, letter):
    kind = "small" if agency["size"] == "small" else "narratives"
    return BANK["themes"][MERTON.theme(question["lineage"])][kind][letter]


def test_every_theme_has_actions_and_evidence_for_large_and_small():
    small = {row["theme"] for row in BANK["small_actions"]}

    assert small == set(MERTON.ratings["themes"]) == set(BANK["themes"])
    for theme in BANK["themes"].values():
        assert len(theme["actions"]) >= 2
        assert len([row for row in theme["evidence"] if row["kind"] != "file"]) >= 2


def test_no_placeholder_is_unknown():
    text = (content.FOLDER / "narratives.yaml").read_text(encoding="utf-8")
    body = text[text.index("\nplaceholders:") :]

    assert PLACEHOLDER.findall(body) == []


@each_partnership
def test_letters_and_reasons_are_known(told):
    for key, story in told.stories.items():
        for year, letters in story["cycles"].items():
            assert list(letters) == told.ratings["themes"], (key, year)
            assert set(letters.values()) <= set("RAG")
        assert set(story.get("not_applicable", {}).values()) <= set(BANK["not_applicable_reasons"])
        assert story["spread"] in told.ratings["spreads"]


@each_partnership
def test_exceptions_name_questions_of_that_years_set(told):
    for key, story in told.stories.items():
        for year, exceptions in story.get("exceptions", {}).items():
            lineages = {q["lineage"] for q in SETS[told.ratings["cycles"][year]["set"]]}

            assert set(exceptions) <= lineages, (key, year)


def test_every_evidence_file_is_there():
    for row in MERTON.files:
        assert content.evidence_file(row["file"]).stat().st_size > 0
