"""Why somebody cannot do what they look for on a self-audit's pages: a question and a sentence.

Told to the agency's own people and to the coordinator, who know already whom it names; others who
read results look for none of it.
"""

from collections.abc import Sequence

from section11.people.permissions import Permission
from section11.web.exceptions import Reason, listed, why_not

from .models import SelfAudit


def reasons(
    self_audit: SelfAudit, user, permissions, *, leads: Sequence, approvers: Sequence
) -> list[Reason]:
    """A Reason for each of edit, send, sign off and reopen that `user` cannot do now."""
    if (
        self_audit.agency_id not in user.agency_ids()
        and Permission.SELF_AUDIT_REOPEN not in permissions
    ):
        return []
    return listed(
        {
            "Why can't I change the answers?": _edit(self_audit, permissions, leads),
            "Why can't I send it for sign-off?": _send(self_audit, permissions, leads),
            "Why can't I sign it off?": _sign_off(self_audit, user, permissions, approvers),
            "Why can't I reopen it?": _reopen(self_audit, permissions),
        }
    )


def _edit(self_audit, permissions, leads):
    if Permission.SELF_AUDIT_EDIT not in permissions:
        return f"Only the agency's safeguarding lead and contributors fill it in. {_named('lead', leads)}"
    return why_not(self_audit.must_be_open)


def _send(self_audit, permissions, leads):
    if not self_audit.is_open:
        return ""
    if Permission.SELF_AUDIT_SEND not in permissions:
        return f"Only the agency's safeguarding lead sends it. {_named('lead', leads)}"
    return why_not(self_audit.must_be_open)


def _sign_off(self_audit, user, permissions, approvers):
    if self_audit.is_submitted:
        return ""
    if Permission.SELF_AUDIT_SIGN_OFF not in permissions:
        return f"Only the agency's approver signs it off. {_named('approver', approvers)}"
    if self_audit.is_with_approver and self_audit.sent_by_id == user.pk:
        return "You sent it for sign-off, so another person must sign it off."
    return why_not(self_audit.must_wait_for_sign_off)


def _reopen(self_audit, permissions):
    if Permission.SELF_AUDIT_REOPEN in permissions:
        return why_not(self_audit.must_be_submitted) or why_not(self_audit.cycle.must_be_open)
    if self_audit.is_submitted:
        return "Only the partnership's coordinator reopens what was submitted, with a reason."
    return ""


def _named(role, people):
    if not people:
        return f"The agency has no {role} yet."
    verb = "is" if len(people) == 1 else "are"
    return f"Its {role}{'' if len(people) == 1 else 's'} {verb} {', '.join(map(str, people))}."
