from challenge.setting_up.choosing import Facts, Rules, reasons, sample, wants_long_slot

USUAL = Rules()


def why(rules=USUAL, **facts):
    facts = {"last_challenged": 2026} | facts
    return reasons(Facts(**facts), rules, year=2027, worst_label="Red")


def test_an_agency_about_which_nothing_stands_out_has_no_reason():
    assert why() == []


def test_reasons_come_with_the_most_pressing_first():
    found = why(
        worst=2,
        fell=1,
        flags=("Practitioners disagree.",),
        without_evidence=4,
        last_challenged=2023,
    )

    assert found == [
        "2 standards are red.",
        "1 standard is worse than last time.",
        "Practitioners disagree.",
        "4 ratings without the evidence needed.",
        "Last challenged in 2023.",
    ]


def test_an_agency_that_has_not_submitted_says_so():
    assert why(is_submitted=False) == ["Has not submitted its self-audit."]


def test_an_agency_never_challenged_is_proposed():
    assert why(last_challenged=None) == ["Has not been challenged before."]


def test_a_rule_speaks_from_its_number_on():
    rules = Rules(worst=2, fell=2, without_evidence=5, years=4)

    below = why(rules, worst=1, fell=1, without_evidence=4, last_challenged=2024)
    reached = why(rules, worst=2, fell=2, without_evidence=5, last_challenged=2023)

    assert below == []
    assert len(reached) == 4


def test_a_rule_without_a_number_is_left_out():
    rules = Rules(worst=None, fell=None, without_evidence=None, years=None, long=None)
    facts = {"worst": 9, "fell": 9, "without_evidence": 9, "last_challenged": None}

    assert why(rules, **facts) == []
    assert not wants_long_slot(Facts(worst=9), rules)


def test_a_long_slot_is_for_those_with_most_to_ask():
    assert wants_long_slot(Facts(worst=2, fell=1, flags=("Practitioners disagree.",)), Rules())
    assert not wants_long_slot(Facts(worst=2, fell=1), Rules())


def test_a_sample_takes_those_not_challenged_for_longest():
    everybody = {
        1: Facts(last_challenged=2026),
        2: Facts(last_challenged=None),
        3: Facts(last_challenged=2022),
    }

    assert sample(everybody, 2, seed=7) == {2, 3}


def test_a_sample_among_equals_is_a_lot_that_can_be_drawn_again():
    everybody = {pk: Facts() for pk in range(40)}

    drawn = [frozenset(sample(everybody, 5, seed=seed)) for seed in (1, 1, 2, 3, 4)]

    assert drawn[0] == drawn[1]
    assert len(set(drawn)) > 2
    assert {len(one) for one in drawn} == {5}


def test_a_sample_larger_than_the_cycle_takes_everybody():
    assert sample({1: Facts(), 2: Facts()}, 9, seed=1) == {1, 2}
