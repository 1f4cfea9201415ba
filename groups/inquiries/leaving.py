"""When somebody leaves a place, what they had there falls back to it, and those who remain are told."""

from __future__ import annotations

from procrastinate.contrib.django import app

from contactpoints.models import Membership, User
from groups.enums import Step
from groups.inquiries import mails
from groups.inquiries.colleagues import Colleagues, without_their_assignee
from groups.inquiries.letters import Kind
from groups.models import PERSONAL_FIELDS, Inquiry
from linkportal.kit import clock
from linkportal.kit.each import Each
from linkportal.kit.jobs import defer_once

FALL_BACK = "groups.fall_back_of"


def fall_back(user_id: int | None = None) -> None:
    """Give back to its place every open inquiry whose person does not work there any more, or those of one person.

    Once each, however often it runs. Raises `SomeFailed` when the rest is done, if something went wrong.
    """
    left = Inquiry.objects.open().filter(without_their_assignee(clock.today())).order_by("pk")
    each = Each()
    each.do(_give_back, (left.filter(assignee=user_id) if user_id else left).values_list("pk", flat=True))
    each.raise_if_failed()


def membership_changed(sender: type[Membership], instance: Membership, created: bool = False, **_: object) -> None:
    """A membership ended, was deleted or became another one."""
    if not created or not instance.holds_on(clock.today()):
        _look_at(instance.user_id)


def account_changed(sender: type[User], instance: User, **_: object) -> None:
    """An account was closed."""
    if not instance.is_active:
        _look_at(instance.pk)


def _look_at(user_id: int) -> None:
    if Inquiry.objects.open().filter(assignee=user_id).exists():
        defer_once(app.tasks[FALL_BACK], f"fall-back-{user_id}", user_id=user_id)


def _give_back(inquiry_id: int) -> None:
    day = clock.today()
    left = Inquiry.objects.open().filter(without_their_assignee(day), pk=inquiry_id)
    if left.select_for_update(of=("self",)).defer(*PERSONAL_FIELDS).first() is None:
        return  # another worker, or a colleague, was faster
    # Read whole: what was left out would be fetched field by field when it is saved.
    inquiry = Inquiry.objects.get(pk=inquiry_id)
    event = inquiry.give_back(by=None, step=Step.FALL_BACK)
    remaining = Colleagues.at([inquiry.receiver], day).of(inquiry.receiver)
    for colleague in remaining:
        mails.tell_colleague(event, Kind.FELL_BACK, colleague)
    if not remaining:
        mails.queue(event, Kind.FELL_BACK)
