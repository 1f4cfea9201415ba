"""People, places and history in the admin, and the admin itself."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, CoverageArea, DistrictOffice, Municipality, User
from linkportal.context import forget
from tests.admin_page import change, errors, names, typed
from tests.conftest import make_contact_point

LIST = "/admin/contactpoints/contactpoint/"
ADD = "/admin/contactpoints/contactpoint/add/"


class TestPeople:
    def test_a_new_coordinator_has_no_password_that_anyone_knows(
        self, as_admin: Client, tonsberg: DistrictOffice
    ) -> None:
        page = as_admin.get("/admin/contactpoints/user/add/")
        new = {
            "email": "Siri@Example.no",
            "name": "Siri",
            "memberships-0-role": Role.COORDINATOR,
            "memberships-0-office": tonsberg.pk,
            "memberships-0-valid_from": "2026-06-01",
        }

        answer = as_admin.post("/admin/contactpoints/user/add/", typed(page, **new), follow=True)

        siri = User.objects.get(email="siri@example.no")
        assert not siri.has_usable_password()
        assert [membership.office for membership in siri.memberships.all()] == [tonsberg]
        assert "«Glemt passord»" in answer.content.decode()

    def test_a_role_needs_the_place_that_fits(self, as_admin: Client, tonsberg: DistrictOffice, berit: User) -> None:
        wrong = {"memberships-1-role": Role.LEADER, "memberships-1-office": tonsberg.pk}

        page = as_admin.post(
            change(berit), typed(as_admin.get(change(berit)), **wrong, **{"memberships-1-valid_from": "2026-06-01"})
        )

        assert "Velg kontaktpunkt for medarbeider og leder, kontor for koordinator" in errors(page)

    def test_the_log_of_the_admin_names_nobody(self, as_admin: Client, berit: User) -> None:
        as_admin.post(change(berit), typed(as_admin.get(change(berit)), name="Berit Berg"))

        entry = LogEntry.objects.get()
        assert entry.object_repr == f"bruker {berit.pk}"
        assert "Berit" not in f"{entry.object_repr}{entry.change_message}"

    def test_no_page_shows_a_password(self, as_admin: Client, berit: User) -> None:
        hashed = berit.password

        for page in ("/admin/contactpoints/user/", change(berit)):
            assert hashed not in as_admin.get(page).content.decode()

    @pytest.mark.parametrize("question", ["password__startswith", "memberships__valid_from", "email__contains", "pk"])
    def test_a_list_answers_only_its_own_filters(self, as_admin: Client, question: str) -> None:
        assert as_admin.get("/admin/contactpoints/user/", {question: "pbkdf2"}).status_code == 400

    def test_a_coordinator_reads_who_her_colleagues_are(
        self, as_berit: Client, berit: User, ola: User, outsider: User
    ) -> None:
        people = as_berit.get("/admin/contactpoints/user/")

        assert set(people.context["cl"].result_list) == {berit, ola}
        assert "Leder av kontaktpunkt: Frivilligsentralen på Bakken" in people.content.decode()

    def test_who_works_somewhere_now(self, as_admin: Client, admin: User, berit: User) -> None:
        berit.memberships.update(valid_until=date(2021, 1, 1))

        page = as_admin.get("/admin/contactpoints/membership/", {"gjelder": "ja"})

        assert [one.user for one in page.context["cl"].result_list] == [admin]


class TestPlaces:
    def test_a_municipality_is_found_by_any_of_its_names(self, as_berit: Client) -> None:
        for text in ("karasjohka", "Kárášjohka", "karasjok", "5610"):
            page = as_berit.get("/admin/contactpoints/municipality/", {"q": text})
            assert names(page) == ["Karasjok"]

    def test_its_page_says_who_answers_there_and_why(self, as_berit: Client) -> None:
        page = as_berit.get(change(Municipality.objects.get(name="Skien"))).content.decode()

        assert "Distriktskontoret i Tønsberg har svart for" in page

    def test_a_postal_code_is_found_by_its_beginning_or_name(self, as_berit: Client) -> None:
        found = as_berit.get("/admin/contactpoints/postalcode/", {"q": "3724"}).context["cl"].result_list

        assert [str(one) for one in found] == ["3724 Skien"]


class TestHistory:
    def test_who_changed_what_before_and_after(self, as_berit: Client, bakken: ContactPoint) -> None:
        hours = {"opening_hours-0-weekday": "2", "opening_hours-0-opens": "10:00", "opening_hours-0-closes": "15:00"}
        as_berit.post(
            change(bakken), typed(as_berit.get(change(bakken)), step_free="nei", languages=["no", "se"], **hours)
        )

        latest, first = [one["save"] for one in as_berit.get(f"{LIST}{bakken.pk}/history/").context["saves"]]

        assert (latest.who, first.who) == ("berit@example.no", "")
        assert [one.what for one in first.changes] == ["Kontaktpunkt lagt til"]
        place, added_hours = latest.changes
        assert (place.what, added_hours.what) == ("Kontaktpunkt endret", "Åpningstid lagt til")
        assert [(field.label, field.before, field.after) for field in place.fields] == [
            ("språk", "Norsk", "Norsk, Davvisámegiella"),
            ("adkomst", "Trinnfritt", "Ikke trinnfritt"),
        ]
        assert [(field.label, field.after) for field in added_hours.fields] == [
            ("ukedag", "Tirsdag"),
            ("åpner", "10.00"),
            ("stenger", "15.00"),
        ]

    def test_what_is_gone_is_still_told(self, as_admin: Client, tonsberg: DistrictOffice) -> None:
        CoverageArea.objects.filter(county__name="Telemark").delete()

        page = as_admin.get(change(tonsberg).replace("change", "history"))
        latest = page.context["saves"][0]["save"].changes[-1]

        assert latest.what == "Dekningsområde slettet"
        assert ("fylke", "Telemark", "–") in [(field.label, field.before, field.after) for field in latest.fields]


class TestAdminItself:
    def test_it_has_no_login_of_its_own(self, client: Client, db: None) -> None:
        assert client.get("/admin/login/?next=/admin/groups/")["Location"] == "/konto/logg-inn/?next=/admin/groups/"
        assert client.get("/admin/login/?next=https://example.org/")["Location"] == "/konto/logg-inn/?next=/admin/"

    def test_logging_out_and_passwords_are_the_portals_own(self, as_berit: Client) -> None:
        assert as_berit.get("/admin/logout/")["Location"] == reverse("account_logout")
        assert as_berit.get("/admin/password_change/")["Location"] == reverse("account_change_password")
        assert as_berit.get("/admin/password_change/done/").status_code == 404

    def test_no_page_by_number_leads_to_what_one_may_not_see(self, as_berit: Client, bakken: ContactPoint) -> None:
        assert as_berit.get(f"/admin/r/1/{bakken.pk}/").status_code == 404

    @pytest.mark.parametrize("page", ["/admin/", LIST, ADD, "/admin/contactpoints/districtoffice/", "/admin/jsi18n/"])
    def test_pages_are_strict_and_not_kept(self, as_berit: Client, page: str) -> None:
        answer = as_berit.get(page)

        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert page == "/admin/jsi18n/" or "no-store" in answer["Cache-Control"]
        assert all(found not in answer.content.decode() for found in ("<style", " style=", " onclick=", "<script>"))

    def test_examples_are_marked_here_too(self, as_berit: Client) -> None:
        assert "Prøveversjon" not in as_berit.get("/admin/").content.decode()
        make_contact_point("Frivilligsentralen på Bakken (eksempel)", "Skien", slug="eksempel")
        forget()

        assert "Prøveversjon" in as_berit.get("/admin/").content.decode()
        forget()

    def test_what_one_may_change_stands_first(self, as_berit: Client) -> None:
        apps = as_berit.get("/admin/").context["available_apps"]

        registry = next(app for app in apps if app["app_label"] == "contactpoints")
        assert [model["name"] for model in registry["models"]][:3] == ["Distriktskontorer", "Kontaktpunkter", "Brukere"]
