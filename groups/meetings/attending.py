"""Those who signed up for an event, as its organisers see them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from phonenumber_field.phonenumber import PhoneNumber

from groups.models import Event, SignUp


@dataclass(frozen=True, slots=True)
class Attendee:
    """One who signed up: what they are called, and how they are reached; `phone` as one reads it aloud."""

    public_id: UUID
    name: str
    email: str
    tel: str
    phone: str
    has_place: bool
    to_call: bool


@dataclass(frozen=True, slots=True)
class People:
    """Those with a place and those who wait for one, both in the order in which they came; and whom one has to call."""

    coming: list[Attendee]
    line: list[Attendee]

    @property
    def to_call(self) -> list[Attendee]:
        return [one for one in (*self.coming, *self.line) if one.to_call]

    @property
    def by_name(self) -> list[Attendee]:
        """Those with a place, as a list at the door has them."""
        return sorted(self.coming, key=lambda one: one.name.casefold())

    def __len__(self) -> int:
        return len(self.coming) + len(self.line)


def people_of(event: Event) -> People:
    """One query, or none where nobody could sign up."""
    active = list(event.sign_ups.active()) if event.takes_sign_ups else []
    coming = [_attendee(one) for one in active if one.has_place]
    return People(coming, [_attendee(one) for one in active if not one.has_place])


def _attendee(one: SignUp) -> Attendee:
    phone = PhoneNumber.from_string(one.phone).as_national if one.phone else ""
    return Attendee(one.public_id, one.name, one.email, one.phone, phone, one.has_place, one.to_call)
