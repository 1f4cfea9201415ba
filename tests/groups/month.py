"""A month as it might be: 300 people ask, twenty places answer, decline or forget, and the portal keeps count.

Everything goes through the real services, jobs, queue and mail server; chance is seeded. What the places' days are is
written down here a second time, as plain sets of dates, to compare with.
"""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

from contactpoints.enums import Role
from contactpoints.enums import Status as PlaceStatus
from contactpoints.models import Absence, ClosedPeriod, ContactPoint, DistrictOffice, Membership, Municipality, User
from groups.enums import Channel, DeclineReason, Outcome, Status, Wish
from groups.inquiries import casework, intake
from groups.inquiries.intake import Wanted
from groups.models import Inquiry, InquiryEvent, Reminder
from tests.conftest import make_contact_point
from tests.groups.days import do_the_jobs_of_the_day, on
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.places import place_at_code
from tests.processes import run_jobs

FIRST, LAST = date(2026, 5, 1), date(2026, 5, 31)
HOLIDAYS = {date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 17), date(2026, 5, 25)}
PEOPLE = 300
TOWNS = {  # where the places lie, and a postal code there
    "Skien": "3724",
    "Porsgrunn": "3915",
    "Tønsberg": "3126",
    "Tromsø": "9008",
    "Alta": "9510",
    "Bodø": "8003",
    "Bergen": "5003",
}
# On which days of the week somebody answers: most have a day or two.
WEEKS = ([2], [4], [1], [5], [2, 4], [1, 3], [1, 2, 3, 4, 5], [3, 6], [1, 2, 3, 4, 5], [4, 5])
Receiver = ContactPoint | DistrictOffice


@dataclass
class Month:
    """The places, who works there, and what has come of whom."""

    offices: list[DistrictOffice]
    desk: DistrictOffice
    mailbox: Mailbox
    chance: random.Random = field(default_factory=lambda: random.Random(3724))  # noqa: S311 - a story, not a secret
    places: list[ContactPoint] = field(default_factory=list)
    staff: dict[Receiver, list[User]] = field(default_factory=dict)
    away: dict[Receiver, set[date]] = field(default_factory=dict)
    inquiries: dict[int, str] = field(default_factory=dict)  # the address that each of them left
    manners: dict[int, tuple[str, int]] = field(default_factory=dict)
    mails: list[tuple[date, str, str]] = field(default_factory=list)  # day, to whom, subject

    def set_up(self) -> None:
        for number in range(20):
            town = list(TOWNS)[number % len(TOWNS)]
            place = make_contact_point(f"Sted {number} i {town}", town, working_days=WEEKS[number % len(WEEKS)])
            self.places.append(place)
            many = 0 if number == 19 else 1 + number % 2
            self.staff[place] = [self._new(f"s{number}-{one}", contact_point=place) for one in range(many)]
        both = self.staff[self.places[0]][0]  # works at two places
        Membership.objects.create(user=both, role=Role.STAFF, contact_point=self.places[6], valid_from=FIRST)
        self.staff[self.places[6]].append(both)
        for office in (*self.offices, self.desk):
            self.staff[office] = [self._new(f"k-{office.slug}", Role.COORDINATOR, office=office)]
        self._is_away(self.places[1], date(2026, 5, 18), date(2026, 6, 30))
        self._is_away(self.places[6], date(2026, 5, 11), date(2026, 5, 20), publicly=True)
        self._is_away(self.places[8], date(2026, 5, 5), date(2026, 5, 6))  # a course: too short to matter
        self._is_away(self.offices[0], date(2026, 5, 26), date(2026, 6, 5))
        for summer in self.places[10:14]:
            self._is_away(summer, date(2026, 6, 22), date(2026, 8, 2), publicly=True)

    def pass_by(self, day: date) -> None:
        """One day: jobs in the morning, people at work, new inquiries, and the mails of the day."""
        before = len(self.mailbox.mails)
        with on(day):
            self._things_happen(day)
            do_the_jobs_of_the_day()
            after_once = self.counted()
            do_the_jobs_of_the_day()
            assert self.counted() == after_once, f"twice is not as good as once on {day}"
        with on(day, 10):
            for place, people in self.staff.items():
                if self.works(place, day) and people:
                    self._work(place, people, day)
        if day <= LAST:
            self._people_ask(day)
        with on(day, 21):
            run_jobs()
        for mail in self.mailbox.mails[before:]:
            self.mails.append((day, mail.receivers[0], mail.subject))

    def counted(self) -> tuple[int, ...]:
        """What doing a job twice might add to."""
        return (
            InquiryEvent.objects.count(),
            Reminder.objects.count(),
            len(self.mailbox.mails),
            Inquiry.objects.filter(erased_at=None).count(),
        )

    def works(self, place: Receiver, day: date) -> bool:
        """Whether somebody answers there on that day, reckoned without the portal."""
        return day.isoweekday() in place.working_days and day not in HOLIDAYS | self.away.get(place, set())

    def working_days(self, place: Receiver, since: date, until: date) -> int:
        days = (since + timedelta(days=number) for number in range(1, (until - since).days + 1))
        return sum(self.works(place, day) for day in days)

    def all_is_done(self) -> bool:
        return not Inquiry.objects.exclude(status__in=(Status.CLOSED, Status.WITHDRAWN)).exists()

    def _new(self, name: str, role: Role = Role.STAFF, **place: Receiver) -> User:
        user = User.objects.create_user(f"{name}@example.no")  # without a password: making one takes long, on purpose
        Membership.objects.create(user=user, role=role, valid_from=date(2020, 1, 1), **place)
        return user

    def _is_away(self, place: Receiver, first: date, last: date, *, publicly: bool = False) -> None:
        if publicly and isinstance(place, ContactPoint):
            ClosedPeriod.objects.create(contact_point=place, first_day=first, last_day=last)
        else:
            where = {"contact_point": place} if isinstance(place, ContactPoint) else {"office": place}
            Absence.objects.create(first_day=first, last_day=last, **where)
        days = {first + timedelta(days=number) for number in range((last - first).days + 1)}
        self.away[place] = self.away.get(place, set()) | days

    def _things_happen(self, day: date) -> None:
        if day == date(2026, 5, 20):  # a place closes, and somebody leaves another
            closed = self.places[15]
            closed.status, closed.closed_on = PlaceStatus.CLOSED, day
            closed.save()
            self.staff[closed] = []
            [gone, *rest] = self.staff[self.places[9]]
            self.staff[self.places[9]] = rest
            gone.memberships.update(valid_until=day)
        if day == date(2026, 5, 21):
            self._is_away(self.places[2], date(2026, 5, 25), date(2026, 6, 30))

    def _people_ask(self, day: date) -> None:
        left = PEOPLE - len(self.inquiries)
        today = left if day == LAST else min(left, self.chance.randint(6, 13))
        for _ in range(today):
            with on(day, self.chance.choice((11, 15, 19, 23))):
                self._somebody_asks()

    def _somebody_asks(self) -> None:
        number = len(self.inquiries)
        email = f"person{number}@example.no" if self.chance.random() < 0.8 else ""
        phone = "" if email else f"+4740{number:06}"
        town, code = self.chance.choice(list(TOWNS.items()))
        asked = self.chance.random()
        place = self.chance.choice(self.places)
        if asked < 0.15 and place.status == PlaceStatus.PUBLISHED and self.staff[place]:
            wanted = Wanted(uuid.uuid4(), Wish.JOIN, place_at_code(code), email=email, phone=phone)
            by = self.staff[place][0]
            inquiry = intake.log(wanted, channel=Channel.PHONE, at=place, by=by).inquiry
        elif asked < 0.8:
            inquiry = make_inquiry(code, wish=Wish.JOIN, contact_point=place, email=email, phone=phone)
        else:
            inquiry = make_inquiry(code, email=email, phone=phone)
        assert Municipality.objects.get(name=town) == inquiry.municipality
        self.inquiries[inquiry.pk] = email
        # How its contact point takes it: which of them does what, and on which of its days.
        what = self.chance.choices(("answer", "decline", "forget"), (55, 15, 30))[0]
        self.manners[inquiry.pk] = (what, self.chance.randint(1, 7))

    def _work(self, place: Receiver, people: list[User], day: date) -> None:
        here = {"contact_point": place} if isinstance(place, ContactPoint) else {"office": place, "contact_point": None}
        for inquiry in Inquiry.objects.filter(status__in=(Status.NEW, Status.TAKEN), **here).order_by("pk"):
            by = self.chance.choice(people)
            what, after = self.manners[inquiry.pk]
            if isinstance(place, DistrictOffice):
                what, after = "answer", after % 3
            elif inquiry.waits_since is None:
                what, after = "answer", 0
            waited = self.working_days(place, (inquiry.waits_since or inquiry.received_at).date(), day)
            if what == "forget" or waited < after:
                continue
            if what == "decline":
                casework.decline(inquiry, self.chance.choice(list(DeclineReason)), by=by, text="Det går ikke nå.")
                continue
            if inquiry.email:
                casework.answer(inquiry, "Velkommen på torsdag.", by=by)
            else:
                inquiry.contact(by=by)
            casework.close(inquiry, self.chance.choice((Outcome.JOINED, Outcome.INFORMED)), by=by)
