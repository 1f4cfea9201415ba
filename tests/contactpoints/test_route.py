"""`manage.py route`: a place is tested beforehand, by a person or by a program."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from contactpoints.management.commands.route import Command
from contactpoints.models import DistrictOffice


def route(*words: str) -> str:
    out = StringIO()
    call_command("route", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_a_program_reads_who_answers_and_why(tonsberg: DistrictOffice) -> None:
    answer = json.loads(route("3724", "Skien", "--json"))

    assert answer == {
        "place": "3724 Skien",
        "kommunenummer": "4003",
        "office": "tonsberg",
        "rule": "covers_county",
        "distance_km": 45.9,
        "reason": "Fordi 3724 ligger i Skien i Telemark, "
        "og Distriktskontoret i Tønsberg har svart for fylket siden 1. januar 2024.",
    }


def test_a_person_reads_it_in_five_lines(tonsberg: DistrictOffice) -> None:
    lines = route("3724").splitlines()

    assert lines[0] == "Sted:    3724 Skien (4003 Skien)"
    assert lines[1] == "Svarer:  Distriktskontoret i Tønsberg (tonsberg)"
    assert lines[2] == "Regel:   Dekker fylket (covers_county)"
    assert lines[3] == "Avstand: 45,9 km"
    assert lines[4].startswith("Grunn:   Fordi 3724 ligger i Skien")


def test_the_day_may_be_another(tonsberg: DistrictOffice) -> None:
    tonsberg.closed_on = "2025-01-01"
    tonsberg.save()

    assert json.loads(route("3724", "--json", "--on", "2024-12-31"))["office"] == "tonsberg"
    assert json.loads(route("3724", "--json", "--on", "2025-01-01"))["rule"] == "nearest"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["Herøy"], "«Herøy» kan være flere steder. Skriv ett av dem: Herøy (Møre og Romsdal), Herøy (Nordland)."),
        (["Telemark"], "«Telemark» er et helt fylke. Skriv en kommune eller et postnummer."),
        (
            ["kristiansnd"],
            "«kristiansnd» er ikke noe sted vi kjenner. Det ligner på: Kristiansund, Kristiansand, "
            "Kristiansand S, Kristiansund N, Biristrand.",
        ),
        (["🙂"], "«🙂» er ikke noe sted vi kjenner. Skriv en kommune eller et postnummer."),
        (["3724", "--on", "2023-12-31"], "Hvem som svarer, er kjent fra 1. januar 2024, ikke 31. desember 2023."),
        (["3724", "--on", "i går"], "Skriv datoen slik: 2026-01-31."),
    ],
)
def test_without_one_answer_it_says_why_in_one_sentence(
    tonsberg: DistrictOffice, words: list[str], sentence: str
) -> None:
    with pytest.raises(CommandError) as error:
        route(*words)

    assert str(error.value) == sentence
    assert error.value.returncode == 1


@pytest.mark.django_db
def test_a_portal_without_offices_says_so() -> None:
    with pytest.raises(CommandError, match="Ingen distriktskontorer"):
        route("3724")


def test_what_was_understood_is_said_beside_the_answer(tonsberg: DistrictOffice) -> None:
    out, beside = StringIO(), StringIO()

    call_command("route", "tronheim", json=True, stdout=out, stderr=beside)

    assert json.loads(out.getvalue())["place"] == "Trondheim"
    assert beside.getvalue() == "Forstått som Trondheim.\n"


def test_namesakes_are_named(tonsberg: DistrictOffice) -> None:
    beside = StringIO()

    call_command(Command(), "Os", stdout=StringIO(), stderr=beside)

    assert beside.getvalue() == "Forstått som Os. Andre steder med det navnet: Os (Bjørnafjorden).\n"
