"""The public pages of projects: what everybody reads, and what nobody does."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.models import ContactPoint, County, User
from groups.enums import Wish
from groups.models import Inquiry
from linkportal.kit import clock
from partners.enums import GrantStatus, Indicator, MeetingKind, PartnerRole, ProjectStatus
from partners.models import Grant, NetworkMeeting, PartnershipProject
from tests.conftest import TODAY, make_contact_point
from tests.groups.calendars import entries
from tests.groups.making import make_inquiry
from tests.markup import read
from tests.partners.making import make_expense, make_grant, make_meeting, make_organisation, make_project, make_scheme
from tests.partners.public_page import facts, page_of, section, with_everything

ALL = "/samarbeid/"
HIDDEN = "Bare for kontoret"


class TestOneProject:
    def test_says_who_takes_part_and_since_when(self, client: Client, link: PartnershipProject) -> None:
        began = date(2021, 1, 1)
        lpp = make_organisation("Landsforeningen for pårørende", short_name="LPP", website="https://example.no/lpp")
        link.partners.create(organisation=lpp, valid_from=began)
        house = make_organisation("Frivilligsentralen", about="Et åpent hus")
        link.partners.create(organisation=house, role=PartnerRole.HOST, valid_from=date(2022, 3, 1))
        link.partners.create(organisation=house, role=PartnerRole.OWNER, valid_from=date(2022, 3, 1))
        gone = make_organisation("Turlaget")
        link.partners.create(organisation=gone, valid_from=began, valid_until=date(2021, 7, 1))

        said = section(page_of(client, link), "partnere")

        assert "To partnere" in said
        assert "Landsforeningen for pårørende LPP" in said
        assert "Frivilligsentralen Et åpent hus Vert og eier Med siden mars 2022" in said
        assert "Har vært med Turlaget Med fra januar 2021 til juni 2021" in said
        assert page_of(client, link).one("a", href="https://example.no/lpp")

    def test_says_that_it_is_one_of_a_network(self, client: Client, link: PartnershipProject) -> None:
        scheme = make_scheme("Folkehelsemidler")
        for number in range(12):
            scheme.network.create(name=f"Et annet prosjekt {number}")
        assert "Nettverk" not in facts(page_of(client, link))

        scheme.network.create(name=link.name, project=link)

        assert facts(page_of(client, link))["Nettverk"] == "Ett av 13 prosjekter som møtes: Folkehelsemidler"

    def test_names_who_granted_and_who_answers_now(self, client: Client, link: PartnershipProject) -> None:
        council = make_organisation("Vestfold og Telemark fylkeskommune", dissolved_on=date(2024, 1, 1))
        for heir in ("Vestfold fylkeskommune", "Telemark fylkeskommune"):
            council.successions.create(successor=make_organisation(heir))
        make_grant(link, scheme=make_scheme("Folkehelsemidler", council))

        said = section(page_of(client, link), "penger")

        assert "Vestfold og Telemark fylkeskommune Folkehelsemidler, 2021 til 2024" in said
        assert "Nå svarer Telemark fylkeskommune og Vestfold fylkeskommune." in said

    def test_names_a_funder_without_an_award_once(self, client: Client, link: PartnershipProject) -> None:
        dam = make_organisation("Stiftelsen Dam")
        link.partners.create(organisation=dam, role=PartnerRole.FUNDER, valid_from=date(2021, 1, 1))
        make_grant(link, scheme=make_scheme("Ekspress", dam))
        council = make_organisation("Buskerud fylkeskommune")
        link.partners.create(organisation=council, role=PartnerRole.FUNDER, valid_from=date(2021, 1, 1))

        said = section(page_of(client, link), "penger")

        assert said.count("Stiftelsen Dam") == 1
        assert "Buskerud fylkeskommune" in said

    def test_shows_no_amount_unless_the_project_does(self, client: Client, link: PartnershipProject) -> None:
        grant = make_grant(link)
        make_expense(link, Decimal("1234.50"), (grant, Decimal("1234.50")))

        hidden = page_of(client, link).text.replace("\xa0", " ")
        PartnershipProject.objects.update(shows_amounts=True)
        shown = section(page_of(client, link), "penger")

        assert "1 000 000" not in hidden
        assert "1 234,50" not in hidden
        assert "1 000 000 kroner" in shown
        assert "1 234,50" in shown
        assert "998 765,50" in shown

    def test_a_draft_of_an_award_is_nobodys_business(self, client: Client, link: PartnershipProject) -> None:
        make_grant(link, status=GrantStatus.DRAFT, scheme=make_scheme("Hemmelig ordning"))

        assert "Hemmelig ordning" not in page_of(client, link).text

    def test_tells_how_far_it_has_come(self, client: Client, link: PartnershipProject) -> None:
        link.positions_wanted = Decimal(2)
        link.target_group = "Alle som vil"
        link.save()
        link.counties.set(County.objects.filter(name__in=("Vestfold", "Telemark")))
        link.positions.create(title="Leder", full_time_equivalents="0.5", filled_from=date(2021, 1, 1))
        link.positions.create(title="Rådgiver", full_time_equivalents=1, filled_from=TODAY + timedelta(days=1))
        link.goals.create(title="To stillinger", indicator=Indicator.POSITIONS, target=2)
        link.goals.create(title="Raske svar", indicator=Indicator.DAYS_TO_ANSWER, target="2.5")
        trained = link.goals.create(title="Lære opp", indicator=Indicator.OWN, unit="igangsettere", target=12)
        trained.results.create(year=2022, reached=9)
        trained.results.create(year=2023, reached=14)

        page = page_of(client, link)

        assert facts(page) == {
            "For hvem": "Alle som vil",
            "Hvor": "Telemark, Vestfold",
            "Hvor langt": "I drift",
            "Stillinger": "0,5 av 2 årsverk besatt",
            "Samordnes av": link.office.name,
        }
        goals = section(page, "mal")
        assert "To stillinger Mål: 2 årsverk Nådd: 0,5 årsverk nå" in goals
        assert "Raske svar Mål: Høyst 2,5 dager" in goals
        assert "Lære opp Mål: 12 igangsettere i året Nådd: 14 igangsettere i 2023" in goals

    def test_figures_are_those_of_its_contact_point_and_small_numbers_are_hidden(
        self, client: Client, link: PartnershipProject, bakken: ContactPoint
    ) -> None:
        link.contact_point = bakken
        link.save()
        with clock.moved_to(clock.now() - timedelta(days=60)):
            for code in ("3724", "3915", "3970"):
                make_inquiry(code, wish=Wish.JOIN, contact_point=bakken)

        page = page_of(client, link)

        numbers = {row.one("dt").text: row.one("dd").text for row in page.one("dl", class_="keyfigures").children}
        assert numbers == {"kommuner nådd": "under 5"}

    def test_what_comes_this_month_changes_no_figure_yet(
        self, client: Client, link: PartnershipProject, bakken: ContactPoint
    ) -> None:
        link.contact_point = bakken
        link.save()
        make_inquiry("3724", wish=Wish.JOIN, contact_point=bakken)

        assert not page_of(client, link).all("dl", class_="keyfigures")

    def test_asks_to_join_and_says_whom_to_ask(
        self, client: Client, link: PartnershipProject, bakken: ContactPoint
    ) -> None:
        link.contact_point = bakken
        link.save()

        page = page_of(client, link)

        assert page.one("a", href="/samarbeid/bli-med/?prosjekt=link-vestfold-og-telemark").text == "Meld interesse"
        assert page.one("a", href=bakken.get_absolute_url()).text == bakken.name
        assert page.one("a", href=f"mailto:{link.office.email}")

    def test_a_contact_point_that_closed_is_replaced_by_who_took_over(
        self, client: Client, link: PartnershipProject, bakken: ContactPoint
    ) -> None:
        sanitetshuset = make_contact_point("Sanitetshuset i Skien", "Skien")
        bakken.status, bakken.successor = "lagt-ned", sanitetshuset
        bakken.save()
        link.contact_point = bakken
        link.save()

        page = page_of(client, link)

        assert page.one("a", href=sanitetshuset.get_absolute_url())
        assert bakken.name not in page.text

    def test_that_is_over_says_so_with_ways_on(self, client: Client, link: PartnershipProject) -> None:
        link.status, link.ends_on = ProjectStatus.ENDED, date(2024, 1, 1)
        link.save()
        link.counties.set(County.objects.filter(name="Telemark"))
        stayed = make_organisation("Mental Helse")
        link.partners.create(organisation=stayed, valid_from=date(2021, 1, 1), valid_until=date(2024, 1, 1))

        page = page_of(client, link)

        assert "Dette samarbeidet er avsluttet" in page.text
        assert "Partnerskap, 2021 til 2023" in page.text
        ways = {each.attrs["href"] for each in page.one("ul", class_="ways").all("a")}
        assert ways == {"/fylke/telemark/", ALL, "/samarbeid/bli-med/"}
        assert "Én partner" in section(page, "partnere")
        assert not page.all("a", href=f"/samarbeid/bli-med/?prosjekt={link.slug}")

    @pytest.mark.parametrize(
        ("starts_on", "ends_on", "words"),
        [
            (None, None, "Partnerskap"),
            (date(2021, 1, 1), None, "Partnerskap siden 2021"),
            (date(2027, 1, 1), None, "Partnerskap fra 2027"),
            (date(2021, 1, 1), date(2025, 1, 1), "Partnerskap, 2021 til 2024"),
            (date(2026, 1, 1), date(2027, 1, 1), "Partnerskap, 2026"),
        ],
    )
    def test_says_how_long_it_lasts(
        self, client: Client, link: PartnershipProject, starts_on: date, ends_on: date, words: str
    ) -> None:
        PartnershipProject.objects.update(starts_on=starts_on, ends_on=ends_on)

        assert page_of(client, link).one("div", class_="pagehead").one("p", class_="quiet").text == words

    def test_that_is_not_public_is_not_there(self, client: Client, as_berit: Client, link: PartnershipProject) -> None:
        PartnershipProject.objects.update(is_public=False)

        for reader in (client, as_berit):
            assert reader.get(link.get_absolute_url()).status_code == 404
            assert reader.get(f"{link.get_absolute_url()}oppdateringer.atom").status_code == 404
        assert link.name not in client.get(ALL).content.decode()
        assert client.get("/samarbeid/finnes-ikke/").status_code == 404


class TestNews:
    def test_stand_with_their_day_the_latest_first(self, client: Client, link: PartnershipProject) -> None:
        for day, title in ((date(2020, 11, 20), "LINK etableres i 2021"), (date(2024, 1, 1), "Fylket deles")):
            link.updates.create(title=title, published_on=day, is_published=True)
        link.updates.create(title="Et utkast")
        link.updates.create(title="Kommer i morgen", published_on=TODAY + timedelta(days=1), is_published=True)

        page = page_of(client, link)

        titles = [(each.one("time").text, each.one("h3").text) for each in page.one("ol", class_="timeline").children]
        assert titles == [("1. januar 2024", "Fylket deles"), ("20. november 2020", "LINK etableres i 2021")]
        assert "Sist oppdatert 1. juni 2026" in section(page, "nytt")

    def test_what_is_typed_is_text(self, client: Client, link: PartnershipProject) -> None:
        hostile = "<script>alert(1)</script> & «mer»"
        link.updates.create(title=hostile, text=f"{hostile}\n\nnytt avsnitt", is_published=True)

        page = page_of(client, link)

        news = page.one("ol", class_="timeline")
        assert news.one("h3").text == hostile
        assert [each.text for each in news.all("p")] == [hostile, "nytt avsnitt"]
        assert not news.all("script")

    def test_old_ones_are_on_the_next_page(self, client: Client, link: PartnershipProject) -> None:
        for number in range(12):
            link.updates.create(title=f"Nummer {number}", published_on=date(2024, 1, 1 + number), is_published=True)

        first, second = page_of(client, link), page_of(client, link, side="2")

        assert "Nummer 11" in first.text
        assert "Nummer 1 " not in first.text
        assert first.one("a", rel="next").attrs["href"] == "?side=2#nytt"
        assert [each.text for each in second.one("ol", class_="timeline").all("h3")] == ["Nummer 1", "Nummer 0"]
        assert "Nummer 11" in page_of(client, link, side="null og niks").text


class TestMeetings:
    def network_meeting(self, link: PartnershipProject, **fields: object) -> NetworkMeeting:
        starts_at = clock.now() + timedelta(days=3)
        return NetworkMeeting.objects.create(
            kind=MeetingKind.NETWORK,
            scheme=make_grant(link).scheme,
            title="Nettverksmøte",
            venue="På skjerm",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            **{"is_public": True, "notes": HIDDEN, **fields},
        )

    def test_the_next_of_the_network_is_told_and_can_be_saved(self, client: Client, link: PartnershipProject) -> None:
        meeting = self.network_meeting(link)
        make_meeting(link, is_public=True, title="Senere")

        page = page_of(client, link)
        file = client.get(
            page.one("a", href=reverse("partners:meeting_calendar", args=[meeting.public_id])).attrs["href"]
        )

        assert "Neste nettverksmøte" in page.text
        assert "Torsdag 4. juni 2026 kl." in page.text
        assert "Senere" not in page.text
        assert file["Content-Type"] == "text/calendar; charset=utf-8"
        [entry] = entries(file.content)
        assert (entry.summary.value, entry.location.value) == ("Nettverksmøte", "På skjerm")
        assert entry.dtstart.value.astimezone(meeting.starts_at.tzinfo) == meeting.starts_at
        assert HIDDEN not in file.content.decode()

    def test_one_that_is_not_public_is_not_told(self, client: Client, link: PartnershipProject) -> None:
        meeting = self.network_meeting(link, is_public=False)
        make_meeting(link)
        elsewhere = make_meeting(make_project(link.office, "Et skjult", is_public=False), is_public=True)

        assert "Neste" not in page_of(client, link).one("aside").text
        assert "Neste" not in read(client.get(ALL).content).one("aside").text
        for one in (meeting, elsewhere):
            assert client.get(reverse("partners:meeting_calendar", args=[one.public_id])).status_code == 404


@pytest.mark.parametrize("number", [1, 8])
def test_one_project_takes_at_most_ten_queries(
    client: Client,
    link: PartnershipProject,
    bakken: ContactPoint,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    PartnershipProject.objects.update(contact_point=bakken)
    with_everything(link, number)
    page_of(client, link)

    with django_assert_max_num_queries(10):
        page_of(client, link)


def test_nobody_outside_reads_what_is_for_the_office_or_the_partners(
    client: Client, link: PartnershipProject, berit: User, million: Grant
) -> None:
    PartnershipProject.objects.update(staff_notes=HIDDEN, partner_remarks=HIDDEN)
    make_meeting(link, is_public=True, notes=HIDDEN)
    offer = make_inquiry(wish=Wish.PARTNER, name="Grete fra Skien")
    link.interests.create(inquiry=offer, linked_by=berit, linked_on=TODAY)
    make_expense(link, 500, (million, 500), text=HIDDEN)

    for path in (ALL, link.get_absolute_url(), "/samarbeid/oppdateringer.atom"):
        said = client.get(path).content.decode()
        assert HIDDEN not in said
        assert "Grete" not in said
        assert Inquiry.objects.get().reference not in said
