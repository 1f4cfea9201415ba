"""Those whom a group has asked, as somebody who helps it may see them, for as long as it gathers.

Who has an inquiry reads it. Others learn what the person wants to be called once they have said yes, as the question
told them, and before that only at which place somebody waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext as _

from contactpoints.models import User
from groups.enums import CandidateAnswer, Step
from groups.models import Candidate, Inquiry, InquiryEvent, SelfHelpGroup

_TOLD = (Step.ASK_GROUP, Step.GROUP_NEWS)
_HEARD = (Step.CONTACT, Step.GROUP_YES, Step.GROUP_NO)
_ORDER = {CandidateAnswer.YES: 0, "": 1, CandidateAnswer.NO: 2}
_COLOURS = {CandidateAnswer.YES: "success", "": "info", CandidateAnswer.NO: "neutral"}
_NOT_SHOWN = ("email", "phone", "message", "organisation")


@dataclass(frozen=True, slots=True)
class Person:
    """One who was asked. `case` is the reference of their inquiry where one may open it, else empty."""

    candidate: Candidate
    is_readable: bool
    has_news: bool  # something of which they were told last by a mail, if they have an address

    @property
    def key(self) -> str:
        """How a form names them."""
        return str(self.candidate.public_id)

    @property
    def answer(self) -> str:
        return self.candidate.answer

    @property
    def answer_words(self) -> str:
        return str(self.candidate.get_answer_display()) if self.answer else _("Har ikke svart")

    @property
    def colour(self) -> str:
        """Of the tag with the answer."""
        return _COLOURS[self.answer]

    @property
    def says_yes(self) -> bool:
        return bool(self.answer == CandidateAnswer.YES)

    @property
    def is_named(self) -> bool:
        """Whether one may know what they want to be called."""
        return self.is_readable or self.says_yes

    @property
    def case(self) -> str:
        return str(self.candidate.inquiry.reference) if self.is_readable else ""

    @property
    def name(self) -> str:
        """What they are called, or where somebody waits."""
        inquiry = self.candidate.inquiry
        if self.is_named:
            return inquiry.name or _("Uten navn")
        return _("Noen som venter hos %(place)s") % {"place": inquiry.receiver.name}

    @property
    def where(self) -> str:
        return self.candidate.inquiry.municipality.label

    @property
    def must_be_called(self) -> bool:
        """Whether there is something they can't have been told by mail, and nobody has spoken with them since."""
        return self.has_news and not self.candidate.inquiry.email_key

    @property
    def who_calls(self) -> str:
        """The place that is to call them, where one can't do so oneself; else empty."""
        return self.candidate.inquiry.receiver.name if self.must_be_called and not self.is_readable else ""


def people_of(group: SelfHelpGroup, user: User) -> list[Person]:
    """Everybody it has asked: who says yes first, who says no last. One query; none after the start."""
    if not group.is_gathering:
        return []
    asked = group.candidates.with_people().defer(*(f"inquiry__{name}" for name in _NOT_SHOWN))
    readable = Inquiry.objects.visible_to(user).filter(pk=OuterRef("inquiry"))
    told, heard = (Coalesce(_latest(steps), 0) for steps in (_TOLD, _HEARD))
    rows: Any = asked.annotate(is_readable=Exists(readable), has_news=GreaterThan(told, heard))
    found = [Person(row, row.is_readable, row.has_news) for row in rows]
    return sorted(found, key=lambda one: (_ORDER[one.answer], one.candidate.pk))


def counted(people: Iterable[Person]) -> dict[str, int]:
    """How many there are of each answer, and in all: `asked`, `yes`, `no`, `unanswered`."""
    found = Counter(one.answer for one in people)
    yes, no, unanswered = found[CandidateAnswer.YES], found[CandidateAnswer.NO], found[""]
    return {"asked": yes + no + unanswered, "yes": yes, "no": no, "unanswered": unanswered}


def read_by(people: Sequence[Person]) -> list[Inquiry]:
    """The inquiries of which something personal is shown with these."""
    return [one.candidate.inquiry for one in people if one.is_named]


def _latest(steps: Sequence[Step]) -> Subquery:
    events = InquiryEvent.objects.filter(inquiry=OuterRef("inquiry"), step__in=steps)
    return Subquery(events.order_by(F("pk").desc()).values("pk")[:1])
