"""The agencies of a challenge's cycle, each with what speaks for challenging it.

A constant number of queries, however many agencies there are.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from django.db.models import Exists, Max, OuterRef

from section11.audits.models import Answer, Evidence, SelfAudit
from section11.board import flags
from section11.board.heatmap import lines
from section11.board.numbers import pair, read
from section11.board.tallies import of, travels
from section11.board.travel import DirectionOfTravel
from section11.people.models import User

from ..models import Challenge, ChallengedAgency
from .choosing import Facts, Rules, reasons, wants_long_slot


@dataclass(frozen=True)
class Candidate:
    """`chosen` is its part in the challenge, if it has one today."""

    self_audit: SelfAudit
    facts: Facts
    reasons: list[str]
    is_long_proposed: bool
    chosen: ChallengedAgency | None

    @property
    def agency(self):
        return self.self_audit.agency


WITHHELD = "Its results are not shown to you, because of an interest."


def find(challenge: Challenge, rules: Rules, *, user: User) -> list[Candidate]:
    """Every agency of the cycle, by name; nothing is said of the results of those that are withheld
    from `user`.
    """
    cycle = challenge.cycle
    self_audits = list(cycle.self_audits.select_related("agency").order_by("agency__name"))
    chosen = {one.agency_id: one for one in challenge.agencies.current()}
    facts, worst_label = _facts(challenge, user)
    if not any(one.last_challenged for one in facts.values()):
        rules = replace(rules, years=None)  # the first challenge: that nobody had one says nothing
    found = []
    for one in self_audits:
        known = facts.get(one.agency_id, Facts())
        why = reasons(known, rules, year=cycle.year, worst_label=worst_label)
        if one.agency_id not in facts:
            why = [WITHHELD]
        long = wants_long_slot(known, rules)
        found.append(Candidate(one, known, why, long, chosen.get(one.agency_id)))
    return found


def _facts(challenge, user):
    """{id of an agency: its Facts}, and the name of the worst level."""
    cycle = challenge.cycle
    results = read(pair(cycle), user=user)
    now, then = results[cycle.pk], results.get(cycle.compared_with_id)
    worst = Counter(
        line.row.agency_id
        for line in lines(now, of(now), cycle.roll_up)
        for cell in line.cells
        if cell.gap is None and cell.level == 0
    )
    moved = travels(now, then, cycle.roll_up) if then else {}
    fell = Counter(
        agency for (agency, _), way in moved.items() if way is DirectionOfTravel.DECLINED
    )
    said, titles = defaultdict(list), {one.pk: one.title for one in now.standards}
    for flag in flags.of(cycle):
        said[flag.agency_id].append(f"{titles[flag.standard_id]}: {flag.sentence}")
    bare, last = _without_evidence(cycle), _last_challenged(challenge)
    return {
        row.agency_id: Facts(
            is_submitted=row.is_submitted,
            worst=worst[row.agency_id],
            fell=fell[row.agency_id],
            without_evidence=bare[row.agency_id],
            flags=tuple(said[row.agency_id]),
            last_challenged=last.get(row.agency_id),
        )
        for row in now.rows
    }, now.levels[0].label if now.levels else ""


def _without_evidence(cycle):
    """How many ratings that need evidence have none, by agency; of submitted self-audits alone."""
    kept = Evidence.objects.filter(answer=OuterRef("pk"), removed_at=None)
    bare = Answer.objects.filter(
        ~Exists(kept),
        self_audit__cycle=cycle,
        self_audit__status=SelfAudit.Status.SUBMITTED,
        in_scope=True,
        level__needs_evidence=True,
    )
    return Counter(bare.values_list("self_audit__agency", flat=True))


def _last_challenged(challenge):
    """The year of the last challenge whose ratings were released, by agency."""
    earlier = ChallengedAgency.objects.current().filter(
        challenge__cycle__partnership=challenge.cycle.partnership_id,
        challenge__released_at__isnull=False,
    )
    years = earlier.exclude(challenge=challenge).values_list("agency")
    return dict(years.annotate(year=Max("challenge__cycle__year")).order_by())
