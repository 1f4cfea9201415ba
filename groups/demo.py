"""Example inquiries for a portal that is only tried out: something in every list of the workspace."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from contactpoints.demo.accounts import BERIT, OLA, PLACE_OF_BERIT, PLACE_OF_OLA
from contactpoints.enums import HostKind
from contactpoints.models import ContactPoint, DistrictOffice, PostalCode, User
from contactpoints.place import Place
from groups.enums import Channel, ContactTime, LeaveMessage, Outcome, Theme, Wish
from groups.intake import Wanted, log, receive
from groups.models import Inquiry
from linkportal.kit import clock


@dataclass(frozen=True)
class People:
    """Who is in the examples."""

    ola: User
    berit: User
    bakken: ContactPoint
    tonsberg: DistrictOffice


def load() -> int:
    """Create the examples in a portal that has no inquiry yet. Returns how many; days count from today.

    They come in as real ones do, with their mails: to addresses that nobody can have.
    Raises `DoesNotExist` where the demonstration's places and accounts are not loaded.
    """
    if Inquiry.objects.exists():
        return 0
    users = User.objects.get_queryset()
    people = People(
        users.get(email=OLA),
        users.get(email=BERIT),
        ContactPoint.objects.get(slug=PLACE_OF_OLA),
        DistrictOffice.objects.get(slug=PLACE_OF_BERIT),
    )
    with transaction.atomic():
        for days_ago, example in EXAMPLES:
            with clock.moved_to(clock.now() - timedelta(days=days_ago)):
                example(people)
    return len(EXAMPLES)


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


def _over(people: People) -> None:
    inquiry = log(_wanted("3712", Wish.INFORMATION, "Per"), Channel.PHONE, people.bakken, by=people.ola).inquiry
    inquiry.close(Outcome.INFORMED, by=people.ola, note="Fikk brosjyren.")


# How many days ago each came.
EXAMPLES: tuple[tuple[int, Callable[[People], None]], ...] = (
    (40, _over),
    (21, _waits_for_a_group),
    (12, _in_hand_at_the_office),
    (11, _late_at_bakken),
    (4, _called_without_answer),
    (2, _offers_to_be_a_contact_point),
    (1, _wants_to_start),
    (0, _new_at_bakken),
)
