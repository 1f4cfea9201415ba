"""Who is in the examples, and when they happen."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from contactpoints.demo.accounts import BERIT, OLA, PLACE_OF_BERIT, PLACE_OF_OLA
from contactpoints.enums import Weekday
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

    def evening(self, day: Weekday, *, weeks: int) -> datetime:
        """Six o'clock in the evening of that day of this week in Norway, or so many weeks later; earlier below none."""
        today = timezone.localtime(self.now).date()
        then = today + timedelta(days=day - today.isoweekday(), weeks=weeks)
        return timezone.make_aware(datetime.combine(then, time(18)))
