import pytest

from challenge.models import AgencyTie
from challenge.operations import agency_ties
from section11.people.models import Role
from section11.record.models import Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def other(partnership):
    return factories.agency(partnership=partnership)


def tie(partnership, agency, other, people):
    return agency_ties.add(
        partnership=partnership,
        agency=agency,
        kind="commissions",
        other=other,
        by=people["coordinator"],
    )


def test_a_tie_is_an_interest_at_once(cycle, partnership, agency, other, people):
    challenge = made.challenge(cycle=cycle)
    made.challenged_agency(challenge=challenge, agency=other)
    member = made.panel_member(challenge=challenge, user=factories.member(Role.LEAD, agency=agency))

    tie(partnership, agency, other, people)

    interest = member.interests.get()
    assert (interest.kind, interest.agency) == ("tied_agency", other)


def test_the_interest_goes_with_the_tie(cycle, partnership, agency, other, people):
    challenge = made.challenge(cycle=cycle)
    made.challenged_agency(challenge=challenge, agency=other)
    member = made.panel_member(challenge=challenge, user=factories.member(Role.LEAD, agency=agency))
    noted = tie(partnership, agency, other, people)

    agency_ties.remove(tie=noted, by=people["coordinator"])

    assert not member.interests.standing().exists()
    assert Event.objects.get(kind="agency_untied").about == f"{agency} commissions {other}"


def test_the_same_tie_twice_says_who_was_first(partnership, agency, other, people):
    tie(partnership, agency, other, people)

    with pytest.raises(RuleBroken, match=f"{people['coordinator']} noted this already"):
        tie(partnership, agency, other, people)


def test_an_agency_has_no_tie_to_itself(partnership, agency, people):
    with pytest.raises(RuleBroken, match="two different agencies"):
        tie(partnership, agency, agency, people)


def test_removing_a_tie_twice_is_no_error(partnership, agency, other, people):
    noted = tie(partnership, agency, other, people)

    for _ in range(2):
        agency_ties.remove(tie=noted, by=people["coordinator"])

    assert not AgencyTie.objects.exists()
    assert Event.objects.filter(kind="agency_untied").count() == 1
