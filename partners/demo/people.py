"""Who is in the examples, and the rows that they have in common."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from contactpoints.demo.accounts import BERIT
from contactpoints.models import ContactPoint, County, DistrictOffice, Municipality, User
from linkportal.kit import clock
from partners.enums import Category
from partners.models import Expense, Grant, Organisation, PartnershipProject

HERE = Path(__file__).parent
OFFICE = "Distriktskontoret for Vestfold og Telemark og Buskerud i Viken"
OFFICES = ("tonsberg", "brumunddal", "bergen")


@dataclass(frozen=True)
class People:
    """Berit, the offices, contact points and organisations of the examples, and the day of loading."""

    berit: User
    offices: dict[str, DistrictOffice]
    contact_points: dict[str, ContactPoint]
    organisations: dict[str, Organisation]
    today: date = field(default_factory=clock.today)

    @classmethod
    def of_the_demonstration(cls) -> People:
        """Raises `User.DoesNotExist` where the demonstration's accounts are not loaded."""
        return cls(
            User.objects.get_queryset().get(email=BERIT),
            DistrictOffice.objects.in_bulk(OFFICES, field_name="slug"),
            {each.slug: each for each in ContactPoint.objects.filter(slug__startswith="link-")},
            _organisations(),
        )

    def within(self, days: int) -> date:
        """The day so many days from now; earlier below none."""
        return self.today + timedelta(days=days)

    def thursday(self, weeks: int, hour: int) -> datetime:
        """That hour in Norway on Thursday of this week, or so many weeks later."""
        day = self.today + timedelta(days=4 - self.today.isoweekday(), weeks=weeks)
        return timezone.make_aware(datetime.combine(day, time(hour)))


def _organisations() -> dict[str, Organisation]:
    """By short name, else by name. Who is there already, by name, stays as it is."""
    rows = tomllib.loads((HERE / "organisations.toml").read_text(encoding="utf-8"))["organisation"]
    found = {}
    for row in rows:
        values = {key: value for key, value in row.items() if key != "successors"}
        found[row["name"]], _ = Organisation.objects.get_or_create(name=row["name"], defaults=values)
    for row in rows:
        for heir in row.get("successors", ()):
            found[row["name"]].successions.get_or_create(successor=found[heir])
    return {row.get("short_name", row["name"]): found[row["name"]] for row in rows}


def is_in(project: PartnershipProject, *counties: str) -> None:
    """The project is for counties, by their numbers, and for all of their municipalities."""
    project.counties.set(County.objects.filter(number__in=counties))
    project.municipalities.set(Municipality.objects.filter(county__number__in=counties, valid_until=None))


def spend(grant: Grant, year: int, spent: dict[Category, tuple[str, ...]], first_voucher: int) -> None:
    """Enter vouchers, spread over the year, that the grant covers as a whole."""
    amounts = [(category, Decimal(amount)) for category, parts in spent.items() for amount in parts]
    step = 360 // len(amounts)
    for number, (category, amount) in enumerate(amounts):
        expense = Expense.objects.create(
            project=grant.project,
            voucher=str(first_voucher + number),
            spent_on=date(year, 1, 4) + timedelta(days=number * step),
            category=category,
            amount=amount,
            text=f"{category.label} (eksempel)",
        )
        expense.allocations.create(grant=grant, amount=amount)
