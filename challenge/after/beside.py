"""What an agency agreed in earlier challenges and has not closed yet, beside the questions of its
next self-audit; and what its last panel made of the standard. Three queries.

An action about a question is found by the question's lineage. One about a whole standard stands at
the standard that has most of that standard's questions now, so that a new version of the set loses
none.
"""

from collections import Counter

from section11.audits.beside import Beside, Piece
from section11.standards.models import Question

from ..models import AgreedAction, Moderation

ACTIONS = "challenge/_beside_actions.html"
RATED = "challenge/_beside_rated.html"


def last_challenge(self_audit, standard, questions):
    """For `audits.beside`: nothing where the agency was not challenged before."""
    actions = list(_open_actions(self_audit))
    rated = list(_rated_last(self_audit))
    places = _places(
        self_audit, {one.standard_id for one in actions} | {one.standard_id for one in rated}
    )
    of_standard = [
        Piece(RATED, {"moderation": one}) for one in rated if places[one.standard_id] == standard.pk
    ]
    by_lineage = {question.lineage: question.pk for question in questions}
    asked = {question.lineage for question in self_audit.questions}
    of_question, whole = {}, []
    for action in actions:
        lineage = action.question.lineage if action.question else None
        if lineage in by_lineage:
            of_question.setdefault(by_lineage[lineage], []).append(action)
        elif lineage not in asked and places[action.standard_id] == standard.pk:
            whole.append(action)
    if whole:
        of_standard.append(_piece(whole))
    return Beside(of_standard, {pk: [_piece(found)] for pk, found in of_question.items()})


def _piece(actions):
    return Piece(ACTIONS, {"actions": actions})


def _open_actions(self_audit):
    """Those of the agency's earlier challenges in this partnership that nobody has verified yet."""
    return (
        AgreedAction.objects.released()
        .unfinished()
        .filter(
            challenged_agency__agency=self_audit.agency_id,
            challenged_agency__challenge__cycle__partnership=self_audit.cycle.partnership_id,
            challenged_agency__challenge__cycle__opens_on__lt=self_audit.cycle.opens_on,
        )
        .select_related("question", "challenged_agency__challenge__cycle")
    )


def _rated_last(self_audit):
    """What the panel of the cycle that this one is compared with made of the agency's standards."""
    if self_audit.cycle.compared_with_id is None:
        return Moderation.objects.none()
    return Moderation.objects.filter(
        challenged_agency__agency=self_audit.agency_id,
        challenged_agency__challenge__cycle=self_audit.cycle.compared_with_id,
        challenged_agency__challenge__released_at__isnull=False,
        level__isnull=False,
    ).select_related("level__scale", "challenged_agency__challenge__cycle")


def _places(self_audit, standard_ids):
    """For each of those standards the one, of those asked now, with most of its questions; or the
    one of the same code, where no question is the same.
    """
    now, codes = {}, {}
    for question in self_audit.questions:
        codes[question.standard.code] = question.standard_id
        now[question.lineage] = question.standard_id
        now |= dict.fromkeys(question.came_from, question.standard_id) | now
    votes = {pk: Counter() for pk in standard_ids}
    fallback = {}
    then = Question.objects.filter(standard__in=standard_ids).order_by()
    for standard_id, code, lineage in then.values_list("standard", "standard__code", "lineage"):
        fallback[standard_id] = codes.get(code)
        if lineage in now:
            votes[standard_id][now[lineage]] += 1
    return {
        pk: counted.most_common(1)[0][0] if counted else fallback.get(pk)
        for pk, counted in votes.items()
    }
