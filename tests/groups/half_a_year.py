"""Half a year of a portal as chance would have it, lived through the same steps that people take."""

from __future__ import annotations

import random
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import PERSONAL_WISHES, Channel, EndReason, Outcome, Status, Wish
from groups.inquiries import casework
from groups.inquiries.intake import Wanted, log
from groups.models import Event, Inquiry, MoveNotAllowed, SelfHelpGroup
from linkportal.kit import clock
from tests.groups.days import on
from tests.groups.forming import make_event, make_group, make_sign_up
from tests.groups.making import make_inquiry
from tests.places import place_at_code

FIRST, UNTIL = date(2025, 11, 1), date(2026, 5, 1)
CODES = ("3724", "3915", "3126", "9513")  # Skien, Porsgrunn, Tønsberg, Alta


@dataclass(frozen=True)
class HalfAYear:
    """Who lives it, and the chance that decides."""

    places: list[ContactPoint]
    office: DistrictOffice
    user: User
    chance: random.Random

    def live(self, inquiries: int, groups: int, events: int) -> None:
        """Let it happen."""
        for _ in range(inquiries):
            self._inquiry()
        for _ in range(groups):
            self._group()
        for _ in range(events):
            self._event()

    def _day(self) -> date:
        return FIRST + timedelta(days=self.chance.randrange((UNTIL - FIRST).days))

    def _later(self, day: date) -> date:
        return day + timedelta(days=self.chance.choice((0, 1, 3, 20, 45)))

    def _inquiry(self) -> None:
        day, code = self._day(), self.chance.choice(CODES)
        with on(day, self.chance.choice((0, 12, 23))):
            inquiry = self._called(code) if self.chance.random() < 0.2 else self._wrote(code)
        for _ in range(self.chance.randrange(4)):
            day = self._later(day)
            with on(day, self.chance.choice((0, 12, 23))), suppress(MoveNotAllowed):
                self._step(Inquiry.objects.get(pk=inquiry.pk))

    def _wrote(self, code: str) -> Inquiry:
        wish = self.chance.choice([*Wish])
        chosen = self.chance.choice([*self.places, None]) if wish in PERSONAL_WISHES else None
        return make_inquiry(code, wish=wish, contact_point=chosen, suspicious=self.chance.random() < 0.25)

    def _called(self, code: str) -> Inquiry:
        email = self.chance.choice(("", "kari@example.no"))
        wanted = Wanted(uuid.uuid4(), Wish.JOIN, place_at_code(code), name="Kari", email=email)
        return log(wanted, Channel.PHONE, self.chance.choice(self.places), by=self.user).inquiry

    def _step(self, inquiry: Inquiry) -> None:
        if inquiry.status == Status.QUARANTINED:
            step = self.chance.choice(("release", "spam", "withdraw"))
        else:
            step = self.chance.choice(("contact", "answer", "hand over", "back", "close", "withdraw", "erase"))
        match step:
            case "release":
                inquiry.release(by=self.user)
            case "spam":
                inquiry.close(Outcome.SPAM, by=self.user)
            case "withdraw":
                inquiry.withdraw()
            case "contact":
                inquiry.contact(by=self.user)
            case "answer":
                inquiry.answer("Hei.", by=self.user)
            case "hand over":
                casework.hand_over(inquiry, self.chance.choice(self.places), by=self.user, reason="Nærmere.")
            case "back":
                casework.hand_over(inquiry, self.office, by=self.user, reason="Til kontoret.")
            case "close":
                inquiry.close(Outcome.INFORMED, by=self.user)
            case "erase":
                inquiry.erase()

    def _group(self) -> None:
        met = self._day()
        with on(met - timedelta(days=30)):
            group: SelfHelpGroup = make_group(self.chance.choice(self.places), by=self.user)
        written = met + timedelta(days=self.chance.choice((0, 5, 33, 80)))
        with on(written):
            group.begin(6, met, by=self.user)
        if self.chance.random() < 0.5:
            with on(self._later(written)):
                group.end(EndReason.FINISHED, by=self.user)

    def _event(self) -> None:
        starts_at = make_aware(datetime.combine(self._day(), time(self.chance.choice((0, 18)))))
        hosts = self.chance.sample(self.places, self.chance.randrange(3))
        with clock.moved_to(starts_at - timedelta(days=9)):
            event: Event = make_event(
                self.office,
                self.chance.choice(self.places).municipality,
                contact_points=hosts,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=2),
                attendance=self.chance.choice((None, None, 0, 9)),
                signed_up=self.chance.choice((None, None, 4)),
                is_public=(public := self.chance.random() < 0.9),
                takes_sign_ups=public,
                places=20 if public else None,
                status=self.chance.choice(("planned", "planned", "cancelled")),
            )
            for number in range(self.chance.randrange(3)):
                make_sign_up(event, email=f"siri{number}@example.no")
