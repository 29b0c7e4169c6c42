"""What the challenge's URLs are about: fixtures, each an object of `agency` or `partnership`.

The seated member has a seat in the session with `agency`, the conflicted member an interest in it;
both are on the panel.
"""

import pytest

from tests import challenge_factories as made


@pytest.fixture
def challenge(cycle, agency, people):
    """A challenge of which `agency` is part, with the two members."""
    found = made.challenge(cycle=cycle)
    made.challenged_agency(challenge=found, agency=agency)
    made.possible_session(challenge=found)
    made.panel_member(challenge=found, user=people["seated member"], may_chair=True)
    conflicted = made.panel_member(challenge=found, user=people["conflicted member"])
    made.interest(panel_member=conflicted, agency=agency)
    return found


@pytest.fixture
def challenged_agency(challenge, agency):
    return challenge.agencies.get(agency=agency)


@pytest.fixture
def panel_member(challenge, people):
    return challenge.panel_members.get(user=people["seated member"])


@pytest.fixture
def session(challenge, panel_member):
    held = made.session(challenge=challenge)
    made.seat(session=held, panel_member=panel_member, is_chair=True)
    return held


@pytest.fixture
def slot(session, challenged_agency):
    return made.slot(session=session, challenged_agency=challenged_agency)
