"""What was saved can be taken back: by who might have changed it, after a look, and never over another's work."""

from datetime import date, time
from typing import Any

import pghistory
import pytest
from django.test import Client

from contactpoints.models import (
    ClosedPeriod,
    ContactPoint,
    DistrictOffice,
    Membership,
    Municipality,
    OpeningHours,
    User,
)
from linkportal.kit.changes import changes_of, saves_of
from tests.admin_page import change, typed
from tests.conftest import make_contact_point

SUMMER = date(2026, 6, 29)


def history(row: Any) -> str:
    return change(row).replace("/change/", "/history/")


def saved(browser: Client, row: Any, **answers: Any) -> None:
    """What one does in the form of the admin."""
    assert browser.post(change(row), typed(browser.get(change(row)), **answers)).status_code == 302


def way_back(browser: Client, row: Any) -> str:
    """Where the latest save that can be taken back is taken back."""
    saves = browser.get(history(row)).context["saves"]
    return f"{history(row)}{next(one['save'].number for one in saves if one['can_take_back'])}/"


def ticked(page: Any, *only: str) -> dict[str, Any]:
    """What a browser sends: all that is ticked on the page, or `only` these rows."""
    plan = page.context["plan"]
    rows = [step.key for step in plan.steps if not step.refusals and (not only or step.key in only)]
    return {"seen": plan.seen, "row": rows}


def said(page: Any) -> list[list[tuple[str, str, str]]]:
    return [[(one.label, one.before, one.after) for one in step.changes] for step in page.context["plan"].steps]


class TestAnObject:
    def test_it_stands_as_before_and_the_history_says_who_restored_it(
        self, as_berit: Client, bakken: ContactPoint
    ) -> None:
        saved(as_berit, bakken, phone="35 00 00 00", step_free="nei")

        page = as_berit.get(way_back(as_berit, bakken))
        answer = as_berit.post(page.request["PATH_INFO"], ticked(page), follow=True)

        assert said(page) == [[("telefon", "35 00 00 00", "–"), ("adkomst", "Ikke trinnfritt", "Trinnfritt")]]
        assert "Frivilligsentralen på Bakken er gjenopprettet." in answer.content.decode()
        bakken.refresh_from_db()
        assert (bakken.phone, bakken.step_free) == ("", "ja")
        latest = saves_of(bakken)[0]
        assert (latest.who, latest.is_restoring) == ("berit@example.no", True)
        assert "(gjenopprettet)" in as_berit.get(history(bakken)).content.decode()

    def test_what_was_restored_can_be_taken_back_too(self, as_berit: Client, bakken: ContactPoint) -> None:
        saved(as_berit, bakken, phone="35 00 00 00")
        for _times in range(2):
            page = as_berit.get(way_back(as_berit, bakken))
            as_berit.post(page.request["PATH_INFO"], ticked(page))

        bakken.refresh_from_db()
        assert bakken.phone == "35 00 00 00"

    def test_what_was_changed_later_in_the_same_row_goes_back_with_it_and_is_shown(
        self, as_berit: Client, bakken: ContactPoint
    ) -> None:
        saved(as_berit, bakken, phone="35 00 00 00")
        address = way_back(as_berit, bakken)
        saved(as_berit, bakken, phone="35 11 11 11", website="https://bakken.example.no/")

        page = as_berit.get(address)

        assert said(page) == [
            [("telefon", "35 11 11 11", "–"), ("nettsted", "https://bakken.example.no/", "–")],
        ]

    def test_looking_changes_nothing_and_that_it_was_made_is_not_taken_back(
        self, as_berit: Client, bakken: ContactPoint
    ) -> None:
        first = as_berit.get(history(bakken)).context["saves"][0]
        address = f"{history(bakken)}{first['save'].number}/"

        assert not first["can_take_back"]
        assert "Du kan ikke ta bort dette." in as_berit.get(address).content.decode()
        assert as_berit.post(address, {"seen": "", "row": f"contactpoint-{bakken.pk}"}).status_code == 409
        assert len(changes_of(bakken)) == 1

    def test_nothing_to_do_is_said(self, as_berit: Client, bakken: ContactPoint) -> None:
        saved(as_berit, bakken, phone="35 00 00 00")
        address = way_back(as_berit, bakken)
        saved(as_berit, bakken, phone="")

        assert "Alt står allerede slik" in as_berit.get(address).content.decode()


class TestParts:
    @pytest.fixture(autouse=True)
    def opened(self, as_berit: Client, bakken: ContactPoint) -> None:
        """Berit has written that it is open on Tuesdays and closed in the summer."""
        OpeningHours.objects.create(contact_point=bakken, weekday=2, opens=time(10), closes=time(15))
        ClosedPeriod.objects.create(contact_point=bakken, first_day=SUMMER, last_day=date(2026, 8, 9))

    def test_one_that_was_deleted_comes_back_under_its_own_number(self, as_berit: Client, bakken: ContactPoint) -> None:
        period = bakken.closed_periods.get()
        saved(as_berit, bakken, phone="35 00 00 00", **{"closed_periods-0-DELETE": "on"})
        assert not bakken.closed_periods.exists()

        page = as_berit.get(way_back(as_berit, bakken))
        as_berit.post(page.request["PATH_INFO"], ticked(page, f"closedperiod-{period.pk}"))

        assert [step.what for step in page.context["plan"].steps] == [
            "Kontaktpunkt endres",
            "Stengt periode legges tilbake",
        ]
        assert bakken.closed_periods.get() == period
        bakken.refresh_from_db()
        assert bakken.phone == "35 00 00 00"  # was not ticked

    def test_one_that_was_added_is_taken_away(self, as_berit: Client, bakken: ContactPoint) -> None:
        hours = {"opening_hours-1-weekday": "4", "opening_hours-1-opens": "10:00", "opening_hours-1-closes": "15:00"}
        saved(as_berit, bakken, **hours)

        page = as_berit.get(way_back(as_berit, bakken))
        as_berit.post(page.request["PATH_INFO"], ticked(page))

        assert [step.what for step in page.context["plan"].steps] == ["Åpningstid tas bort"]
        assert [one.weekday for one in bakken.opening_hours.all()] == [2]

    def test_a_rule_that_it_would_break_is_said_and_nothing_is_saved(
        self, as_berit: Client, bakken: ContactPoint
    ) -> None:
        OpeningHours.objects.update(closes=time(16))
        ContactPoint.objects.update(phone="22", status="lagt-ned", closed_on=date(2026, 5, 1))
        saved(as_berit, bakken, phone="35 00 00 00", status="publisert", closed_on=None)
        event = bakken.events.latest("pgh_id")  # type: ignore[attr-defined]
        address = f"{history(bakken)}contactpoint-{event.pgh_id}/"
        page = as_berit.get(address)

        answer = as_berit.post(address, ticked(page))

        assert answer.status_code == 422
        assert "Skriv telefonnummeret med siffer" in answer.content.decode()
        bakken.refresh_from_db()
        assert bakken.phone == "35 00 00 00"

    def test_choosing_nothing_is_said(self, as_berit: Client, bakken: ContactPoint) -> None:
        saved(as_berit, bakken, phone="35 00 00 00")
        page = as_berit.get(way_back(as_berit, bakken))

        answer = as_berit.post(page.request["PATH_INFO"], {**ticked(page), "row": []})

        assert answer.status_code == 422
        assert "Velg minst én rad." in answer.content.decode()


class TestAtOnce:
    def test_the_second_is_told_what_the_first_saved_meanwhile(self, as_berit: Client, bakken: ContactPoint) -> None:
        saved(as_berit, bakken, phone="35 00 00 00")
        page = as_berit.get(way_back(as_berit, bakken))
        ContactPoint.objects.filter(pk=bakken.pk).update(phone="35 11 11 11")

        answer = as_berit.post(page.request["PATH_INFO"], ticked(page))

        assert answer.status_code == 409
        assert "Noen andre har lagret noe her" in answer.content.decode()
        assert said(answer) == [[("telefon", "35 11 11 11", "–")]]
        bakken.refresh_from_db()
        assert bakken.phone == "35 11 11 11"


class TestRights:
    def test_what_an_office_may_not_write_stays(self, as_berit: Client, admin: User, tonsberg: DistrictOffice) -> None:
        with pghistory.context(user=admin.pk):
            DistrictOffice.objects.filter(pk=tonsberg.pk).update(phone="33 00 00 00", name="Kontoret ved fjorden")

        page = as_berit.get(way_back(as_berit, tonsberg))
        as_berit.post(page.request["PATH_INFO"], ticked(page))

        assert "Blir stående som nå: navn." in page.content.decode()
        tonsberg.refresh_from_db()
        assert (tonsberg.phone, tonsberg.name) == ("", "Kontoret ved fjorden")

    def test_nothing_is_brought_to_where_another_office_answers(
        self, as_berit: Client, admin: User, bakken: ContactPoint, alta: DistrictOffice
    ) -> None:
        skien, there = bakken.municipality, ContactPoint.objects.filter(pk=bakken.pk)
        there.update(municipality=Municipality.objects.get(name="Alta"))
        with pghistory.context(user=admin.pk):
            there.update(municipality=skien)
        address = f"{history(bakken)}contactpoint-{bakken.events.latest('pgh_id').pgh_id}/"  # type: ignore[attr-defined]

        page = as_berit.get(address)
        assert "som du ikke kan velge" in page.content.decode()
        answer = as_berit.post(address, {"seen": page.context["plan"].seen, "row": f"contactpoint-{bakken.pk}"})

        assert answer.status_code == 422
        bakken.refresh_from_db()
        assert bakken.municipality == skien

    def test_a_copy_of_another_object_is_not_there(self, as_berit: Client, bakken: ContactPoint) -> None:
        other = make_contact_point("Møteplassen", "Tønsberg")
        number = other.events.latest("pgh_id").pgh_id  # type: ignore[attr-defined]

        for change_of in (f"contactpoint-{number}", f"membership-{number}", "contactpoint-0", "noe", f"noe-{'9' * 30}"):
            assert as_berit.get(f"{history(bakken)}{change_of}/").status_code == 404

    def test_rights_and_coverage_are_not_given_back_by_history(
        self, client: Client, admin: User, berit: User, tonsberg: DistrictOffice
    ) -> None:
        client.force_login(admin)
        with pghistory.context(user=admin.pk):
            tonsberg.coverage.all().delete()
            Membership.objects.filter(user=berit).update(valid_until=date(2026, 5, 1))

        for row in (tonsberg, berit.memberships.get()):
            latest = client.get(history(row)).context["saves"][0]
            assert latest["save"].who == "admin@example.no"
            assert not latest["can_take_back"]
