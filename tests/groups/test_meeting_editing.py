"""Rewriting, moving and cancelling an event, and how many came."""

from datetime import timedelta

import pytest
from django.test import Client

from contactpoints.models import User
from groups.models import Event
from linkportal.kit import clock
from tests.conftest import make_contact_point
from tests.groups.forming import make_sign_up
from tests.groups.meeting_page import address, errors, names, opened, sent, sign_up_of, words
from tests.markup import read


def test_ola_rewrites_it_and_nobody_gets_a_mail(as_ola: Client, evening: Event) -> None:
    form = opened(as_ola, address("edit", evening))
    done = as_ola.post(address("edit", evening), {**form, "title": "Åpent hus", "places": "30"})

    evening.refresh_from_db()
    assert done["Location"] == address("page", evening)
    assert (evening.title, evening.places, evening.sequence) == ("Åpent hus", 30, 0)


def test_less_room_than_there_are_people_is_said_at_the_field(as_ola: Client, evening: Event) -> None:
    make_sign_up(evening)
    make_sign_up(evening, name="Per", email="per@example.no")
    form = opened(as_ola, address("edit", evening))

    wrong = as_ola.post(address("edit", evening), {**form, "title": "Åpent hus", "places": "1"})

    assert errors(wrong) == {"places": ["2 har plass. Skriv 2 eller flere."]}
    assert wrong.context["form"]["title"].value() == "Åpent hus"
    assert Event.objects.get().title == evening.title


def test_what_was_promised_to_those_who_signed_up_is_said_at_the_field(as_ola: Client, evening: Event) -> None:
    make_contact_point("Frisklivssentralen", "Porsgrunn")
    make_sign_up(evening)
    form = opened(as_ola, address("edit", evening))

    closed = as_ola.post(address("edit", evening), {**form, "audience": "draft", "places": ""})
    both = ["frisklivssentralen", "frivilligsentralen-pa-bakken"]
    shared = as_ola.post(address("edit", evening), {**form, "contact_points": both})

    assert errors(closed) == {"audience": ["Én er påmeldt. Behold påmeldingen, eller avlys arrangementet."]}
    assert list(errors(shared)) == ["contact_points"]


def test_of_two_who_rewrite_it_the_second_keeps_what_was_typed(as_ola: Client, evening: Event) -> None:
    form = opened(as_ola, address("edit", evening))
    as_ola.post(address("edit", evening), {**form, "title": "Åpent hus"})

    late = as_ola.post(address("edit", evening), {**form, "title": "Åpen kveld"})
    assert late.status_code == 409
    assert "Noe er endret siden du åpnet siden" in words(late)
    assert "«Åpent hus»" in words(late)

    again = {name: late.context["form"][name].value() for name in late.context["form"].fields}
    as_ola.post(address("edit", evening), again)
    assert Event.objects.get().title == "Åpen kveld"


def test_moved_it_says_who_gets_a_mail_and_who_must_be_called(as_ola: Client, evening: Event) -> None:
    make_sign_up(evening)
    make_sign_up(evening, name="Per", email="", phone="+4740612345")
    form = opened(as_ola, address("move", evening))

    page = as_ola.get(as_ola.post(address("move", evening), {**form, "day": "2026-06-15", "begins": "17"})["Location"])

    assert "Arrangementet er flyttet. Én får e-post om det. Én har ikke e-post, og må ringes." in words(page)
    assert "Mandag 15. juni 2026 kl. 17.00–20.00" in words(page)
    assert names(page)[0] == "Per"
    said = {"seen": page.context["seen"], "who": str(sign_up_of("Per").public_id), "place": "yes"}
    as_ola.post(address("called", evening), said)
    assert not sign_up_of("Per").to_call


@pytest.mark.parametrize(
    ("said", "field"), [({"day": "2026-05-01"}, "day"), ({"ends": "12"}, "ends"), ({"venue": ""}, "venue")]
)
def test_a_move_to_nowhere_is_said_at_its_field(
    as_ola: Client, evening: Event, said: dict[str, str], field: str
) -> None:
    form = opened(as_ola, address("move", evening))

    assert list(errors(as_ola.post(address("move", evening), {**form, **said}))) == [field]
    assert Event.objects.get().sequence == 0


def test_of_two_who_move_it_the_second_is_told(as_ola: Client, evening: Event) -> None:
    form = opened(as_ola, address("move", evening))
    as_ola.post(address("move", evening), {**form, "day": "2026-06-15"})

    late = as_ola.post(address("move", evening), {**form, "day": "2026-06-16"})

    assert late.status_code == 409
    assert "mandag 15. juni 2026" in words(late)
    assert late.context["form"]["day"].value() == "2026-06-16"
    assert Event.objects.get().sequence == 1


def test_cancelled_it_can_not_be_changed_any_more(as_ola: Client, evening: Event) -> None:
    make_sign_up(evening)
    before = opened(as_ola, address("move", evening))

    page = as_ola.get(sent(as_ola, "cancel", evening)["Location"])
    late = as_ola.post(address("move", evening), {**before, "day": "2026-06-16"})

    assert "Arrangementet er avlyst. Én får e-post om det." in words(page)
    assert not read(page.content).one("main").all("a", href=address("move", evening))
    assert (late.status_code, Event.objects.get().is_cancelled) == (409, True)


def test_a_cancelling_that_has_not_seen_the_last_change_is_not_done(as_ola: Client, evening: Event) -> None:
    late = as_ola.post(address("cancel", evening), {"seen": "noe gammelt"})
    empty = as_ola.post(address("cancel", evening))

    assert (late.status_code, empty.status_code) == (409, 422)
    assert not Event.objects.get().is_cancelled


def test_how_many_came_is_asked_when_it_has_begun(as_ola: Client, ola: User, evening: Event) -> None:
    too_early = sent(as_ola, "attendance", evening, number="12")
    with clock.moved_to(evening.ends_at + timedelta(hours=1)):
        as_ola.force_login(ola)  # a login does not last for a week
        empty, silly = sent(as_ola, "attendance", evening), sent(as_ola, "attendance", evening, number="-3")
        done = sent(as_ola, "attendance", evening, number="12")
        page = as_ola.get(done["Location"])

    assert too_early.status_code == 409
    assert errors(empty) == {"number": ["Skriv hvor mange som kom, eller 0."]}
    assert errors(silly) == {"number": ["Skriv et tall, for eksempel 12."]}
    assert Event.objects.get().attendance == 12
    assert read(page.content).one("span", class_="ds-tag").text == "12 kom"


def test_cancelled_it_says_so_beside_those_who_must_be_called(as_ola: Client, evening: Event) -> None:
    make_sign_up(evening, email="", phone="+4740612345")

    page = as_ola.get(sent(as_ola, "cancel", evening)["Location"])

    assert read(page.content).one("span", class_="ds-tag").text == "Avlyst. Én må ringes"
    assert "Si at arrangementet er avlyst." in words(page)
