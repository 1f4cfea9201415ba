"""Projects in the admin: from the idea to what became of it, in the order of work."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.enums import Role
from contactpoints.models import County, DistrictOffice, Municipality, User
from groups.enums import OfferedAs, Wish
from groups.models import Inquiry
from linkportal.kit import clock
from partners.enums import PROJECT_MOVES, Indicator, PartnerRole, ProjectStatus
from partners.models import Goal, PartnershipProject
from tests.admin_page import change, errors, names, typed
from tests.conftest import make_user
from tests.groups.making import make_inquiry
from tests.markup import Element, read
from tests.partners.making import make_document, make_grant, make_meeting, make_organisation, make_project, make_scheme

LIST = "/admin/partners/partnershipproject/"
ADD = "/admin/partners/partnershipproject/add/"


def registers(client: Client, **answers: Any) -> Any:
    """Fill in the form for a new project and save."""
    given = {"name": "LINK Øvre Ås", "summary": "Et møtested.", **answers}
    return client.post(ADD, typed(client.get(ADD), **given))


def saves(client: Client, row: Any, **answers: Any) -> Any:
    """Open the page of a row, answer, and save."""
    return client.post(change(row), typed(client.get(change(row)), **answers))


def page_of(client: Client, project: PartnershipProject) -> Element:
    """The project's page, without the menu."""
    return read(client.get(change(project)).content).one("form", id="partnershipproject_form")


class TestRegistering:
    def test_the_office_is_ones_own_and_the_address_is_made_of_the_name(
        self, as_berit: Client, tonsberg: DistrictOffice
    ) -> None:
        answer = registers(as_berit)

        assert answer.status_code == 302, errors(answer)
        project = PartnershipProject.objects.get()
        assert (project.office, project.slug, project.status) == (tonsberg, "link-ovre-as", ProjectStatus.IDEA)

    def test_it_may_have_come_as_far_as_it_will(self, as_berit: Client, tonsberg: DistrictOffice) -> None:
        registers(as_berit, status="running", starts_on="1.1.2021")

        assert PartnershipProject.objects.get().status == ProjectStatus.RUNNING

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"slug": "bli-med"}, "Denne adressen kan ikke brukes. Skriv en annen."),
            ({"name": "…"}, "Denne adressen kan ikke brukes. Skriv en annen."),
            ({"name": "LINK Vestfold og Telemark"}, "finnes allerede"),
            ({"status": "ended"}, "Skriv hvilken dag prosjektet ble avsluttet."),
            ({"starts_on": "2.1.2024", "ends_on": "1.1.2024"}, "Prosjektet kan ikke slutte før det begynner."),
            ({"positions_wanted": "-1"}, "Skriv årsverkene som et tall fra 0, for eksempel 2,0."),
        ],
    )
    def test_what_is_wrong_is_said(
        self, as_berit: Client, link: PartnershipProject, answers: dict[str, str], sentence: str
    ) -> None:
        assert sentence in errors(registers(as_berit, **answers))
        assert PartnershipProject.objects.get() == link

    def test_nobody_registers_one_for_another_office(self, as_berit: Client, alta: DistrictOffice) -> None:
        answer = registers(as_berit, office=alta.pk)

        assert "Velg et gyldig valg" in errors(answer)
        assert not PartnershipProject.objects.exists()

    def test_places_are_those_of_the_office_and_what_others_chose_stays(
        self, as_berit: Client, alta: DistrictOffice, link: PartnershipProject
    ) -> None:
        far_away = Municipality.objects.get(name="Alta")
        skien = Municipality.objects.get(name="Skien")
        link.municipalities.add(far_away)
        offered = {pk for pk, _name in as_berit.get(ADD).context["adminform"].form.fields["municipalities"].choices}

        saves(as_berit, link, municipalities=[far_away.pk, skien.pk])

        assert far_away.pk not in offered
        assert set(link.municipalities.all()) == {far_away, skien}


class TestHowFarItIs:
    @pytest.mark.parametrize("now", ProjectStatus.values)
    def test_the_form_offers_where_it_may_go_from_here(
        self, as_berit: Client, link: PartnershipProject, now: str
    ) -> None:
        PartnershipProject.objects.update(status=now)

        choices = as_berit.get(change(link)).context["adminform"].form.fields["status"].choices

        assert {value for value, _words in choices} == {now, *PROJECT_MOVES[now]}

    def test_one_that_has_ended_is_not_back_at_the_idea(self, as_berit: Client, link: PartnershipProject) -> None:
        page = typed(as_berit.get(change(link)), status="establishing")
        PartnershipProject.objects.update(status=ProjectStatus.ENDED)

        answer = as_berit.post(change(link), page)

        assert "Det står nå som «Avsluttet». Velg på nytt." in errors(answer)

    def test_it_ends_on_a_day(self, as_berit: Client, link: PartnershipProject) -> None:
        assert "Skriv hvilken dag prosjektet ble avsluttet." in errors(saves(as_berit, link, status="ended"))

        saves(as_berit, link, status="ended", ends_on="1.1.2025")

        link.refresh_from_db()
        assert (link.status, link.ends_on) == (ProjectStatus.ENDED, date(2025, 1, 1))

    def test_positions_wanted_and_filled_today(self, as_berit: Client, link: PartnershipProject) -> None:
        PartnershipProject.objects.update(positions_wanted=Decimal(2))
        today = clock.today()
        for share, first, until in (("1", today, None), ("0.75", date(2021, 1, 1), today), ("0.5", None, None)):
            link.positions.create(title="Leder", full_time_equivalents=share, filled_from=first, filled_until=until)

        assert "1,0 av 2,0" in page_of(as_berit, link).text
        assert "1,0 av 2,0" in as_berit.get(LIST).content.decode()
        assert link.positions_filled_on(today - timedelta(days=1)) == Decimal("0.75")

    def test_what_the_public_has_found_keeps_its_address(self, as_berit: Client, link: PartnershipProject) -> None:
        again = typed(as_berit.get(change(link)), slug="ny", name="", is_public=None)

        assert errors(as_berit.post(change(link), again))
        saves(as_berit, link, slug="ny")

        link.refresh_from_db()
        assert link.slug == "link-vestfold-og-telemark"


class TestParts:
    def test_seven_partners_with_roles_and_days(self, as_berit: Client, link: PartnershipProject) -> None:
        partners = [make_organisation(f"Partner {number}") for number in range(7)]
        rows: dict[str, Any] = {"partners-TOTAL_FORMS": 7}
        for number, partner in enumerate(partners):
            row = {"organisation": partner.pk, "role": "owner" if number == 6 else "partner", "valid_from": "1.1.2021"}
            rows |= {f"partners-{number}-{name}": value for name, value in row.items()}

        answer = saves(as_berit, link, **rows)

        assert answer.status_code == 302, errors(answer)
        assert link.partners.on(date(2021, 1, 1)).count() == 7
        assert link.partners.get(role=PartnerRole.OWNER).organisation == partners[6]

    def test_one_role_twice_on_the_same_days_is_told(self, as_berit: Client, link: PartnershipProject) -> None:
        rows: dict[str, Any] = {"partners-TOTAL_FORMS": 2}
        partner = make_organisation()
        for number, first in enumerate(("1.1.2021", "1.1.2023")):
            row = {"organisation": partner.pk, "role": "partner", "valid_from": first}
            rows |= {f"partners-{number}-{name}": value for name, value in row.items()}

        assert "Organisasjonen står i to linjer med samme rolle" in errors(saves(as_berit, link, **rows))

        saves(as_berit, link, **rows, **{"partners-0-valid_until": "1.1.2022"})
        assert link.partners.count() == 2

    def test_goals_and_what_was_reached_year_by_year(self, as_berit: Client, link: PartnershipProject) -> None:
        goal = {"goals-0-title": "Nå alle kommuner", "goals-0-indicator": Indicator.OWN, "goals-0-target": "23"}
        saves(as_berit, link, **goal)
        row = Goal.objects.get()

        saves(as_berit, row, **{"results-0-year": "2023", "results-0-reached": "17"})

        assert row.results.get().reached == 17
        assert f'href="{change(row)}">år for år</a>' in as_berit.get(change(link)).content.decode()

    def test_money_meetings_and_news_are_links_and_ways_to_more(
        self, as_berit: Client, link: PartnershipProject
    ) -> None:
        grant, meeting = make_grant(link, 1_000_000, title="Folkehelsemidler"), make_meeting(link)
        news = link.updates.create(title="LINK etableres i 2021")
        application = link.applications.create(scheme=grant.scheme, title="Arbeid med seniorer", amount=200_000)

        page = page_of(as_berit, link)

        leads = {each.attrs.get("href") for each in page.all("a")}
        assert {change(row) for row in (grant, meeting, news, application)} <= leads
        assert "1\xa0000\xa0000,00" in as_berit.get(change(link)).content.decode()
        for model in ("grant", "grantapplication", "networkmeeting", "projectupdate"):
            (form,) = (href for href in leads if href and f"partners/{model}/add/" in href)
            chosen = as_berit.get(form).context["adminform"].form.initial
            assert str(chosen["project"]) == str(link.pk)

    def test_news_is_written_and_leads_back_to_the_project(self, as_berit: Client, link: PartnershipProject) -> None:
        form = f"/admin/partners/projectupdate/add/?project={link.pk}"

        answer = as_berit.post(form, typed(as_berit.get(form), title="To ansatt", is_published="on"))

        assert answer["Location"] == change(link)
        assert link.updates.published().get().title == "To ansatt"

    def test_a_new_one_has_only_what_can_be_told_of_it(self, as_berit: Client, tonsberg: DistrictOffice) -> None:
        page = as_berit.get(ADD)

        shown = [one.formset.prefix for one in page.context["inline_admin_formsets"]]
        assert shown == ["partners", "goals", "positions"]


class TestWhoWantsToTakePart:
    @pytest.fixture
    def offer(self, link: PartnershipProject) -> Inquiry:
        """Grete offers a house, and the office has linked it to the project."""
        who: dict[str, Any] = {"offered_as": OfferedAs.PUBLIC, "name": "Grete", "organisation": "Sanitetshuset"}
        offer: Inquiry = make_inquiry(wish=Wish.PARTNER, **who)
        link.interests.create(inquiry=offer)
        return offer

    def test_the_reference_and_never_the_name(
        self, as_berit: Client, berit: User, link: PartnershipProject, offer: Inquiry
    ) -> None:
        page = page_of(as_berit, link)
        assert f"{offer.reference} (Ny)ikke ennå, kom fra prosjektets side" in page.text

        link.interests.update(linked_by=berit, linked_on=date(2026, 6, 1))
        page = page_of(as_berit, link)
        assert f"{offer.reference} (Ny)1. juni 2026" in page.text
        assert reverse("groups:case", args=[offer.reference]) in {each.attrs.get("href") for each in page.all("a")}
        assert not any(word in page.text for word in ("Grete", "Sanitetshuset"))

    def test_an_auditor_reads_no_reference(
        self, client: Client, tonsberg: DistrictOffice, link: PartnershipProject, offer: Inquiry
    ) -> None:
        client.force_login(make_user("revisor@example.no", Role.AUDITOR, office=tonsberg))

        page = client.get(change(link))

        assert page.status_code == 200
        assert offer.reference not in page.content.decode()


class TestNotes:
    SECRET, TOLD = "Lederen slutter til høsten.", "Husk budsjettet innen fredag."

    @pytest.fixture
    def noted(self, link: PartnershipProject) -> PartnershipProject:
        """The project with something that only the office knows, and something that the partners are told."""
        PartnershipProject.objects.update(staff_notes=self.SECRET, partner_remarks=self.TOLD)
        return link

    def test_partners_read_the_remarks_and_not_the_notes(self, as_berit: Client, noted: PartnershipProject) -> None:
        partner = make_organisation("LPP", contact_role="Daglig leder", email="post@lpp.example.no")
        left = make_organisation("Borte")
        noted.partners.create(organisation=partner, valid_from=date(2021, 1, 1))
        noted.partners.create(organisation=left, valid_from=date(2021, 1, 1), valid_until=date(2023, 1, 1))
        noted.goals.create(title="Nå alle kommuner", target=23, unit="kommuner")
        make_meeting(noted, title="Vårmøte")

        answer = as_berit.get(reverse("partners:partner_sheet", args=[noted.slug]))

        page = read(answer.content).one("main").text
        for told in (
            self.TOLD,
            "LPP",
            "Daglig leder",
            "post@lpp.example.no",
            "Per år: 23 (kommuner)",
            "Vårmøte",
            "0 av 0",
        ):
            assert told in page, told
        assert not any(kept in page for kept in (self.SECRET, "Borte"))
        assert "no-store" in answer["Cache-Control"]

    def test_nobody_else_reads_either(
        self, client: Client, berit: User, outsider: User, ola: User, noted: PartnershipProject
    ) -> None:
        noted.updates.create(title="Nytt", is_published=True)
        pages = [
            *(noted.get_absolute_url(), reverse("partners:projects"), reverse("partners:all_updates")),
            reverse("partners:updates", args=[noted.slug]),
        ]
        for page in pages:
            text = client.get(page).content.decode()
            assert not any(word in text for word in (self.SECRET, self.TOLD)), page
        sheet = reverse("partners:partner_sheet", args=[noted.slug])
        assert client.get(sheet)["Location"].startswith("/konto/logg-inn/")
        for person in (outsider, ola):
            client.force_login(person)
            assert client.get(sheet).status_code == 404
        assert client.post(sheet).status_code == 405
        client.force_login(berit)
        for kind in ("csv", "xlsx"):
            exported = b"".join(client.get(f"{LIST}export/{kind}/"))
            assert not any(word.encode() in exported for word in (self.SECRET, self.TOLD)), kind


class TestLists:
    def test_filters_are_in_words_and_offer_what_is_there(
        self, as_berit: Client, link: PartnershipProject, tonsberg: DistrictOffice, alta: DistrictOffice
    ) -> None:
        other = make_project(tonsberg, "Seniorliv", status=ProjectStatus.IDEA)
        make_project(alta, "LINK Alta")
        telemark, vestfold = County.objects.filter(name__in=("Telemark", "Vestfold")).order_by("name")
        scheme = make_scheme()
        for project, county, granted in ((link, telemark, scheme), (other, vestfold, make_scheme("Andre midler"))):
            project.counties.add(county)
            make_grant(project, scheme=granted)

        page = as_berit.get(LIST)

        assert names(page) == [link.name, other.name]
        assert "alta" not in page.content.decode().lower()
        assert names(as_berit.get(LIST, {"status__exact": "idea"})) == ["Seniorliv"]
        assert names(as_berit.get(LIST, {"counties__id__exact": telemark.pk})) == [link.name]
        assert names(as_berit.get(LIST, {"grants__scheme__id__exact": scheme.pk})) == [link.name]

    def test_who_sees_all_can_look_at_their_own(
        self, client: Client, admin: User, link: PartnershipProject, national_desk: DistrictOffice
    ) -> None:
        admin.memberships.create(role=Role.COORDINATOR, office=national_desk, valid_from=date(2020, 1, 1))
        make_project(national_desk, "LINK Oslo")
        client.force_login(admin)

        assert names(client.get(LIST)) == ["LINK Oslo", link.name]
        assert names(client.get(LIST, {"mine": "ja"})) == ["LINK Oslo"]

    @pytest.mark.parametrize("rows", [1, 50])
    @pytest.mark.parametrize("page", ["partnershipproject", "goal", "projectupdate", "networkmeeting", "document"])
    def test_they_ask_as_little_whatever_their_length(
        self,
        as_berit: Client,
        berit: User,
        tonsberg: DistrictOffice,
        page: str,
        rows: int,
        django_assert_max_num_queries: Any,
    ) -> None:
        for number in range(rows):
            project = make_project(tonsberg, f"Prosjekt {number}")
            project.goals.create(title="Mål")
            project.updates.create(title="Nytt")
            make_meeting(project)
            make_document(project, berit)

        with django_assert_max_num_queries(12):
            assert as_berit.get(f"/admin/partners/{page}/").status_code == 200

    def test_the_page_asks_as_little_however_much_there_is(
        self, as_berit: Client, berit: User, link: PartnershipProject, django_assert_max_num_queries: Any
    ) -> None:
        scheme = make_scheme()
        for number in range(10):
            partner = make_organisation(f"Partner {number}")
            link.partners.create(organisation=partner, valid_from=date(2021, 1, 1))
            link.goals.create(title=f"Mål {number}")
            link.applications.create(scheme=scheme, title=f"Søknad {number}", amount=1)
            link.updates.create(title=f"Nytt {number}")
            make_grant(link, scheme=scheme, title=f"Tildeling {number}")
            make_document(link, berit)
            make_meeting(link)

        with django_assert_max_num_queries(70):
            as_berit.get(change(link))
