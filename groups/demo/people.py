"""Who is in the examples, and when they happen."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from contactpoints.demo.accounts import BERIT, OLA, PLACE_OF_BERIT, PLACE_OF_OLA
from contactpoints.models import ContactPoint, DistrictOffice, User
from linkportal.kit import clock

NEAR_BY = "porsgrunn-frivilligsentral"


@dataclass(frozen=True)
class People:
    """Ola at Bakken in Skien, Berit at the office in Tønsberg, and a contact point near by."""

    ola: User
    berit: User
    bakken: ContactPoint
    porsgrunn: ContactPoint
    tonsberg: DistrictOffice
    now: datetime = field(default_factory=clock.now)

    @classmethod
    def of_the_demonstration(cls) -> People:
        """Raises `DoesNotExist` where the demonstration's places and accounts are not loaded."""
        users, places = User.objects.get_queryset(), ContactPoint.objects.get_queryset()
        return cls(
            users.get(email=OLA),
            users.get(email=BERIT),
            places.get(slug=PLACE_OF_OLA),
            places.get(slug=NEAR_BY),
            DistrictOffice.objects.get(slug=PLACE_OF_BERIT),
        )

    def ago(self, days: int) -> AbstractContextManager[None]:
        """It is so many days ago."""
        return clock.moved_to(self.now - timedelta(days=days))

    def at(self, days: int, hour: int) -> datetime:
        """That hour in Norway, in so many days; before today if there are less than none."""
        day = timezone.localtime(self.now).date() + timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, time(hour)))
