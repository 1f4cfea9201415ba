"""When and where a meeting is, as one types it."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from contactpoints.models import Municipality
from groups.workspace_forms.when import ClockField, NoSuchTime, WhenForm, on_the_wall
from groups.workspace_forms.where import municipality, refuse_ended
from linkportal.kit.forms import form_helper


class Meeting(WhenForm):
    helper = form_helper("day", "begins", "ends")


def filled(**said: str) -> Meeting:
    return Meeting({"day": "2026-06-08", "begins": "18:00", "ends": "20:00", **said})


@pytest.mark.parametrize("typed", ["18", "18.00", "18:00", "kl. 18", "Kl 18.00", " 18:00:00 "])
def test_a_time_is_understood_however_one_writes_it(typed: str) -> None:
    assert ClockField().clean(typed) == time(18)


def test_six_in_the_evening_is_another_moment_in_winter() -> None:
    assert on_the_wall(date(2026, 6, 8), time(18)) == datetime(2026, 6, 8, 16, tzinfo=UTC)
    assert on_the_wall(date(2026, 12, 8), time(18)) == datetime(2026, 12, 8, 17, tzinfo=UTC)


def test_the_hour_that_is_there_twice_is_the_first_of_them_and_the_one_that_is_not_there_is_refused() -> None:
    assert on_the_wall(date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert on_the_wall(date(2026, 3, 29), time(3)) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    with pytest.raises(NoSuchTime):
        on_the_wall(date(2026, 3, 29), time(2, 30))


def test_a_day_that_is_past_and_an_end_before_the_start_are_told_at_once() -> None:
    assert set(filled(day="2026-05-31", ends="17").errors) == {"day", "ends"}


def test_a_day_and_two_times_are_two_moments() -> None:
    form = filled()

    assert form.is_valid()
    assert form.starts_at == datetime(2026, 6, 8, 16, tzinfo=UTC)
    assert form.ends_at == datetime(2026, 6, 8, 18, tzinfo=UTC)
    assert Meeting.filled(form.starts_at, form.ends_at) == {
        "day": date(2026, 6, 8),
        "begins": time(18),
        "ends": time(20),
    }


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"day": "2026-05-31"}, "day", "Dagen er passert. Velg 1. juni 2026 eller senere."),
        ({"day": "2026-06-01", "begins": "13.30"}, "begins", "Det tidspunktet er passert. Velg et som kommer."),
        ({"ends": "17"}, "ends", "Slutten må være etter begynnelsen. Skriv et klokkeslett etter 18.00."),
        ({"ends": "18"}, "ends", "Slutten må være etter begynnelsen. Skriv et klokkeslett etter 18.00."),
        ({"begins": "25"}, "begins", "Skriv klokkeslettet med timer og minutter, for eksempel 18.00."),
        ({"ends": ""}, "ends", "Skriv når det slutter."),
        (
            {"day": "2027-03-28", "begins": "02.30"},
            "begins",
            "Natt til 28. mars 2027 stilles klokken fram, og 02.30 finnes ikke. Velg et annet klokkeslett.",
        ),
    ],
)
def test_each_thing_that_is_wrong_has_its_sentence(said: dict[str, str], field: str, sentence: str) -> None:
    assert filled(**said).errors == {field: [sentence]}


@pytest.mark.django_db
def test_a_municipality_that_has_ended_says_what_to_write_instead() -> None:
    old, new = Municipality.objects.get(name="Skien"), Municipality.objects.get(name="Porsgrunn")
    old.valid_until = date(2027, 1, 1)
    old.save()
    old.successors.add(new)
    assert municipality().clean("Skien") == old

    refuse_ended(old, date(2026, 12, 31))
    with pytest.raises(ValidationError, match=r"Skien er ikke egen kommune lenger\. Skriv Porsgrunn\."):
        refuse_ended(old, date(2027, 1, 1))
    old.successors.clear()
    with pytest.raises(ValidationError, match=r"Skriv den nye kommunen\."):
        refuse_ended(old, date(2027, 1, 1))
