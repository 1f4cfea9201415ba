"""Example inquiries: something in every list of the workspace, and people who wait for a group."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from contactpoints.enums import HostKind
from contactpoints.models import ContactPoint, DistrictOffice, PostalCode, User
from contactpoints.place import Place
from groups.demo.people import People
from groups.enums import Channel, ContactTime, LeaveMessage, OfferedAs, Outcome, Theme, Wish
from groups.inquiries.intake import Wanted, log, receive
from groups.models import Inquiry
from linkportal.kit import clock


def load(people: People) -> None:
    """Create them. They come in as real ones do, with their mails: to addresses that nobody can have."""
    for days_ago, example in EXAMPLES:
        with people.ago(days_ago):
            example(people)


def waits(
    at: ContactPoint | DistrictOffice,
    by: User,
    code: str,
    name: str,
    theme: Theme,
    times: list[ContactTime],
    wish: Wish = Wish.JOIN,
    **more: object,
) -> Inquiry:
    """Somebody who called, and waits for a group."""
    inquiry = log(_wanted(code, wish, name, theme=theme, **more), Channel.PHONE, at, by=by).inquiry
    inquiry.wait(by=by, meeting_times=times)
    return inquiry


def _wanted(code: str, wish: Wish, name: str, **more: object) -> Wanted:
    place = Place.of_postal_code(PostalCode.objects.select_related("municipality__county").get(code=code))
    said: dict[str, object] = {"name": f"{name} (eksempel)", "email": f"{name.lower()}@example.no", **more}
    return Wanted(submission_id=uuid.uuid4(), wish=wish, place=place, **said)  # type: ignore[arg-type]


def _new_at_bakken(people: People) -> None:
    wanted = _wanted(
        "3724",
        Wish.JOIN,
        "Kim",
        theme=Theme.GRIEF,
        message="Jeg vil helst møte noen som har vært gjennom det samme.",
        contact_times=[ContactTime.EVENING],
        contact_point=people.bakken,
    )
    receive(wanted, suspicious=False)


def _late_at_bakken(people: People) -> None:
    wanted = _wanted(
        "3730", Wish.INFORMATION, "Jo", theme=Theme.NEXT_OF_KIN, email="", phone="+4700004412",
        leave_message=LeaveMessage.CALL_BACK, contact_point=people.bakken,
    )  # fmt: skip
    receive(wanted, suspicious=False)


def _called_without_answer(people: People) -> None:
    wanted = _wanted(
        "3714", Wish.JOIN, "Eli", theme=Theme.ANXIETY, email="", phone="+4700004413", leave_message=LeaveMessage.NO
    )
    log(wanted, Channel.PHONE, people.bakken, by=people.ola).inquiry.call_attempt(by=people.ola)


def _waits_for_a_group(people: People) -> None:
    inquiry = log(_wanted("3717", Wish.JOIN, "Bo", theme=Theme.GRIEF), Channel.WALK_IN, people.bakken, by=people.ola)
    inquiry.inquiry.note("Kan komme på torsdager.", by=people.ola)
    inquiry.inquiry.wait(by=people.ola)


def _three_more_wait_near_by(people: People) -> None:
    evening = [ContactTime.EVENING]
    waits(people.bakken, people.ola, "3725", "Rita", Theme.GRIEF, evening)
    waits(people.porsgrunn, people.berit, "3915", "Geir", Theme.GRIEF, evening, wish=Wish.START)
    waits(people.porsgrunn, people.berit, "3922", "Anne", Theme.GRIEF, [ContactTime.AFTERNOON, ContactTime.EVENING])
    waits(people.tonsberg, people.berit, "3210", "Odd", Theme.ILLNESS, [], email="", phone="+4700004414")


def _wants_to_start(people: People) -> None:
    receive(_wanted("3960", Wish.START, "Tor", theme=Theme.ACROSS, message="Vi er to som vil."), suspicious=False)


def _in_hand_at_the_office(people: People) -> None:
    inquiry = receive(_wanted("3126", Wish.START, "Liv", theme=Theme.LONELINESS), suspicious=False).inquiry
    inquiry.take(by=people.berit)
    inquiry.contact(by=people.berit)
    inquiry.follow_up(clock.today() + timedelta(days=14), by=people.berit)


def _offers_to_be_a_contact_point(people: People) -> None:
    wanted = _wanted(
        "3970",
        Wish.CONTACT_POINT,
        "Unni",
        organisation="Frivilligsentralen ved Elva (eksempel)",
        host_kind=HostKind.VOLUNTEER_CENTRE,
    )
    receive(wanted, suspicious=False)


def _offers_to_take_part(people: People) -> None:
    wanted = _wanted(
        "3117",
        Wish.PARTNER,
        "Randi",
        organisation="Tønsberg turlag (eksempel)",
        offered_as=OfferedAs.ORGANISATION,
        message="Vi kan bidra med turer og et rom på torsdager.",
    )
    receive(wanted, suspicious=False)


def _over(people: People) -> None:
    inquiry = log(_wanted("3712", Wish.INFORMATION, "Per"), Channel.PHONE, people.bakken, by=people.ola).inquiry
    inquiry.close(Outcome.INFORMED, by=people.ola, note="Fikk brosjyren.")


# How many days ago each came.
EXAMPLES: tuple[tuple[int, Callable[[People], None]], ...] = (
    (40, _over),
    (21, _waits_for_a_group),
    (15, _three_more_wait_near_by),
    (12, _in_hand_at_the_office),
    (11, _late_at_bakken),
    (4, _called_without_answer),
    (3, _offers_to_take_part),
    (2, _offers_to_be_a_contact_point),
    (1, _wants_to_start),
    (0, _new_at_bakken),
)
