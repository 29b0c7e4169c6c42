from .action import Action
from .answer import Answer, Clash, DataWarning
from .cycle import Cycle
from .evidence import Evidence
from .reminder import Escalation, Reminder
from .self_audit import SelfAudit
from .sign_off import SignOff
from .sign_off_link import SignOffLink
from .standard_owner import StandardOwner

__all__ = [
    "Action",
    "Answer",
    "Clash",
    "Cycle",
    "DataWarning",
    "Escalation",
    "Evidence",
    "Reminder",
    "SelfAudit",
    "SignOff",
    "SignOffLink",
    "StandardOwner",
]
