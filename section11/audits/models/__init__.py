from .action import Action
from .answer import Answer, Clash, DataWarning
from .cycle import Cycle
from .evidence import Evidence
from .self_audit import SelfAudit
from .sign_off import SignOff

__all__ = [
    "Action",
    "Answer",
    "Clash",
    "Cycle",
    "DataWarning",
    "Evidence",
    "SelfAudit",
    "SignOff",
]
