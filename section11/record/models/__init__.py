from .email import Email
from .event import Event

__all__ = ["Email", "Event"]
