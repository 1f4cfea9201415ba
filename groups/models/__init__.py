"""What reaches the house, and what has happened to it."""

from groups.models.inquiries import Inquiry, InquiryEvent, InquiryText, MoveNotAllowed

__all__ = ["Inquiry", "InquiryEvent", "InquiryText", "MoveNotAllowed"]
