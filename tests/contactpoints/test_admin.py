"""The registry in the admin: what the people who keep it do there, and what they must not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse

from contactpoints.enums import HostKind, Status
from contactpoints.models import ContactPoint, County, CoverageArea, DistrictOffice, Municipality, Onboarding, User
from tests.admin_page import change, errors, names, typed
from tests.conftest import make_contact_point

LIST = "/admin/contactpoints/contactpoint/"
ADD = "/admin/contactpoints/contactpoint/add/"


class TestContactPoints:
    def test_a_coordinator_finds_hers_however_they_are_spelled(self, as_berit: Client, bakken: ContactPoint) -> None:
        make_contact_point("Møteplassen", "Tønsberg", host_name="Kirkens Bymisjon")
        make_contact_point("Frivilligsentralen i Alta", "Alta")

        assert names(as_berit.get(LIST)) == ["Frivilligsentralen på Bakken", "Møteplassen"]
        assert names(as_berit.get(LIST, {"q": "PA bakken"})) == ["Frivilligsentralen på Bakken"]
        assert names(as_berit.get(LIST, {"q": "tonsberg"})) == ["Møteplassen"]
        assert names(as_berit.get(LIST, {"q": "bymisjon"})) == ["Møteplassen"]
        assert names(as_berit.get(LIST, {"q": "Alta"})) == []

    def test_the_list_is_in_norwegian_order(self, as_berit: Client) -> None:
        for name in ("Ås", "Aagaard", "Østre", "Zander", "Ærfugl", "Adde"):
            make_contact_point(name, "Skien", slug=name.encode().hex())

        assert names(as_berit.get(LIST)) == ["Adde", "Zander", "Ærfugl", "Østre", "Aagaard", "Ås"]

    def test_filters_offer_only_what_is_there(self, as_berit: Client, bakken: ContactPoint) -> None:
        make_contact_point("LINK Tønsberg", "Tønsberg", host_kind=HostKind.LINK_CENTRE, confirmed_on=None)
        make_contact_point("Frivilligsentralen i Alta", "Alta")
        page = as_berit.get(LIST)
        counties = next(spec for spec in page.context["cl"].filter_specs if spec.title == "fylke")

        assert [name for _pk, name in counties.lookup_choices] == ["Telemark", "Vestfold"]
        assert names(as_berit.get(LIST, {"bekreftet": "nei"})) == ["LINK Tønsberg"]
        assert names(as_berit.get(LIST, {"host_kind__exact": HostKind.VOLUNTEER_CENTRE})) == [bakken.name]

    def test_a_coordinator_adds_one_and_leaves_out_what_can_be_derived(self, as_berit: Client) -> None:
        page = as_berit.get(ADD)
        skien = Municipality.objects.get(name="Skien")

        kind = HostKind.USER_RUN_CENTRE
        as_berit.post(
            ADD, typed(page, name="Kafé Ålreit på Sør", host_kind=kind, municipality=skien.pk, languages="se")
        )

        added = ContactPoint.objects.get(name="Kafé Ålreit på Sør")
        assert (added.slug, added.languages, added.status) == ("kafe-alreit-pa-sor", ["se"], Status.PROPOSED)
        assert added.position == skien.position

    def test_a_typed_postal_code_gives_the_position(self, as_berit: Client, bakken: ContactPoint) -> None:
        page = as_berit.get(change(bakken))

        as_berit.post(change(bakken), typed(page, postal_code="3730", latitude=None, longitude=None))

        bakken.refresh_from_db()
        assert str(bakken.postal_code) == "3730 Skien"
        assert bakken.postal_code is not None
        assert bakken.position == bakken.postal_code.position

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"postal_code": "9510"}, "9510 Alta ligger i Alta kommune."),
            ({"postal_code": "12"}, "Dette postnummeret finnes ikke. Skriv fire sifre."),
            ({"latitude": None}, "Skriv både breddegrad og lengdegrad, eller ingen av dem."),
            ({"status": "lagt-ned", "closed_on": "i går"}, "Oppgi en gyldig dato."),
            ({"closed_on": "2026-05-01"}, "Et kontaktpunkt med dato for nedleggelse har status «Lagt ned»."),
        ],
    )
    def test_what_is_wrong_is_said(
        self, as_berit: Client, bakken: ContactPoint, answers: dict[str, Any], sentence: str
    ) -> None:
        page = as_berit.post(change(bakken), typed(as_berit.get(change(bakken)), **answers))

        assert sentence in errors(page)

    def test_a_coordinator_adds_nothing_where_another_office_answers(
        self, as_berit: Client, alta: DistrictOffice
    ) -> None:
        far_away = Municipality.objects.get(name="Alta")
        page = as_berit.get(ADD)

        answer = as_berit.post(ADD, typed(page, name="Langt unna", host_kind="kommune", municipality=far_away.pk))

        assert far_away.pk not in {pk for pk, _name in page.context["adminform"].form.fields["municipality"].choices}
        assert "Velg et gyldig valg" in errors(answer)
        assert not ContactPoint.objects.exists()

    def test_what_someone_else_chose_outside_stays_when_a_coordinator_saves(
        self, as_berit: Client, alta: DistrictOffice, bakken: ContactPoint
    ) -> None:
        far_away = make_contact_point("Frivilligsentralen i Alta", "Alta")
        ContactPoint.objects.filter(pk=bakken.pk).update(successor=far_away)
        bakken.serves.set([far_away.municipality])

        as_berit.post(change(bakken), typed(as_berit.get(change(bakken)), name="Frivilligsentralen på Nye Bakken"))

        bakken.refresh_from_db()
        assert (bakken.name, bakken.successor) == ("Frivilligsentralen på Nye Bakken", far_away)
        assert list(bakken.serves.all()) == [far_away.municipality]

    def test_nobody_is_offered_anothers_as_successor(
        self, as_berit: Client, alta: DistrictOffice, bakken: ContactPoint
    ) -> None:
        far_away = make_contact_point("Frivilligsentralen i Alta", "Alta")
        question = {"app_label": "contactpoints", "model_name": "contactpoint", "field_name": "successor"}
        found = as_berit.get("/admin/autocomplete/", {**question, "term": "frivillig"}).json()["results"]

        page = as_berit.post(change(bakken), typed(as_berit.get(change(bakken)), successor=far_away.pk))

        assert [one["text"] for one in found] == [bakken.name]
        assert "Velg en av dem som blir foreslått" in errors(page)

    @pytest.mark.parametrize("field", ["municipality", "name", "no_such_field"])
    def test_suggestions_are_given_only_where_a_form_asks(
        self, as_berit: Client, bakken: ContactPoint, field: str
    ) -> None:
        question = {"app_label": "contactpoints", "model_name": "contactpoint", "field_name": field}

        assert as_berit.get("/admin/autocomplete/", question).status_code == 403

    def test_the_address_of_a_published_one_is_fixed(self, as_berit: Client, bakken: ContactPoint) -> None:
        as_berit.post(change(bakken), typed(as_berit.get(change(bakken)), slug="noe-annet"))

        bakken.refresh_from_db()
        assert bakken.slug == "frivilligsentralen-pa-bakken"

    def test_confirming_reaches_only_ones_own(
        self, as_berit: Client, alta: DistrictOffice, bakken: ContactPoint
    ) -> None:
        far_away = make_contact_point("Frivilligsentralen i Alta", "Alta", confirmed_on=None)
        ContactPoint.objects.filter(pk=bakken.pk).update(confirmed_on=None)

        as_berit.post(LIST, {"action": "confirm", "_selected_action": [bakken.pk, far_away.pk]})

        assert list(ContactPoint.objects.exclude(confirmed_on=None)) == [bakken]

    def test_a_coordinator_says_when_it_answers_and_when_it_is_away(
        self, as_berit: Client, bakken: ContactPoint
    ) -> None:
        days = {"absences-0-first_day": "1.7.2026", "absences-0-last_day": "31.7.2026"}

        as_berit.post(change(bakken), typed(as_berit.get(change(bakken)), working_days=[2, 4], **days))

        bakken.refresh_from_db()
        assert bakken.working_days == [2, 4]
        assert [str(one) for one in bakken.absences.all()] == ["2026-07-01 – 2026-07-31"]

    def test_the_checklist_is_there_for_one_that_is_proposed(self, as_berit: Client, bakken: ContactPoint) -> None:
        cafe = make_contact_point("Lunde bygdekafe", "Skien", status=Status.PROPOSED)

        as_berit.post(change(cafe), typed(as_berit.get(change(cafe)), **{"onboarding-0-talked_on": "1.6.2026"}))

        assert Onboarding.objects.get(contact_point=cafe).talked_on == date(2026, 6, 1)
        assert "onboarding" not in as_berit.get(change(bakken)).content.decode()

    def test_ola_has_the_workspace_instead(self, client: Client, ola: User, bakken: ContactPoint) -> None:
        client.force_login(ola)

        assert client.get(change(bakken)).status_code == 404
        assert client.get(reverse("contactpoints:place", args=[bakken.slug])).status_code == 200


class TestOffices:
    def test_an_office_keeps_its_telephone_but_not_its_name(self, as_berit: Client, tonsberg: DistrictOffice) -> None:
        page = as_berit.get(change(tonsberg))

        as_berit.post(change(tonsberg), typed(page, phone="33 00 00 00", name="Kongeriket", is_national_desk="on"))

        tonsberg.refresh_from_db()
        assert (tonsberg.phone, tonsberg.name) == ("33 00 00 00", "Distriktskontoret i Tønsberg")
        assert not tonsberg.is_national_desk

    def test_a_new_office_lies_where_its_municipality_does(
        self, as_admin: Client, national_desk: DistrictOffice
    ) -> None:
        page = as_admin.get("/admin/contactpoints/districtoffice/add/")
        seat = Municipality.objects.get(name="Bodø")
        about = {"name": "Distriktskontoret i Bodø", "slug": "bodo", "town": "Bodø", "email": "bodo@example.no"}

        as_admin.post(
            "/admin/contactpoints/districtoffice/add/", typed(page, **about, opened_on="1.6.2026", seat=seat.pk)
        )

        office = DistrictOffice.objects.get(slug="bodo")
        assert (office.position, office.opened_on) == (seat.position, date(2026, 6, 1))

    def test_it_must_lie_somewhere(self, as_admin: Client, tonsberg: DistrictOffice) -> None:
        page = as_admin.get(change(tonsberg))

        answer = as_admin.post(change(tonsberg), typed(page, latitude=None, longitude=None))

        assert "Velg kommunen kontoret ligger i, eller skriv breddegrad og lengdegrad." in errors(answer)

    def test_the_admin_moves_a_border_by_dates(
        self, as_admin: Client, tonsberg: DistrictOffice, alta: DistrictOffice
    ) -> None:
        nordland = County.objects.get(name="Nordland")
        number = next(i for i, area in enumerate(alta.coverage.all()) if area.county == nordland)
        ending = {f"coverage-{number}-valid_until": "2027-01-01"}

        as_admin.post(change(alta), typed(as_admin.get(change(alta)), **ending))
        beginning = {"coverage-2-county": nordland.pk, "coverage-2-valid_from": "2027-01-01"}
        as_admin.post(change(tonsberg), typed(as_admin.get(change(tonsberg)), **beginning))

        areas = CoverageArea.objects.filter(county=nordland).order_by("valid_from")
        assert [area.office for area in areas] == [alta, tonsberg]

    def test_what_another_office_has_is_said_at_the_form(
        self, as_admin: Client, tonsberg: DistrictOffice, alta: DistrictOffice
    ) -> None:
        taken = {
            "coverage-2-county": County.objects.get(name="Troms").pk,
            "coverage-2-valid_from": "2026-01-01",
        }

        page = as_admin.post(change(tonsberg), typed(as_admin.get(change(tonsberg)), **taken))

        assert "Fylket har allerede et kontor på noen av disse dagene." in errors(page)

    def test_two_lines_of_one_submission_may_not_overlap(self, as_admin: Client, tonsberg: DistrictOffice) -> None:
        hole = Municipality.objects.get(name="Hole").pk
        both = {
            "coverage-2-municipality": hole,
            "coverage-2-valid_from": "2026-01-01",
            "coverage-3-municipality": hole,
            "coverage-3-valid_from": "2026-06-01",
            "coverage-TOTAL_FORMS": 4,
        }

        page = as_admin.post(change(tonsberg), typed(as_admin.get(change(tonsberg)), **both))
        later = as_admin.post(
            change(tonsberg), typed(as_admin.get(change(tonsberg)), **both, **{"coverage-2-valid_until": "2026-06-01"})
        )

        assert "To av linjene gjelder samme sted på noen av de samme dagene." in errors(page)
        assert later.status_code == 302
        assert CoverageArea.objects.filter(municipality=hole).count() == 2

    def test_one_who_saves_at_the_same_moment_is_told(
        self, as_admin: Client, tonsberg: DistrictOffice, alta: DistrictOffice
    ) -> None:
        agder = County.objects.get(name="Agder")
        new = {"coverage-2-county": agder.pk, "coverage-2-valid_from": "2026-01-01"}
        data = typed(as_admin.get(change(tonsberg)), **new)

        with someone_else_saving(CoverageArea(office=alta, county=agder, valid_from=date(2025, 1, 1))):
            page = as_admin.post(change(tonsberg), data, follow=True)

        assert "Noen andre lagret noe samtidig. Fylket har allerede et kontor" in page.content.decode()

    def test_a_coordinator_only_reads_what_the_office_answers_for(
        self, as_berit: Client, tonsberg: DistrictOffice
    ) -> None:
        page = as_berit.get(change(tonsberg))

        as_berit.post(change(tonsberg), {**typed(page), "coverage-0-valid_until": "2026-01-01"})

        assert "Telemark" in page.content.decode()
        assert not CoverageArea.objects.exclude(valid_until=None).exists()


@contextmanager
def someone_else_saving(area: CoverageArea) -> Iterator[None]:
    """Between the check and the saving of a form, another person's row comes in."""

    def comes_in(**_: Any) -> None:
        pre_save.disconnect(comes_in, sender=CoverageArea)
        CoverageArea.objects.bulk_create([area])

    pre_save.connect(comes_in, sender=CoverageArea)
    yield
    pre_save.disconnect(comes_in, sender=CoverageArea)
