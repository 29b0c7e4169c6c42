from .agency import Agency, PartnershipAgency, Sector, Size
from .invitation import Invitation
from .membership import Membership, Role
from .partnership import Partnership
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
    "User",
]
