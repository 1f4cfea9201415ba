"""Ordering leaflets and posters: a contact point orders, its office sends or one of them cancels; all by mail told.

The mails say which contact point it is about, and name no person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from contactpoints.models import ContactPoint, User
from groups.enums import OrderStatus
from groups.inquiries.casework import office_of
from groups.inquiries.letters import Letter
from groups.models import Material, MaterialLine, MaterialOrder
from linkportal.kit import clock, mail


class Kind(models.TextChoices):
    """Which mail about an order."""

    ORDERED = "ordered"
    SENT = "sent"
    CANCELLED = "cancelled"


class NotOpen(Exception):
    """The order was sent or cancelled meanwhile; the message is its status."""


class Total(NamedTuple):
    """How many of one thing there are in some orders together."""

    name: str
    number: int


def order(
    contact_point: ContactPoint, numbers: Mapping[Material, int], send_to: str, *, by: User, number: UUID
) -> tuple[MaterialOrder, bool]:
    """Order so many of each thing (at least one of something), and tell the office that answers there today.

    Returns the order, and whether it is new: `number` is that of the form, which sent again gives the first order.
    """
    fields = {
        "contact_point": contact_point,
        "office": office_of(contact_point),
        "send_to": send_to,
        "ordered_by": by,
    }
    with transaction.atomic():
        made, is_new = MaterialOrder.objects.get_or_create(submission_id=number, defaults=fields)
        if is_new:
            lines = [MaterialLine(order=made, material=one, number=many) for one, many in numbers.items() if many]
            MaterialLine.objects.bulk_create(lines)
            _queue(made, Kind.ORDERED)
    return made, is_new


def mark_sent(asked: MaterialOrder, *, by: User) -> None:
    """It is on its way, and the contact point hears of it. Raises `NotOpen` for the second of two who say so."""
    with transaction.atomic():
        _queue(_end(asked, OrderStatus.SENT, by), Kind.SENT)


def cancel(asked: MaterialOrder, *, by: User) -> None:
    """It is not to be sent; where the office says so, the contact point hears of it. Raises `NotOpen` too late."""
    with transaction.atomic():
        ended = _end(asked, OrderStatus.CANCELLED, by)
        if ended.contact_point_id not in by.contact_point_ids:
            _queue(ended, Kind.CANCELLED)


def totals(orders: Iterable[MaterialOrder]) -> list[Total]:
    """How many of each thing all of them want together, in the order of the catalogue. The lines come with them."""
    wanted: dict[Material, int] = {}
    for one in orders:
        for line in one.lines.all():
            wanted[line.material] = wanted.get(line.material, 0) + line.number
    return [Total(one.name, wanted[one]) for one in sorted(wanted, key=lambda one: (one.kind, one.name))]


def address_of(contact_point: ContactPoint) -> str:
    """Where a parcel to it goes, as far as the registry knows: name, street, postal code and place, each in a line."""
    parts = (contact_point.name, contact_point.address, contact_point.postal_code)
    return "\n".join(str(part) for part in parts if part)


def send_mail(order_id: int, kind: str) -> bool:
    """Send the mail if what it says is still so; whether it was sent."""
    found = MaterialOrder.objects.select_related("contact_point", "office").get(pk=order_id)
    if _STATUS[Kind(kind)] != found.status:
        return False
    made = _LETTERS[Kind(kind)](found)
    mail.send(made.to, made.subject, made.body, key=f"material-{found.pk}-{kind}")
    return True


def _end(asked: MaterialOrder, status: OrderStatus, by: User) -> MaterialOrder:
    """The order, locked and ended."""
    now = MaterialOrder.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.pk)
    if not now.is_open:
        raise NotOpen(now.status)
    now.status, now.ended_on, now.ended_by = status, clock.today(), by
    now.save()
    return now


def _queue(asked: MaterialOrder, kind: Kind) -> None:
    # By name, because the job (groups/tasks.py) imports this module.
    job = app.configure_task("groups.send_material_mail", queue="mail", allow_unknown=False)
    job.defer(order_id=asked.pk, kind=kind.value)


def _link() -> str:
    return settings.SITE_URL + reverse("groups:material")


def _to_place(asked: MaterialOrder) -> str:
    # A contact point without an address hears of it from its office.
    return asked.contact_point.email or asked.office.email


def _ordered(asked: MaterialOrder) -> Letter:
    body = _(
        "Hei!\n\n%(place)s har bestilt materiell. Bestillingen har referanse %(reference)s.\n\n"
        "Se hva som skal sendes, og skriv ut listen:\n%(link)s\n\nHilsen LINKportal"
    ) % {"place": asked.contact_point.name, "reference": asked.reference, "link": _link()}
    subject = _("Bestilling %(reference)s av materiell") % {"reference": asked.reference}
    return Letter(asked.office.email, subject, body)


def _sent(asked: MaterialOrder) -> Letter:
    body = _(
        "Hei!\n\nMateriellet til %(place)s er sendt fra %(office)s. Bestillingen hadde referanse %(reference)s.\n\n"
        "Se hva som er på vei:\n%(link)s\n\nHilsen LINKportal"
    ) % {
        "place": asked.contact_point.name,
        "office": asked.office.name,
        "reference": asked.reference,
        "link": _link(),
    }
    return Letter(_to_place(asked), _("Materiellet er sendt"), body)


def _cancelled(asked: MaterialOrder) -> Letter:
    body = _(
        "Hei!\n\n%(office)s kan ikke sende materiellet til %(place)s, og har avbestilt %(reference)s.\n\n"
        "Ring eller skriv til kontoret hvis dere lurer på hvorfor: %(email)s\n\nHilsen LINKportal"
    ) % {
        "office": asked.office.name,
        "place": asked.contact_point.name,
        "reference": asked.reference,
        "email": asked.office.email,
    }
    return Letter(_to_place(asked), _("Bestilling %(reference)s er avbestilt") % {"reference": asked.reference}, body)


_STATUS = {
    Kind.ORDERED: OrderStatus.ORDERED,
    Kind.SENT: OrderStatus.SENT,
    Kind.CANCELLED: OrderStatus.CANCELLED,
}
_LETTERS = {Kind.ORDERED: _ordered, Kind.SENT: _sent, Kind.CANCELLED: _cancelled}
