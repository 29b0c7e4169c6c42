"""Roles and permissions in words, for the pages that explain them."""

from .models import Role
from .permissions import Permission

ROLES = {
    Role.LEAD: "fills in the agency's self-audit and sends it for sign-off",
    Role.CONTRIBUTOR: "fills in parts of the agency's self-audit",
    Role.APPROVER: "reads the agency's self-audit and signs it off",
    Role.READER: "reads the agency's self-audit",
    Role.COORDINATOR: "runs the cycle: standards, agencies, who is late, reopening",
    Role.BOARD_MEMBER: "reads the heatmap and what agencies have submitted",
    Role.SCRUTINEER: "reads the heatmap and what agencies have submitted, independently",
    Role.LAY_MEMBER: "reads the heatmap and what agencies have submitted, for the public",
}

PERMISSIONS = {
    Permission.SELF_AUDIT_VIEW: "Read a self-audit",
    Permission.SELF_AUDIT_EDIT: "Fill in a self-audit",
    Permission.SELF_AUDIT_SEND: "Send a self-audit for sign-off",
    Permission.SELF_AUDIT_SIGN_OFF: "Sign off and submit a self-audit, or send it back",
    Permission.SELF_AUDIT_REOPEN: "Reopen a submitted self-audit",
    Permission.AGENCY_EDIT: "Change an agency's sector and size",
    Permission.CYCLE_VIEW: "Read the Board's pages and the heatmap",
    Permission.CYCLE_MANAGE: "Open and close a cycle",
    Permission.STANDARD_SET_VIEW: "Read the standards and questions",
    Permission.STANDARD_SET_EDIT: "Write, import and publish standards and questions",
}
