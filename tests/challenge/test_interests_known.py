import pytest

from challenge.conflicts import interests_known
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def challenge(cycle, agency):
    found = made.challenge(cycle=cycle)
    made.challenged_agency(challenge=found, agency=agency)
    return found


class TestClashes:
    @pytest.fixture
    def member(self, challenge, agency):
        """Sits with the agency in one session, and in another with another agency."""
        other = made.challenged_agency(
            challenge=challenge, agency=factories.agency(partnership=challenge.partnership)
        )
        self.with_other = made.session(challenge=challenge)
        made.slot(session=self.with_other, challenged_agency=other)
        self.session = made.session(
            challenge=challenge,
            possible_session=made.possible_session(challenge=challenge, half="afternoon"),
        )
        self.slot = made.slot(
            session=self.session, challenged_agency=challenge.agencies.get(agency=agency)
        )
        sits = made.panel_member(challenge=challenge)
        made.seat(session=self.with_other, panel_member=sits)
        self.seat = made.seat(session=self.session, panel_member=sits)
        return sits

    def found(self, challenge):
        return [
            (clash.interest.panel_member, clash.interest.agency, clash.session)
            for clash in interests_known.clashes(challenge)
        ]

    def test_are_where_somebody_sits_with_an_agency_they_may_not_meet(
        self, challenge, member, agency
    ):
        made.interest(panel_member=member, agency=agency)

        assert self.found(challenge) == [(member, agency, self.session)]

    def test_say_who_sits_where(self, challenge, member, agency):
        made.interest(panel_member=member, agency=agency)

        [clash] = interests_known.clashes(challenge)

        assert clash.sentence.startswith(f"{member} sits with {agency} in the session of ")
        assert clash.sentence.endswith("Replace them there, or move the agency.")

    def test_are_told_once_for_two_reasons(self, challenge, member, agency):
        made.interest(panel_member=member, agency=agency)
        made.interest(panel_member=member, agency=agency, kind="recused")

        assert len(self.found(challenge)) == 1

    def test_are_not_where_nobody_has_an_interest(self, challenge, member):
        assert self.found(challenge) == []

    def test_are_not_what_is_over(self, challenge, member, agency):
        made.interest(panel_member=member, agency=agency)
        by, now = challenge.set_up_by, self.session.starts_at
        self.session.status = "closed"
        self.session.opened_at = self.session.closed_at = now
        self.session.opened_by = self.session.closed_by = by
        self.session.save()

        assert self.found(challenge) == []

    @pytest.mark.parametrize("what", ["session", "slot", "seat"])
    def test_are_not_what_was_called_off(self, challenge, member, agency, what):
        made.interest(panel_member=member, agency=agency)
        row, word = getattr(self, what), "left" if what == "seat" else "cancelled"
        setattr(row, f"{word}_at", self.session.starts_at)
        setattr(row, f"{word}_by", challenge.set_up_by)
        row.save()

        assert self.found(challenge) == []


class TestOfMember:
    def test_offers_every_agency_that_is_not_known_already(self, challenge, agency):
        other = made.challenged_agency(
            challenge=challenge, agency=factories.agency(partnership=challenge.partnership)
        ).agency
        member = made.panel_member(challenge=challenge)
        made.interest(panel_member=member, agency=agency, kind="own_agency")

        known = interests_known.of_member(member)

        assert known.offered == [other]
        assert [one.agency for one in known.others] == [agency]

    def test_offers_what_was_declared_though_the_agency_has_left(self, challenge, agency):
        member = made.panel_member(challenge=challenge)
        made.interest(panel_member=member, agency=agency, reason="My sister works there")
        challenge.agencies.update(
            taken_out_at=challenge.set_up_at, taken_out_by=challenge.set_up_by
        )

        assert interests_known.of_member(member).offered == [agency]
