"""What the rules of `enquiry` are told of one challenged agency: its standards, as the data has them.

Seven queries, whatever the size of its self-audit.
"""

from itertools import groupby

from section11.audits import task_list
from section11.audits.models import SelfAudit
from section11.board.flags import Flag
from section11.board.travel import DirectionOfTravel

from . import enquiry
from .self_ratings import SelfRatings


def standards_of(
    self_audit: SelfAudit, ratings: SelfRatings, flags: list[Flag]
) -> list[enquiry.Standard]:
    """Those of a submitted self-audit, in order. `flags` are those of the whole cycle."""
    agency_id = self_audit.agency_id
    facts = task_list.read_facts(self_audit, self_audit.questions)
    travels = ratings.question_travels(agency_id)
    disputes = [flag for flag in flags if flag.agency_id == agency_id]
    worst = ratings.results.levels[0].pk if ratings.results.levels else None

    def question(asked):
        known = facts[asked.pk]
        fell = travels.get(asked.lineage) is DirectionOfTravel.DECLINED
        before = ratings.level_before(agency_id, asked.lineage) if fell else None
        return enquiry.Question(
            code=asked.code,
            level=known.level.label,
            is_worst=known.level.pk == worst,
            fell_from=before.label if before else "",
            lacks_evidence=known.level.needs_evidence and not known.evidence,
            is_unchanged=known.unchanged,
        )

    return [
        enquiry.Standard(
            id=standard.pk,
            title=standard.title,
            questions=[question(one) for one in questions if facts[one.pk].level],
            disputes=[one.sentence for one in disputes if one.standard_id == standard.pk],
        )
        for standard, questions in groupby(self_audit.questions, key=lambda one: one.standard)
    ]
