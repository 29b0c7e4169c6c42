from .agency import Agency, PartnershipAgency, Sector, Size
from .invitation import Invitation
from .membership import Membership, Role
from .partnership import Partnership
from .table_import import TableImport
from .user import User

__all__ = [
    "Agency",
    "Invitation",
    "Membership",
    "Partnership",
    "PartnershipAgency",
    "Role",
    "Sector",
    "Size",
    "TableImport",
    "User",
]
