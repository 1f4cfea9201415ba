"""What reaches the house and what has happened to it; the groups that come of it, and what people come to."""

from groups.models.candidates import Candidate
from groups.models.events import InquiryEvent, InquiryReading, InquiryText
from groups.models.group_steps import TooFew, TooManyInitiators
from groups.models.hand_overs import HandOverRequest
from groups.models.initiators import Helper, Initiator
from groups.models.inquiries import Inquiry
from groups.models.material import Material, MaterialLine, MaterialOrder
from groups.models.meetings import Event
from groups.models.self_help_groups import GroupEvent, SelfHelpGroup
from groups.models.sign_ups import SignUp
from groups.models.statistics import FrozenMonth, MonthlyStatistic
from groups.models.steps import PERSONAL_FIELDS, ChangedMeanwhile, MoveNotAllowed
from groups.models.upkeep import ErasureRun, Reminder, ReminderKind

__all__ = [
    "PERSONAL_FIELDS",
    "Candidate",
    "ChangedMeanwhile",
    "ErasureRun",
    "Event",
    "FrozenMonth",
    "GroupEvent",
    "HandOverRequest",
    "Helper",
    "Initiator",
    "Inquiry",
    "InquiryEvent",
    "InquiryReading",
    "InquiryText",
    "Material",
    "MaterialLine",
    "MaterialOrder",
    "MonthlyStatistic",
    "MoveNotAllowed",
    "Reminder",
    "ReminderKind",
    "SelfHelpGroup",
    "SignUp",
    "TooFew",
    "TooManyInitiators",
]
