"""The demonstration data: enough of everything, and nothing that could be taken for real."""

import stat
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from contactpoints.demo import accounts
from contactpoints.enums import HostKind, MeetingForm, Role, SpokenLanguage, Status, StepFree
from contactpoints.models import (
    ClosedPeriod,
    ContactPoint,
    CoverageArea,
    DistrictOffice,
    Membership,
    Municipality,
    OpeningHours,
    User,
)
from linkportal import context
from linkportal.kit import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Settings) -> Path:
    """A folder of its own for the file of passwords."""
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def demo(var: Path) -> None:
    call_command("load_demo", verbosity=0)


def test_seven_offices_share_the_counties(demo: None) -> None:
    covers = {
        office.slug: {area.county.name for area in office.coverage.select_related("county") if area.county}
        for office in DistrictOffice.objects.all()
    }

    assert covers == {
        "oslo": {"Oslo", "Akershus", "Østfold"},
        "tonsberg": {"Vestfold", "Telemark", "Buskerud"},
        "brumunddal": {"Innlandet"},
        "sandnes": {"Rogaland", "Agder"},
        "bergen": {"Vestland"},
        "trondheim": {"Trøndelag", "Møre og Romsdal"},
        "alta": {"Nordland", "Troms", "Finnmark"},
    }
    assert DistrictOffice.objects.get(is_national_desk=True).slug == "oslo"
    assert DistrictOffice.objects.get(slug="tonsberg").name == "Distriktskontoret i Tønsberg"


def test_four_link_centres(demo: None) -> None:
    centres = ContactPoint.objects.of_kind(HostKind.LINK_CENTRE)

    assert {one.name for one in centres} == {
        "LINK Oslo",
        "LINK Trondheim",
        "LINK Bergen og omegn",
        "LINK Vestfold og Telemark",
    }
    bergen = centres.get(name="LINK Bergen og omegn")
    assert {bergen.municipality.name, *bergen.serves.values_list("name", flat=True)} == {
        *("Bergen", "Alver", "Osterøy", "Vaksdal", "Askøy", "Øygarden", "Bjørnafjorden")
    }


def test_contact_points_of_all_kinds_in_all_counties(demo: None) -> None:
    examples = ContactPoint.objects.published().filter(name__endswith="(eksempel)")

    assert examples.count() >= 150
    assert set(ContactPoint.objects.published().values_list("host_kind", flat=True)) == set(HostKind.values)
    assert examples.values("municipality__county").distinct().count() == 15
    for town, least in {"Skien": 2, "Oslo": 5, "Bergen": 4, "Trondheim": 4, "Tromsø": 3}.items():
        assert examples.with_a_place().filter(municipality__name=town).count() >= least, town


def test_there_is_one_of_everything_that_a_page_shows(demo: None) -> None:
    everyone = ContactPoint.objects.all()

    assert set(everyone.values_list("status", flat=True)) == set(Status.values)
    assert set(everyone.values_list("step_free", flat=True)) == set(StepFree.values)
    assert set(everyone.values_list("meeting_form", flat=True)) == set(MeetingForm.values)
    assert set(everyone.values_list("accepts_new", flat=True)) == {True, False}
    assert {code for codes in everyone.values_list("languages", flat=True) for code in codes} == set(
        SpokenLanguage.values
    )
    assert {one.successor is None for one in everyone.filter(status=Status.CLOSED)} == {True, False}
    assert {one.is_stale for one in everyone.published()} == {True, False}
    today = clock.today()
    assert ClosedPeriod.objects.filter(first_day__lte=today, last_day__gte=today).exists()
    assert ClosedPeriod.objects.filter(first_day__gt=today).exists()
    assert OpeningHours.objects.count() > 400


def test_sami_is_spoken_in_sami_municipalities(demo: None) -> None:
    for name, language in {"Karasjok": "se", "Kautokeino": "se", "Hamarøy": "smj", "Snåsa": "sma"}.items():
        assert ContactPoint.objects.published().filter(municipality__name=name).speaking(language).exists(), name


def test_nothing_could_be_taken_for_real(demo: None) -> None:
    for one in ContactPoint.objects.all():
        assert one.name.endswith("(eksempel)") or one.host_kind == HostKind.LINK_CENTRE, one.name
        assert one.phone.startswith("00 00 "), one.name
        assert one.email == "" or one.email.endswith("@example.no"), one.name
        assert one.address.startswith("Eksempelveien ") or not one.has_a_place, one.name
        assert one.organisation_number == one.website == ""
    for office in DistrictOffice.objects.all():
        assert office.phone.startswith("00 00 ")
        assert office.email == f"{office.slug}@example.no"
    phones = [
        *ContactPoint.objects.values_list("phone", flat=True),
        *DistrictOffice.objects.values_list("phone", flat=True),
    ]
    assert len(set(phones)) == len(phones)


def test_every_row_would_pass_the_forms(demo: None) -> None:
    for model in (DistrictOffice, ContactPoint, OpeningHours, ClosedPeriod):
        for row in model._default_manager.all():
            row.full_clean(validate_unique=False, validate_constraints=False)


def test_a_contact_point_lies_near_the_seat_of_its_municipality(demo: None) -> None:
    for one in ContactPoint.objects.select_related("municipality", "postal_code__municipality"):
        seat = one.municipality.grid_point
        assert abs(one.easting - seat.easting) + abs(one.northing - seat.northing) < 25_000, one.name
        assert one.postal_code is None or one.postal_code.municipality == one.municipality, one.name


def test_loading_again_changes_nothing(
    demo: None, var: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    before = everything(var)
    ContactPoint.objects.filter(slug="frivilligsentralen-pa-bakken").update(summary="Skrevet om av noen.")

    with clock.moved_to(datetime(2031, 1, 1, tzinfo=UTC)), django_assert_max_num_queries(12):
        call_command("load_demo", verbosity=0)

    assert ContactPoint.objects.get(slug="frivilligsentralen-pa-bakken").summary == "Skrevet om av noen."
    assert everything(var) == before


def everything(var: Path) -> list[Any]:
    """All that the demonstration data is, but for the one summary that the story changes."""
    rows: list[Any] = [(var / accounts.FILE).read_text(encoding="utf-8")]
    for model in (DistrictOffice, CoverageArea, OpeningHours, ClosedPeriod, User, Membership):
        rows += model._default_manager.order_by("pk").values_list()
    return rows + list(ContactPoint.objects.order_by("pk").values_list("pk", "slug", "name", "confirmed_on", "status"))


def test_what_is_missing_comes_back(demo: None) -> None:
    ContactPoint.objects.filter(slug="frisklivssentralen-i-skien").delete()

    call_command("load_demo", verbosity=0)

    assert ContactPoint.objects.published().filter(slug="frisklivssentralen-i-skien").exists()


def test_three_accounts_with_the_passwords_in_the_file(var: Path) -> None:
    out = StringIO()
    call_command("load_demo", stdout=out)

    file = var / accounts.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    written = dict(line.split()[:2] for line in file.read_text(encoding="utf-8").splitlines())
    assert written.keys() == {"admin@example.no", "berit@example.no", "ola@example.no"}
    for email, password in written.items():
        assert password in out.getvalue()
        assert authenticate(email=email, password=password) is not None
    assert Membership.objects.get(user__email="admin@example.no").role == Role.NATIONAL_ADMIN
    berit = Membership.objects.get(user__email="berit@example.no")
    assert (berit.role, berit.office) == (Role.COORDINATOR, DistrictOffice.objects.get(slug="tonsberg"))
    ola = Membership.objects.get(user__email="ola@example.no")
    assert (ola.role, ola.contact_point) == (Role.LEADER, ContactPoint.objects.get(slug="frivilligsentralen-pa-bakken"))


def test_an_account_that_an_earlier_version_did_not_make_is_added(demo: None, var: Path) -> None:
    Membership.objects.filter(user__email="ola@example.no").delete()
    User.objects.get(email="ola@example.no").delete()

    assert accounts.complete().keys() == {"ola@example.no"}
    assert (var / accounts.FILE).read_text(encoding="utf-8").count("ola@example.no") == 1
    assert accounts.complete() == {}


def test_a_portal_without_demonstration_accounts_gets_none(demo: None) -> None:
    Membership.objects.all().delete()
    User.objects.get_queryset().delete()

    assert accounts.complete() == {}


def test_a_file_of_an_earlier_database_is_written_anew(var: Path) -> None:
    file = var / accounts.FILE
    file.write_text("admin@example.no  old-password  (gone)\nkari@example.no  her-own  (kept)\n", encoding="utf-8")
    file.chmod(0o644)

    call_command("load_demo", verbosity=0)

    text = file.read_text(encoding="utf-8")
    assert "old-password" not in text
    assert "her-own" in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_every_page_says_that_these_are_examples(demo: None, client: Client) -> None:
    context.forget()
    try:
        assert "Alt innhold er eksempler." in client.get("/").content.decode()
    finally:
        context.forget()


def test_without_places_it_says_what_to_do_first() -> None:
    for model in (CoverageArea, ContactPoint):
        assert not model._default_manager.exists()
    empty_of_places()

    with pytest.raises(CommandError, match="load_places"):
        call_command("load_demo", verbosity=0)


def empty_of_places() -> None:
    from contactpoints.models import PlaceName, PostalCode

    PlaceName.objects.all().delete()
    PostalCode.objects.all().delete()
    Municipality.objects.all().delete()
