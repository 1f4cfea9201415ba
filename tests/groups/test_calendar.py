"""What calendars are given, read back by a reader that has nothing to do with the writer."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.utils.timezone import make_aware
from hypothesis import given
from hypothesis import strategies as st

from contactpoints.models import ContactPoint, DistrictOffice, Municipality
from groups.enums import EventKind, EventStatus
from groups.forming.meeting import call_off
from groups.meetings import calendar
from groups.models import Event
from tests.groups.calendars import begins, ends, entries
from tests.groups.forming import make_event

OSLO = ZoneInfo("Europe/Oslo")
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
CLOCK_BACK = date(2026, 10, 25)


def an_event(title: str = "Åpent møte", text: str = "", **fields: object) -> Event:
    """One that is nowhere but here."""
    starts_at = datetime(2026, 6, 8, 16, tzinfo=UTC)
    values = {
        "kind": EventKind.OPEN_MEETING,
        "slug": "apent-mote",
        "venue": "Biblioteket",
        "municipality": Municipality(name="Skien"),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "changed_at": datetime(2026, 6, 1, 12, tzinfo=UTC),
        **fields,
    }
    return Event(title=title, text=text, **values)


@pytest.fixture
def evening(tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """On the eighth of June, from six to eight."""
    return make_event(tonsberg, bakken.municipality, text="Kom som du er.\nDet er gratis.")


def test_a_calendar_says_what_when_and_where(evening: Event) -> None:
    [entry] = entries(calendar.of_event(evening))

    assert entry.uid.value == f"{evening.public_id}@testserver"
    assert entry.summary.value == "Åpent møte om sorg"
    assert entry.description.value == "Kom som du er.\nDet er gratis."
    assert entry.location.value == "Biblioteket, store sal, Skien"
    assert entry.url.value == f"http://testserver/arrangementer/{evening.slug}/"
    assert (entry.sequence.value, entry.status.value) == ("0", "CONFIRMED")
    assert begins(entry) == datetime(2026, 6, 8, 16, tzinfo=UTC)
    assert ends(entry) == datetime(2026, 6, 8, 18, tzinfo=UTC)


def test_the_time_is_that_of_the_clock_in_norway_and_the_zone_comes_with_it(evening: Event) -> None:
    lines = calendar.of_event(evening).decode().split("\r\n")

    assert "DTSTART;TZID=Europe/Oslo:20260608T180000" in lines
    assert "DTEND;TZID=Europe/Oslo:20260608T200000" in lines
    assert lines.count("BEGIN:VTIMEZONE") == 1
    assert "TZID:Europe/Oslo" in lines


def test_a_mail_brings_neither_the_title_nor_what_it_is_about(evening: Event) -> None:
    brought = calendar.for_mail(evening)

    [entry] = entries(brought)
    assert entry.summary.value == "Åpent møte"
    assert entry.uid.value == f"{evening.public_id}@testserver"
    assert entry.location.value == "Biblioteket, store sal, Skien"
    for word in ("sorg", "som du er", evening.slug):
        assert word not in brought.decode()


def test_only_what_a_mail_brings_has_a_method(evening: Event) -> None:
    assert vobject.readOne(calendar.for_mail(evening).decode()).method.value == "PUBLISH"
    for fetched in (calendar.of_event(evening), calendar.of_events([evening], "Alle")):
        assert "METHOD" not in fetched.decode()


def test_who_has_it_learns_that_it_was_cancelled(evening: Event) -> None:
    [before] = entries(calendar.of_event(evening))
    call_off(evening)
    [after] = entries(calendar.of_event(evening))

    assert after.uid.value == before.uid.value
    assert (after.sequence.value, after.status.value) == ("1", "CANCELLED")
    assert after.summary.value == "Avlyst: Åpent møte om sorg"
    assert begins(after) == begins(before)


@pytest.mark.parametrize("at", [time(18), time(2, 30), time(0, 15), time(23, 30)])
def test_a_year_of_weekly_events_keeps_its_time_over_both_clock_changes(at: time) -> None:
    sundays = [date(2026, 6, 7) + timedelta(weeks=week) for week in range(53)]
    weekly = []
    for day in sundays:
        starts_at = make_aware(datetime.combine(day, at), OSLO).astimezone(UTC)
        weekly.append(an_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)))

    read = entries(calendar.of_events(weekly, "Hver uke"))

    assert [begins(entry) for entry in read] == [event.starts_at for event in weekly]
    assert [ends(entry) for entry in read] == [event.ends_at for event in weekly]
    on_the_wall = {begins(entry).astimezone(OSLO).time() for entry in read}
    # In the night of the spring there is no half past two: it is half past three.
    assert on_the_wall == ({at, time(3, 30)} if at == time(2, 30) else {at})


@pytest.mark.parametrize("fold", [0, 1])
def test_the_hour_that_comes_twice_in_autumn_is_the_one_that_was_meant(fold: int) -> None:
    starts_at = datetime.combine(CLOCK_BACK, time(2, 30, fold=fold), OSLO).astimezone(UTC)
    night = an_event(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90))

    [entry] = entries(calendar.of_event(night))

    assert begins(entry) == starts_at
    assert ends(entry) - begins(entry) == timedelta(minutes=90)


@given(
    st.integers(min_value=0, max_value=10 * 366 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes)),
    st.integers(min_value=1, max_value=3 * 24 * 60),
)
def test_whenever_it_is_a_reader_finds_the_same_moment(starts_at: datetime, minutes: int) -> None:
    event = an_event(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes))

    [entry] = entries(calendar.of_event(event))

    assert (begins(entry), ends(entry)) == (event.starts_at, event.ends_at)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=120))
def test_whatever_it_is_called_it_is_one_entry_on_short_lines(title: str) -> None:
    written = calendar.of_event(an_event(title, text=title * 5))

    [entry] = entries(written)
    assert len(written.split(b"BEGIN:VEVENT")) == 2
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert entry.uid.value.endswith("@testserver")


@pytest.mark.parametrize(
    "title",
    [
        "Sorg, savn; og håp: en kveld",
        r"C:\møter\nytt",
        "Kafé 😀👩‍👩‍👧 for alle",
        "שלום מפגש \u202eפתוח\u202c",
        "END:VEVENT BEGIN:VEVENT",
        "Æ" * 120,
    ],
)
def test_a_title_comes_through_as_it_is(title: str) -> None:
    [entry] = entries(calendar.of_event(an_event(title)))

    assert entry.summary.value == title


def test_new_lines_of_all_kinds_stay_and_signs_that_nobody_sees_go() -> None:
    [entry] = entries(calendar.of_event(an_event("Møte\r\nATTENDEE:x\x07", text="En\u2028to\rtre\x0bfire")))

    assert entry.summary.value == "Møte\nATTENDEE:x"
    assert entry.description.value == "En\nto\ntre\nfire"


def test_a_calendar_says_what_it_is_and_how_often_to_look() -> None:
    read = vobject.readOne(calendar.of_events([], "LINKportal – Telemark").decode())

    assert read.version.value == "2.0"
    assert read.contents["x-wr-calname"][0].value == "LINKportal – Telemark"
    assert read.contents["x-wr-timezone"][0].value == "Europe/Oslo"
    assert read.contents["refresh-interval"][0].value == "PT6H"
    assert read.contents["x-published-ttl"][0].value == "PT6H"


def test_the_same_events_are_the_same_bytes() -> None:
    event = an_event(status=EventStatus.CANCELLED, sequence=3)

    assert calendar.of_events([event], "Alle") == calendar.of_events([event], "Alle")
    assert b"DTSTAMP:20260601T120000Z" in calendar.of_event(event)
