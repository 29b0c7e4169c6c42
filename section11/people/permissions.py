"""Who may do what: one table. When something may be done belongs to the object itself.

A person's permissions over an agency's work in a partnership are those of every role they hold
today in that agency and in that partnership, together.
"""

from enum import StrEnum, auto

from django.core.exceptions import PermissionDenied

from .models import PartnershipAgency, Role
from .models.membership import SERVICE_ROLES


class Permission(StrEnum):
    AGENCY_EDIT = auto()
    AGENCY_PEOPLE = auto()
    AGENCY_MANAGE = auto()
    PARTNERSHIP_PEOPLE = auto()
    SELF_AUDIT_VIEW = auto()
    SELF_AUDIT_EDIT = auto()
    SELF_AUDIT_ASSIGN = auto()
    SELF_AUDIT_SEND = auto()
    SELF_AUDIT_SIGN_OFF = auto()
    SELF_AUDIT_REOPEN = auto()
    CYCLE_VIEW = auto()
    CYCLE_MANAGE = auto()
    STANDARD_SET_VIEW = auto()
    STANDARD_SET_EDIT = auto()
    RECORD_VIEW = auto()
    GRANT_END = auto()
    SERVICE_MANAGE = auto()
    CHALLENGE_VIEW = auto()
    TIMETABLE_VIEW = auto()
    CHALLENGE_MANAGE = auto()
    CHALLENGE_ATTEND = auto()
    CHALLENGE_REPLY = auto()
    CHALLENGE_RECUSE = auto()
    LETTER_APPROVE = auto()
    AGREED_ACTION_UPDATE = auto()
    AGREED_ACTION_FOLLOW = auto()
    AGREED_ACTION_VERIFY = auto()
    SURVEY_VIEW = auto()
    SURVEY_MANAGE = auto()
    SURVEY_DISTRIBUTE = auto()


_READ = {Permission.SELF_AUDIT_VIEW, Permission.STANDARD_SET_VIEW}
_BOARD = _READ | {
    Permission.CYCLE_VIEW,
    Permission.CHALLENGE_VIEW,
    Permission.TIMETABLE_VIEW,
    Permission.SURVEY_VIEW,
}
_FOLLOW = {Permission.AGREED_ACTION_FOLLOW}
_VERIFY = _FOLLOW | {Permission.AGREED_ACTION_VERIFY}
_FOR_AGENCY = {
    Permission.CHALLENGE_ATTEND,
    Permission.CHALLENGE_REPLY,
    Permission.AGREED_ACTION_UPDATE,
    Permission.SURVEY_DISTRIBUTE,
}

TABLE = {
    Role.READER: _READ,
    Role.CONTRIBUTOR: _READ | {Permission.SELF_AUDIT_EDIT, Permission.AGREED_ACTION_UPDATE},
    Role.LEAD: _READ
    | _FOR_AGENCY
    | {
        Permission.SELF_AUDIT_EDIT,
        Permission.SELF_AUDIT_SEND,
        Permission.SELF_AUDIT_ASSIGN,
        Permission.AGENCY_EDIT,
        Permission.AGENCY_PEOPLE,
        Permission.RECORD_VIEW,
    },
    Role.APPROVER: _READ | _FOR_AGENCY | {Permission.SELF_AUDIT_SIGN_OFF},
    Role.CHIEF_OFFICER: _READ,
    Role.COORDINATOR: _BOARD
    | _VERIFY
    | {
        Permission.AGENCY_EDIT,
        Permission.AGENCY_PEOPLE,
        Permission.AGENCY_MANAGE,
        Permission.PARTNERSHIP_PEOPLE,
        Permission.SELF_AUDIT_REOPEN,
        Permission.CYCLE_MANAGE,
        Permission.STANDARD_SET_EDIT,
        Permission.RECORD_VIEW,
        Permission.GRANT_END,
        Permission.CHALLENGE_MANAGE,
        Permission.CHALLENGE_RECUSE,
        Permission.LETTER_APPROVE,
        Permission.SURVEY_MANAGE,
        Permission.SURVEY_DISTRIBUTE,
    },
    Role.CHAIR: _BOARD | _VERIFY | {Permission.CHALLENGE_RECUSE, Permission.LETTER_APPROVE},
    Role.BOARD_MEMBER: _BOARD | _FOLLOW,
    # What a panel member may do to an agency goes by their seat, not by this role; so does which
    # sessions they see.
    Role.PANEL_MEMBER: _BOARD - {Permission.TIMETABLE_VIEW},
    Role.SCRUTINEER: _BOARD | _VERIFY,
    # Reads ratings, and packs without files and names: a self-audit as it stands has both.
    Role.LAY_MEMBER: _BOARD - {Permission.SELF_AUDIT_VIEW},
    Role.GRANTED_READER: _BOARD,
    # Runs the service and reads no self-audit, unless for a reason (GRANTED_READER).
    Role.ADMINISTRATOR: {Permission.SERVICE_MANAGE, Permission.STANDARD_SET_VIEW},
}


def permissions_for(
    user, *, agency_id: int | None = None, partnership_ids: tuple[int | None, ...] = ()
) -> frozenset[Permission]:
    """What `user` may do to that agency's work in those partnerships, from the table."""
    granted: set[Permission] = set()
    for membership in user.current_memberships:
        mine = agency_id is not None and membership.agency_id == agency_id
        served = (
            membership.partnership_id is not None and membership.partnership_id in partnership_ids
        )
        if mine or served or membership.role in SERVICE_ROLES:
            granted |= TABLE[membership.role]
    return frozenset(granted)


def roles_with(permission: Permission) -> list[Role]:
    """The roles to which the table gives `permission`."""
    return [role for role, permissions in TABLE.items() if permission in permissions]


def partnerships_with(permission: Permission, user) -> set[int]:
    """Ids of the partnerships in which the table gives `permission` to the person."""
    return user.partnership_ids(*roles_with(permission))


def agencies_looked_after(user) -> set[int]:
    """Ids of the agencies whose people the person looks after: as their lead, or for the
    partnership that had the agency first.
    """
    served = partnerships_with(Permission.AGENCY_PEOPLE, user)
    places = PartnershipAgency.objects.current().keeping_people().filter(partnership__in=served)
    own = user.agency_ids(*roles_with(Permission.AGENCY_PEOPLE))
    return own | set(places.values_list("agency_id", flat=True)) if served else own


def check(permission: Permission, permissions: frozenset[Permission]) -> None:
    """Raise PermissionDenied (answered with 403) unless `permission` is among `permissions`."""
    if permission not in permissions:
        raise PermissionDenied
