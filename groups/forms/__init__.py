"""The forms about inquiries, by who fills them in."""

from groups.forms.from_mail import AcceptForm, DeclineForm
from groups.forms.inquiry import InquiryForm
from groups.forms.offer import OfferForm
from groups.forms.own import CorrectForm, MessageForm

__all__ = ["AcceptForm", "CorrectForm", "DeclineForm", "InquiryForm", "MessageForm", "OfferForm"]
