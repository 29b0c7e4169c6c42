"""Structural interests, from plain values."""

from challenge.conflicts.interests import Found, Member, Structural, Tie, structural

POLICE, HOUSING, SCHOOL = 1, 2, 3
AGENCIES = {POLICE, HOUSING, SCHOOL}
ANN, BO, CY = (
    Member(id=11, person=101, works_for=frozenset({POLICE})),
    Member(id=12, person=102, works_for=frozenset({HOUSING})),
    Member(id=13, person=103),
)


def found(**known):
    return structural(**{"agencies": AGENCIES, "members": [ANN, BO, CY], **known})


OWN = [
    Found(ANN.id, POLICE, Structural.OWN_AGENCY),
    Found(BO.id, HOUSING, Structural.OWN_AGENCY),
]


def test_whoever_works_for_an_agency_has_an_interest_in_it():
    assert found() == OWN


def test_an_agency_that_is_not_challenged_is_no_interest():
    assert found(agencies={HOUSING}) == OWN[1:]


def test_a_tie_holds_for_the_people_of_both_sides():
    tie = Tie(POLICE, HOUSING, "The police commission Housing.")

    assert set(found(ties=[tie])) - set(OWN) == {
        Found(ANN.id, HOUSING, Structural.TIED_AGENCY, tie.sentence),
        Found(BO.id, POLICE, Structural.TIED_AGENCY, tie.sentence),
    }


def test_two_ties_to_the_same_agency_are_one_interest():
    ties = [Tie(POLICE, SCHOOL, "It commissions."), Tie(POLICE, SCHOOL, "It inspects.")]

    assert found(ties=ties) == [
        OWN[0],
        Found(ANN.id, SCHOOL, Structural.TIED_AGENCY, "It commissions."),
        OWN[1],
    ]


def test_a_tie_between_agencies_of_nobody_on_the_panel_means_nothing():
    assert found(ties=[Tie(SCHOOL, 99, "The school commissions.")]) == OWN


def test_the_two_agencies_of_one_person_are_their_own_whatever_their_ties():
    both = Member(id=14, person=104, works_for=frozenset({POLICE, HOUSING}))

    assert found(members=[both], ties=[Tie(POLICE, HOUSING, "It commissions.")]) == [
        Found(both.id, POLICE, Structural.OWN_AGENCY),
        Found(both.id, HOUSING, Structural.OWN_AGENCY),
    ]


def test_whoever_sat_last_time_does_not_return():
    assert set(found(sat_last_time={(CY.person, SCHOOL), (999, SCHOOL)})) - set(OWN) == {
        Found(CY.id, SCHOOL, Structural.SAT_LAST_TIME)
    }


def test_where_the_police_challenge_housing_nobody_of_housing_challenges_the_police():
    assert set(found(sit_now={(ANN.id, HOUSING)})) - set(OWN) == {
        Found(BO.id, POLICE, Structural.RECIPROCAL)
    }


def test_whoever_works_for_no_agency_challenges_without_any_being_barred():
    assert found(sit_now={(CY.id, HOUSING), (CY.id, POLICE)}) == OWN


def test_the_same_facts_in_any_order_are_the_same_findings():
    ties = [Tie(POLICE, SCHOOL, "It commissions."), Tie(SCHOOL, POLICE, "It inspects.")]

    assert found(ties=ties) == found(ties=ties[::-1], members=[CY, BO, ANN])
