"""What the home page, and the page of a cycle, show of its challenge."""

from django.utils import timezone

from section11.people.permissions import Permission, roles_with
from section11.web.home import Section

from .models import Challenge, ChallengedAgency, Moderation, PanelMember
from .setting_up.next_steps import counts, next_step


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
    lines = [
        (
            challenge,
            next_step(challenge, counts(challenge), today=today)
            if challenge.cycle.partnership_id in run
            else None,
        )
        for challenge in found
    ]
    context = {
        "lines": lines,
        "asked_as_member": _unanswered_as_member(request.user, found),
        "asked_for_agency": _unanswered_for_agency(request.user, found),
        "may_reply": _without_reply(request.user, found),
    }
    return Section("challenge/_home.html", context, order=12)


def of_cycle(request, cycle):
    """On the page where a cycle is run: its challenge, or a way to set it up."""
    challenge = Challenge.objects.filter(cycle=cycle).first()
    return Section("challenge/_of_cycle.html", {"cycle": cycle, "challenge": challenge})


def _unanswered_as_member(user, found):
    """Places on panels for which the person may still say when they can come."""
    members = PanelMember.objects.current().filter(user=user, answered_at=None)
    return list(_open(members, found).select_related("challenge__cycle"))


def _unanswered_for_agency(user, found):
    speaks_for = user.agency_ids(*roles_with(Permission.CHALLENGE_ATTEND))
    parts = ChallengedAgency.objects.current().filter(agency__in=speaks_for, answered_at=None)
    return list(_open(parts, found).select_related("challenge__cycle", "agency"))


def _without_reply(user, found):
    """Parts of the person's agencies whose moderated ratings still wait for the agency's word."""
    replies_for = user.agency_ids(*roles_with(Permission.CHALLENGE_REPLY))
    open_ones = [challenge for challenge in found if challenge.takes_replies]
    unanswered = Moderation.objects.filter(level__isnull=False, reply=None)
    parts = ChallengedAgency.objects.current().filter(
        agency__in=replies_for, challenge__in=open_ones, moderations__in=unanswered
    )
    return list(parts.distinct().select_related("challenge__cycle", "agency"))


def _open(takers, found):
    return takers.filter(
        challenge__in=found,
        challenge__asked_at__isnull=False,
        challenge__released_at=None,
        challenge__availability_due_on__gte=timezone.localdate(),
    )
