"""The forms about inquiries, by who fills them in."""

from groups.forms.inquiry import InquiryForm

__all__ = ["InquiryForm"]
