"""Places on their way into the registry: registered as proposed, each with the checklist of what is left to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from contactpoints.enums import Status
from contactpoints.models import ContactPoint, Onboarding, PostalCode
from contactpoints.place import Place
from linkportal.kit.text import slug_of

LONGEST_NAME = 120
_LONGEST_SLUG = 80
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is known of a place before anybody has talked with it. `email` and `phone` are shown to nobody yet."""

    name: str
    host_kind: str
    place: Place
    email: str = ""
    phone: str = ""


def propose(wanted: Proposal) -> ContactPoint:
    """Register it, with an empty checklist. Its address and number are not public until somebody says so."""
    place = wanted.place
    for attempt in range(_TRIES):
        try:
            with transaction.atomic():
                proposed = ContactPoint.objects.create(
                    slug=free_slug(wanted.name),
                    name=wanted.name,
                    host_kind=wanted.host_kind,
                    municipality=place.municipality,
                    postal_code=PostalCode.objects.filter(code=place.postal_code).first(),
                    latitude=place.position.latitude,
                    longitude=place.position.longitude,
                    email=wanted.email,
                    email_is_public=False,
                    phone=wanted.phone,
                    phone_is_public=False,
                    status=Status.PROPOSED,
                )
                Onboarding.objects.create(contact_point=proposed)
                return proposed
        except IntegrityError:
            # Somebody registered the same name at the same moment: the next number is tried.
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def free_slug(name: str) -> str:
    """An address made of the name that no contact point has: with a number if it is taken."""
    base = slug_of(name, _LONGEST_SLUG - 4) or "kontaktpunkt"
    taken = set(ContactPoint.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(one for one in (base, *(f"{base}-{number}" for number in range(2, 1000))) if one not in taken)
