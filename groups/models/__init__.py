"""What reaches the house, and what has happened to it."""

from groups.models.events import InquiryEvent, InquiryReading, InquiryText
from groups.models.hand_overs import HandOverRequest
from groups.models.inquiries import Inquiry
from groups.models.steps import PERSONAL_FIELDS, ChangedMeanwhile, MoveNotAllowed
from groups.models.upkeep import ErasureRun, Reminder, ReminderKind

__all__ = [
    "PERSONAL_FIELDS",
    "ChangedMeanwhile",
    "ErasureRun",
    "HandOverRequest",
    "Inquiry",
    "InquiryEvent",
    "InquiryReading",
    "InquiryText",
    "MoveNotAllowed",
    "Reminder",
    "ReminderKind",
]
