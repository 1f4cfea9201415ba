"""Brings the offices, their coverage and the example contact points into the database, as often as one likes.

What is there already, by its slug, is left as it is: people may have changed it. Days count from the day of loading.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.db import transaction

from contactpoints.models import (
    ClosedPeriod,
    ContactPoint,
    County,
    CoverageArea,
    DistrictOffice,
    Municipality,
    OpeningHours,
    PostalCode,
)
from linkportal.kit import clock
from linkportal.kit.text import fold

HERE = Path(__file__).parent
Row = dict[str, str]

_HOURS = re.compile(r"(\d)(?:-(\d))? (\d\d)\.(\d\d)-(\d\d)\.(\d\d)")


def load() -> int:
    """Create what is missing, in one transaction. Returns how many offices and contact points that were.

    Raises `Municipality.DoesNotExist` where the places of Norway are not loaded.
    """
    with transaction.atomic():
        return _load_offices() + _load_contact_points()


def _read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _phone(number: int) -> str:
    """A telephone number that nobody can have."""
    return f"00 00 {number // 100:02d} {number % 100:02d}"


# Offices


def _load_offices() -> int:
    standing = set(DistrictOffice.objects.values_list("slug", flat=True))
    desk_is_free = not DistrictOffice.objects.filter(is_national_desk=True).exists()
    created = 0
    for number, office in enumerate(_read_toml("offices.toml")["office"], start=1):
        slug = fold(office["town"])
        if slug in standing:
            continue
        seat = Municipality.objects.get(number=office["municipality"])
        row = DistrictOffice.objects.create(
            slug=slug,
            name=f"Distriktskontoret i {office['town']}",
            town=office["town"],
            address=f"Eksempelveien {number}, {office['town']}",
            email=f"{slug}@example.no",
            phone=_phone(number),
            hours=office["hours"],
            opened_on=office["opened_on"],
            is_national_desk=office.get("national_desk", False) and desk_is_free,
            latitude=seat.latitude,
            longitude=seat.longitude,
        )
        _cover(row, office["covers"])
        created += 1
    return created


def _cover(office: DistrictOffice, since: dict[str, date]) -> None:
    """Give the office its counties, except those that another one answers for."""
    taken = CoverageArea.objects.filter(county__number__in=since).values("county")
    for county in County.objects.filter(number__in=since).exclude(pk__in=taken):
        CoverageArea.objects.create(office=office, county=county, valid_from=since[county.number])


# Contact points


def _load_contact_points() -> int:
    with (HERE / "contact_points.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    standing = set(ContactPoint.objects.values_list("slug", flat=True))
    new = {row["slug"]: row for row in rows if row["slug"] not in standing}
    if not new:
        return 0
    numbers = {row["slug"]: number for number, row in enumerate(rows, start=1001)}
    municipalities = Municipality.objects.in_bulk(field_name="number")
    codes = PostalCode.objects.in_bulk([row["postnummer"] for row in rows], field_name="code")
    summaries = _summaries()
    created = {
        slug: _contact_point(row, numbers[slug], next(summaries[row["kind"]]), municipalities, codes)
        for slug, row in new.items()
    }
    ContactPoint.objects.bulk_create(created.values())
    _name_successors(new, created)
    _serve(new, created, municipalities)
    OpeningHours.objects.bulk_create(hours for slug, row in new.items() for hours in _hours(row, created[slug]))
    ClosedPeriod.objects.bulk_create(period for slug, row in new.items() for period in _closed(row, created[slug]))
    return len(created)


def _summaries() -> dict[str, Iterator[str]]:
    """For each kind its summaries in turn, again and again."""
    return {
        kind: (texts[number % len(texts)] for number in count()) for kind, texts in _read_toml("summaries.toml").items()
    }


def _contact_point(
    row: Row, number: int, summary: str, municipalities: dict[Any, Municipality], codes: dict[Any, PostalCode]
) -> ContactPoint:
    has_mail = row["shows"] != "uten e-post"
    contact_point = ContactPoint(
        slug=row["slug"],
        name=row["name"],
        name_folded=fold(row["name"]),
        host_kind=row["kind"],
        host_name=row["host"],
        summary=summary,
        meeting_form=row["form"],
        address=row["address"],
        postal_code=codes.get(row["postnummer"]),
        municipality=municipalities[row["kommunenummer"]],
        email=f"{row['slug']}@example.no" if has_mail else "",
        email_is_public=row["shows"] != "telefon",
        phone=_phone(number),
        phone_is_public=row["shows"] != "e-post",
        languages=row["languages"].split(),
        step_free=row["step_free"],
        access_notes=row["access_notes"],
        accepts_new=row["accepts_new"] == "ja",
        status=row["status"],
        closed_on=_days_from_today(-int(row["ended"].split(":")[0])) if row["ended"] else None,
        confirmed_on=_days_from_today(-int(row["confirmed_days_ago"])) if row["confirmed_days_ago"] else None,
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
    )
    contact_point.place_on_grid()
    return contact_point


def _days_from_today(days: int) -> date:
    return clock.today() + timedelta(days=days)


def _name_successors(rows: dict[str, Row], created: dict[str, ContactPoint]) -> None:
    """`200:slug` says that it ended 200 days ago and who took over; nobody has where the slug is missing."""
    for slug, row in rows.items():
        if heir := row["ended"].partition(":")[2]:
            contact_point = created[slug]
            contact_point.successor = created.get(heir) or ContactPoint.objects.get(slug=heir)
            contact_point.save(update_fields=["successor"])


def _serve(rows: dict[str, Row], created: dict[str, ContactPoint], municipalities: dict[Any, Municipality]) -> None:
    link = ContactPoint.serves.through
    link.objects.bulk_create(
        link(contactpoint_id=created[slug].pk, municipality_id=municipalities[number].pk)
        for slug, row in rows.items()
        for number in row["serves"].split()
    )


def _hours(row: Row, contact_point: ContactPoint) -> Iterator[OpeningHours]:
    """`1-3 09.00-15.00; 4 16.00-19.00`: weekdays by number, from when to when."""
    for days in _HOURS.finditer(row["hours"]):
        first, last, *times = days.groups()
        opens_hour, opens_minute, closes_hour, closes_minute = map(int, times)
        for weekday in range(int(first), int(last or first) + 1):
            yield OpeningHours(
                contact_point=contact_point,
                weekday=weekday,
                opens=time(opens_hour, opens_minute),
                closes=time(closes_hour, closes_minute),
            )


def _closed(row: Row, contact_point: ContactPoint) -> Iterator[ClosedPeriod]:
    """`-6:15:Stengt for ferie`: from six days ago to fifteen days ahead, and why."""
    if row["closed"]:
        first, last, reason = row["closed"].split(":")
        yield ClosedPeriod(
            contact_point=contact_point,
            first_day=_days_from_today(int(first)),
            last_day=_days_from_today(int(last)),
            reason=reason,
        )
