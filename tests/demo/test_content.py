"""The files of fixtures/demo agree with each other and with the standards, before anything loads."""

import re

import pytest
import yaml
from django.conf import settings

from section11.demo import content
from section11.demo.texts import fits
from section11.people.models import Agency, PartnershipAgency, Role, Sector, Size

TOLD = content.read()
PLACEHOLDER = re.compile(r"\{(?!percent\}|number\}|month\}|year\}|agency\})")


def questions_of(code):
    path = settings.ROOT / "fixtures" / "standards" / f"{code}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]


SETS = {row["set"]: questions_of(row["set"]) for row in TOLD.ratings["cycles"].values()}


def asked(agency, question):
    small = agency["size"] == "small" and question["asked_of_small"] != "yes"
    sectors = question["sectors"].split("; ")
    return not small and (sectors == ["all"] or agency["sector"] in sectors)


def test_there_are_24_agencies_or_more_and_each_has_a_story():
    assert len(TOLD.agencies) >= 24
    assert set(TOLD.agency) == set(TOLD.stories)


def test_agencies_are_described_in_our_words():
    for agency in TOLD.agencies:
        assert agency["sector"] in Sector.values
        assert agency["size"] in Size.values
        assert agency["basis"] in PartnershipAgency.ParticipationBasis.values
        assert agency["statutory_partner"] in ["", *Agency.StatutoryPartner.values]


def test_each_agency_has_a_lead_and_an_approver_who_are_not_the_same():
    for agency in TOLD.agencies:
        roles = {person["role"]: person["email"] for person in agency["people"]}

        assert roles[Role.LEAD] != roles[Role.APPROVER]


def test_nobody_has_an_address_outside_example_or_one_that_another_has():
    rows = [TOLD.partnership, *TOLD.agencies]
    emails = [person["email"] for row in rows for person in row["people"]]

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
        for agency in TOLD.agencies
        for question in SETS[code]
        if asked(agency, question)
        for letter in "RAG"
        if not any(
            fits(
                passage,
                lineage=question["lineage"],
                sector=agency["sector"],
                groups=TOLD.bank["groups"],
            )
            for passage in pool(agency, question, letter)
        )
    ]

    assert without == []


def pool(agency, question, letter):
    kind = "small" if agency["size"] == "small" else "narratives"
    return TOLD.bank["themes"][TOLD.theme(question["lineage"])][kind][letter]


def test_every_theme_has_actions_and_evidence_for_large_and_small():
    small = {row["theme"] for row in TOLD.bank["small_actions"]}

    assert small == set(TOLD.ratings["themes"]) == set(TOLD.bank["themes"])
    for theme in TOLD.bank["themes"].values():
        assert len(theme["actions"]) >= 2
        assert len([row for row in theme["evidence"] if row["kind"] != "file"]) >= 2


def test_no_placeholder_is_unknown():
    text = (content.FOLDER / "narratives.yaml").read_text(encoding="utf-8")
    body = text[text.index("\nplaceholders:") :]

    assert PLACEHOLDER.findall(body) == []


def test_letters_and_reasons_are_known():
    for key, story in TOLD.stories.items():
        for year, letters in story["cycles"].items():
            assert list(letters) == TOLD.ratings["themes"], (key, year)
            assert set(letters.values()) <= set("RAG")
        assert set(story.get("not_applicable", {}).values()) <= set(
            TOLD.bank["not_applicable_reasons"]
        )
        assert story["spread"] in TOLD.ratings["spreads"]


def test_exceptions_name_questions_of_that_years_set():
    for key, story in TOLD.stories.items():
        for year, exceptions in story.get("exceptions", {}).items():
            lineages = {q["lineage"] for q in SETS[TOLD.ratings["cycles"][year]["set"]]}

            assert set(exceptions) <= lineages, (key, year)


def test_every_evidence_file_is_there():
    for row in TOLD.files:
        assert content.evidence_file(row["file"]).stat().st_size > 0
