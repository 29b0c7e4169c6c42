from .agreed_action import (
    AgreedAction,
    AgreedActionEscalation,
    AgreedActionReminder,
    AgreedActionUpdate,
)
from .availability import Availability, AvailabilityReminder, PersonalLink
from .calendar_entry import CalendarEntry, CalendarFeed
from .challenge import Challenge
from .challenge_session import (
    Attendance,
    ChallengeSession,
    PanelSeat,
    Slot,
)
from .challenged_agency import Attendee, ChallengedAgency
from .feedback_letter import FeedbackLetter
from .interest import AgencyTie, Interest
from .moderation import (
    Finding,
    KeyLineOfEnquiry,
    MemberRating,
    Moderation,
    Reply,
)
from .panel_member import READ_REDACTED, Capacity, PanelMember
from .possible_session import PossibleSession, Room
from .timetable import PlanningRun, Timetable

__all__ = [
    "READ_REDACTED",
    "AgencyTie",
    "AgreedAction",
    "AgreedActionEscalation",
    "AgreedActionReminder",
    "AgreedActionUpdate",
    "Attendance",
    "Attendee",
    "Availability",
    "AvailabilityReminder",
    "CalendarEntry",
    "CalendarFeed",
    "Capacity",
    "Challenge",
    "ChallengeSession",
    "ChallengedAgency",
    "FeedbackLetter",
    "Finding",
    "Interest",
    "KeyLineOfEnquiry",
    "MemberRating",
    "Moderation",
    "PanelMember",
    "PanelSeat",
    "PersonalLink",
    "PlanningRun",
    "PossibleSession",
    "Reply",
    "Room",
    "Slot",
    "Timetable",
]
