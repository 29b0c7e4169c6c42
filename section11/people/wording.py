"""Roles and permissions in words, for the pages that explain them."""

from .models import Role
from .permissions import Permission

ROLES = {
    Role.LEAD: "fills in the agency's self-audit and sends it for sign-off",
    Role.CONTRIBUTOR: "fills in parts of the agency's self-audit",
    Role.APPROVER: "reads the agency's self-audit and signs it off",
    Role.CHIEF_OFFICER: "is told when the agency's self-audit stays overdue, and reads it",
    Role.READER: "reads the agency's self-audit",
    Role.COORDINATOR: "runs the cycle: standards, agencies, who is late, reopening",
    Role.CHAIR: "chairs the Board: reads what it reads, and is told last of what stays overdue",
    Role.BOARD_MEMBER: "reads the heatmap and what agencies have submitted",
    Role.PANEL_MEMBER: "reads what agencies have submitted, and sits on panels of the challenge",
    Role.SCRUTINEER: "reads the heatmap and what agencies have submitted, independently",
    Role.LAY_MEMBER: "reads the heatmap for the public, and sits on panels of the challenge; reads no"
    " whole self-audit, and packs without files and names",
    Role.GRANTED_READER: "administers the service, and may read the partnership until a date, for a"
    " reason that is on record",
    Role.ADMINISTRATOR: "runs the service for all partnerships, and reads no self-audit",
}

PERMISSIONS = {
    Permission.SELF_AUDIT_VIEW: "Read a self-audit",
    Permission.SELF_AUDIT_EDIT: "Fill in a self-audit",
    Permission.SELF_AUDIT_ASSIGN: "Give a standard an owner",
    Permission.SELF_AUDIT_SEND: "Send a self-audit for sign-off",
    Permission.SELF_AUDIT_SIGN_OFF: "Sign off and submit a self-audit, or send it back",
    Permission.SELF_AUDIT_REOPEN: "Reopen a submitted self-audit",
    Permission.AGENCY_EDIT: "Change an agency's sector and size",
    Permission.AGENCY_PEOPLE: "Invite an agency's people, give and end their roles",
    Permission.AGENCY_MANAGE: "Add, import and end agencies",
    Permission.PARTNERSHIP_PEOPLE: "Invite a partnership's people, give and end their roles",
    Permission.CYCLE_VIEW: "Read the Board's pages and the heatmap",
    Permission.TIMETABLE_VIEW: "See all sessions of a challenge, not only one's own",
    Permission.CYCLE_MANAGE: "Plan, launch, pause and close a cycle; extend, remind and escalate",
    Permission.CHALLENGE_VIEW: "See the annual challenge: when it is held, and how far it is",
    Permission.CHALLENGE_MANAGE: "Set up a challenge, plan and publish its timetable, release ratings",
    Permission.CHALLENGE_RECUSE: "Keep a panel member from an agency",
    Permission.CHALLENGE_ATTEND: "Say when an agency can come to its challenge, and who comes",
    Permission.CHALLENGE_REPLY: "Reply to moderated ratings",
    Permission.LETTER_APPROVE: "Approve a feedback letter",
    Permission.AGREED_ACTION_UPDATE: "Say how far an agreed action is",
    Permission.AGREED_ACTION_FOLLOW: "Follow agreed actions to their closure",
    Permission.AGREED_ACTION_VERIFY: "Verify that an agreed action is done, or send it back",
    Permission.SURVEY_VIEW: "Read the results of practitioner surveys",
    Permission.SURVEY_MANAGE: "Run practitioner surveys, and release what practitioners wrote",
    Permission.SURVEY_DISTRIBUTE: "Give an agency’s staff the link to a survey",
    Permission.STANDARD_SET_VIEW: "Read the standards and questions",
    Permission.STANDARD_SET_EDIT: "Write, import and publish standards and questions",
    Permission.RECORD_VIEW: "Read who did what, and when",
    Permission.GRANT_END: "See which administrators may read the partnership and why, and end it",
    Permission.SERVICE_MANAGE: "Add partnerships and their coordinators",
}
