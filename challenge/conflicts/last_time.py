"""Who sat on whose panel in the challenge before this one."""

from ..models import Challenge, PanelSeat


def challenge_before(challenge: Challenge) -> Challenge | None:
    """The partnership's challenge before this one, if there was any."""
    earlier = Challenge.objects.filter(
        cycle__partnership=challenge.cycle.partnership_id, first_day__lt=challenge.first_day
    )
    return earlier.exclude(pk=challenge.pk).order_by("-first_day", "-pk").first()


def sat_last_time(challenge: Challenge) -> set[tuple[int, int]]:
    """(id of a person, id of an agency) for everyone who challenged it last time and came."""
    before = challenge_before(challenge)
    return _sat(before, "panel_member__user") if before else set()


def sit_now(challenge: Challenge) -> set[tuple[int, int]]:
    """(id of a panel member, id of an agency) for everyone who sits on its published panel."""
    return _sat(challenge, "panel_member")


def _sat(challenge, who):
    seats = PanelSeat.objects.current().filter(
        session__challenge=challenge, session__slots__cancelled_at=None
    )
    pairs = seats.exclude(attended=False).values_list(
        who, "session__slots__challenged_agency__agency"
    )
    return {(one, agency) for one, agency in pairs if agency is not None}
