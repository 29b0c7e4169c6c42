"""What the home page, and the page of a cycle, show of its challenge."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from section11.people.permissions import Permission, roles_with
from section11.web.home import Section

from .models import (
    Challenge,
    ChallengedAgency,
    ChallengeSession,
    Moderation,
    PanelMember,
    PanelSeat,
    Reply,
)
from .sessions import session_rules
from .setting_up import how_far
from .setting_up.next_steps import next_step


def challenges(request):
    """The challenges that go on and concern the person, each with what is next; None without any."""
    found = list(
        Challenge.objects.visible_to(request.user)
        .exclude(status=Challenge.Status.CLOSED)
        .select_related("cycle__partnership")
    )
    if not found:
        return None
    run = request.user.partnership_ids(*roles_with(Permission.CHALLENGE_MANAGE))
    today = timezone.localdate()
    stands = how_far.read(one for one in found if one.cycle.partnership_id in run)
    lines = [
        (one, next_step(one, stands[one.pk], today=today) if one.pk in stands else None)
        for one in found
    ]
    context = {
        "lines": lines,
        "to_declare": _undeclared(request.user, found),
        "asked_as_member": _unanswered_as_member(request.user, found),
        "asked_for_agency": _unanswered_for_agency(request.user, found),
        "to_decide": _waiting_for_decision(request.user, found),
        "sits_in": _sessions_of(request.user, found),
        "may_reply": _without_reply(request.user, found),
    }
    return Section("challenge/_home.html", context, order=12)


def of_cycle(request, cycle):
    """On the page where a cycle is run: its challenge, or a way to set it up."""
    challenge = Challenge.objects.filter(cycle=cycle).first()
    return Section("challenge/_of_cycle.html", {"cycle": cycle, "challenge": challenge})


def _undeclared(user, found):
    """Places on panels for which the person has not said yet in which agencies they have an
    interest, nobody having been invited so far.
    """
    planned = [one for one in found if one.status == Challenge.Status.PLANNING]
    members = PanelMember.objects.current().filter(
        user=user, declared_at=None, challenge__in=planned
    )
    chosen = ChallengedAgency.objects.current().filter(challenge=OuterRef("challenge"))
    return list(members.filter(Exists(chosen)).select_related("challenge__cycle"))


def _unanswered_as_member(user, found):
    """Places on panels for which the person may still say when they can come."""
    members = PanelMember.objects.current().filter(user=user, answered_at=None)
    return list(_open(members, found).select_related("challenge__cycle"))


def _unanswered_for_agency(user, found):
    speaks_for = user.agency_ids(*roles_with(Permission.CHALLENGE_ATTEND))
    parts = ChallengedAgency.objects.current().filter(agency__in=speaks_for, answered_at=None)
    return list(_open(parts, found).select_related("challenge__cycle", "agency"))


def _sessions_of(user, found):
    """The sessions that the person sits in, today or to come, each with whether its packs are open."""
    seats = PanelSeat.objects.current().filter(
        panel_member__user=user, session__challenge__in=found
    )
    ahead = Q(starts_at__date__gte=timezone.localdate()) | Q(status=ChallengeSession.Status.OPEN)
    sessions = ChallengeSession.objects.filter(ahead, pk__in=seats.values("session"))
    sessions = sessions.exclude(status=ChallengeSession.Status.CLOSED).select_related("challenge")
    return [(one, session_rules.packs_are_open(one)) for one in sessions]


def _without_reply(user, found):
    """Parts of the person's agencies whose moderated ratings still wait for the agency's word."""
    replies_for = user.agency_ids(*roles_with(Permission.CHALLENGE_REPLY))
    open_ones = [challenge for challenge in found if challenge.takes_replies]
    unanswered = Moderation.objects.filter(level__isnull=False, reply=None)
    parts = ChallengedAgency.objects.current().filter(
        agency__in=replies_for, challenge__in=open_ones, moderations__in=unanswered
    )
    return list(parts.distinct().select_related("challenge__cycle", "agency"))


def _waiting_for_decision(user, found):
    """Replies to ratings of the sessions that the person chaired: the panel has to say what it makes
    of them.
    """
    chaired = PanelSeat.objects.current().filter(panel_member__user=user, is_chair=True)
    sessions = chaired.exclude(attended=False).values("session")
    waiting = Reply.objects.filter(
        stance=Reply.Stance.DISPUTED,
        decided_at=None,
        moderation__slot__session__in=sessions,
        moderation__slot__session__challenge__in=found,
    ).visible_to(user)
    return list(
        waiting.select_related("moderation__standard", "moderation__challenged_agency__agency")
    )


def _open(takers, found):
    return takers.filter(
        challenge__in=found,
        challenge__asked_at__isnull=False,
        challenge__released_at=None,
        challenge__availability_due_on__gte=timezone.localdate(),
    )
