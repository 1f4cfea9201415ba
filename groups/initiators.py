"""The register of initiators: who may be asked to help a group begin, how one comes into it, and how one leaves."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse

from contactpoints.grid import distance_km
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups.forming.words import title_of
from groups.inquiries.casework import office_of
from groups.models import Helper, Initiator, MoveNotAllowed, SelfHelpGroup
from groups.models.initiators import InitiatorQuerySet
from linkportal.kit.text import norwegian_key

Keeper = DistrictOffice | ContactPoint


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written down about an initiator, who has agreed to it. The phone is in E.164."""

    name: str
    email: str
    phone: str
    municipalities: Sequence[Municipality]
    trained_on: date | None


def suggested_for(group: SelfHelpGroup, user: User) -> list[Initiator]:
    """Who could help that group, of those this person may know of, and does not help it yet: the best first.

    First who is available in its municipality, then the others within GROUP_REACH_KM from nearest to farthest; of two
    who are as near the trained one, then by name. Two queries.
    """
    there = group.municipality
    known = Initiator.objects.visible_to(user).available().exclude(helping__group=group)
    found = []
    for one in known.prefetch_related("municipalities"):
        places = one.municipalities.all()
        km = 0.0 if there in places else min((_km(there, place) for place in places), default=None)
        if km is not None and km <= settings.GROUP_REACH_KM:
            found.append((km, not one.is_trained, norwegian_key(one.name), one.pk, one))
    return [each[-1] for each in sorted(found)]


class Row(NamedTuple):
    """One initiator as a list shows them. `helps` are the titles and addresses of groups that the reader may see."""

    name: str
    path: str
    where: str
    keeper: str
    is_trained: bool
    helps: list[tuple[str, str]]


def listed(user: User) -> list[Row]:
    """All that this person may know of, by name. Three queries."""
    rows = with_everything(Initiator.objects.visible_to(user).available(), user)
    return [as_row(one) for one in sorted(rows, key=lambda one: (norwegian_key(one.name), one.pk))]


def as_row(initiator: Initiator) -> Row:
    """Of one that comes `with_everything`."""
    seen: list[Helper] = initiator.seen_helping  # type: ignore[attr-defined]  # see `with_everything`
    return Row(
        name=initiator.name,
        path=reverse("groups:initiator_page", args=[initiator.public_id]),
        where=", ".join(place.label for place in initiator.municipalities.all()),
        keeper=(initiator.contact_point or initiator.office).name,
        is_trained=initiator.is_trained,
        helps=[(title_of(one.group), reverse("groups:group_page", args=[one.group.reference])) for one in seen],
    )


def with_everything(initiators: InitiatorQuerySet, user: User) -> InitiatorQuerySet:
    """With all that a page about them names; `seen_helping` are the `Helper`s of groups that the person may see."""
    seen = Helper.objects.filter(group__in=SelfHelpGroup.objects.visible_to(user).values("pk"))
    groups = seen.select_related("group__municipality__county").order_by("since", "pk")
    places = Municipality.objects.select_related("county").by_name()
    return initiators.select_related("office", "contact_point", "consent_asked_by").prefetch_related(
        Prefetch("helping", groups, to_attr="seen_helping"), Prefetch("municipalities", places)
    )


def keep(entry: Entry, keeper: Keeper, *, by: User, number: UUID) -> tuple[Initiator, bool]:
    """Write somebody into the register, looked after by `keeper`, and whether they are new there.

    `number` is that of the form: sent again it gives the same initiator and changes nothing.
    """
    fields = {
        "office": office_of(keeper),
        "contact_point": keeper if isinstance(keeper, ContactPoint) else None,
        "consent_asked_by": by,
        **_said(entry),
    }
    with transaction.atomic():
        initiator, is_new = Initiator.objects.get_or_create(public_id=number, defaults=fields)
        if is_new:
            initiator.municipalities.set(entry.municipalities)
    return initiator, is_new


def correct(initiator: Initiator, entry: Entry) -> bool:
    """Write down what is right now; whether they still were in the register."""
    with transaction.atomic():
        now = _locked(initiator)
        if now is None:
            return False
        for name, value in _said(entry).items():
            setattr(now, name, value)
        now.save()
        now.municipalities.set(entry.municipalities)
    return True


def leave(initiator: Initiator, *, by: User) -> None:
    """They are no initiator any more: at once nothing personal is left, and each group they helped has its event.

    Nothing happens if they have left already.
    """
    with transaction.atomic():
        for group in SelfHelpGroup.objects.filter(helpers__initiator=initiator).order_by("pk"):
            with suppress(MoveNotAllowed):  # it runs by itself since a moment ago, and has none any more
                group.remove_initiator(initiator, by=by)
        now = _locked(initiator)
        if now is not None:
            now.leave()


def _locked(initiator: Initiator) -> Initiator | None:
    return Initiator.objects.available().select_for_update(of=("self",)).filter(pk=initiator.pk).first()


def _said(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in ("name", "email", "phone", "trained_on")}


def _km(one: Municipality, other: Municipality) -> float:
    return distance_km(one.position, other.position)
