"""The register of organisations: numbers as one writes them, and who came after those that are no more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from contactpoints.models import DistrictOffice, User
from partners.enums import OrganisationKind, PartnerRole
from partners.models import Organisation, PartnershipProject, Succession
from tests.admin_page import change, errors, typed
from tests.markup import read
from tests.partners.making import make_grant, make_organisation, make_project, make_scheme

LIST = "/admin/partners/organisation/"
ADD = "/admin/partners/organisation/add/"
NEW_YEAR = date(2024, 1, 1)


@pytest.fixture
def council(db: None) -> Organisation:
    """The county council that was split in two at new year 2024."""
    return make_organisation("Vestfold og Telemark fylkeskommune", kind=OrganisationKind.COUNTY_COUNCIL)


@pytest.fixture
def heirs(db: None) -> list[Organisation]:
    """The two that came after it."""
    names = ("Telemark fylkeskommune", "Vestfold fylkeskommune")
    return [make_organisation(name, kind=OrganisationKind.COUNTY_COUNCIL) for name in names]


def registers(client: Client, **answers: Any) -> Any:
    """Fill in the form for a new organisation and save."""
    return client.post(ADD, typed(client.get(ADD), **{"name": "Mental Helse", "kind": "voluntary", **answers}))


def saves(client: Client, row: Any, **answers: Any) -> Any:
    """Open the page of a row, answer, and save."""
    return client.post(change(row), typed(client.get(change(row)), **answers))


def names(page: Any) -> list[str]:
    return [row.name for row in page.context["cl"].result_list]


@pytest.mark.parametrize(
    "written", ["974778807", "974 778 807", "NO 974 778 807 MVA", " 974\xa0778\xa0807 ", "974.778.807"]
)
def test_a_number_is_taken_as_one_writes_it_and_shown_in_threes(as_berit: Client, written: str) -> None:
    registers(as_berit, number=written)

    organisation = Organisation.objects.get()
    assert organisation.number == "974778807"
    assert 'value="974\xa0778\xa0807"' in as_berit.get(change(organisation)).content.decode()
    assert "974\xa0778\xa0807" in as_berit.get(LIST).content.decode()


WRONG = [
    ({"number": "974 778 806"}, "Dette organisasjonsnummeret finnes ikke. Se etter om to siffer er byttet om."),
    ({"number": "12345"}, "Skriv organisasjonsnummeret med ni siffer, for eksempel 974 760 673."),
    ({"number": "Mental Helse"}, "Skriv organisasjonsnummeret med ni siffer, for eksempel 974 760 673."),
    ({"number": "1" * 40}, "Skriv organisasjonsnummeret med ni siffer, for eksempel 974 760 673."),
    ({"number": "974 760 673"}, "Dette er organisasjonsnummeret til Brønnøysundregistrene."),
    ({"phone": "ring oss"}, "Skriv telefonnummeret med siffer, for eksempel 00 00 00 00."),
]


@pytest.mark.parametrize(("answers", "sentence"), WRONG)
def test_what_is_wrong_is_said_once(as_berit: Client, answers: dict[str, str], sentence: str) -> None:
    make_organisation("Brønnøysundregistrene", number="974760673")

    said = errors(registers(as_berit, **answers))

    assert said.count(sentence) == 1
    assert not Organisation.objects.filter(name="Mental Helse").exists()


def test_a_private_address_is_asked_about_and_kept(as_berit: Client) -> None:
    answer = as_berit.get(registers(as_berit, email="mental.helse@gmail.com")["Location"])

    assert "Adressen mental.helse@gmail.com ser ut som en privat." in answer.content.decode()
    assert Organisation.objects.get().email == "mental.helse@gmail.com"


def test_one_is_found_by_name_short_name_and_number_however_it_is_grouped(as_berit: Client) -> None:
    make_organisation("Norske Kvinners Sanitetsforening", short_name="NKS", number="974778807")
    make_organisation("A-Larm", number="974760673")
    make_organisation("974-laget")

    for text in ("sanitet", "nks", "974 778 807", "974778807", "NO974778807MVA", "974 778"):
        assert names(as_berit.get(LIST, {"q": text})) == ["Norske Kvinners Sanitetsforening"], text
    assert names(as_berit.get(LIST, {"q": "974"})) == ["974-laget", "A-Larm", "Norske Kvinners Sanitetsforening"]


def test_filters_in_words(
    as_berit: Client, link: PartnershipProject, alta: DistrictOffice, council: Organisation
) -> None:
    gone, partner, left, far = (make_organisation(name) for name in ("Borte", "Med", "Ute", "Langt unna"))
    Organisation.objects.filter(pk=gone.pk).update(dissolved_on=NEW_YEAR)
    link.partners.create(organisation=partner, valid_from=NEW_YEAR)
    link.partners.create(organisation=left, valid_from=date(2021, 1, 1), valid_until=NEW_YEAR)
    make_project(alta, "LINK Alta").partners.create(organisation=far, valid_from=NEW_YEAR)
    make_grant(link, scheme=make_scheme(funder=council))

    def found(**chosen: str) -> set[str]:
        return set(names(as_berit.get(LIST, chosen)))

    assert found(finnes="nei") == {"Borte"}
    assert "Borte" not in found(finnes="ja")
    assert found(med="ja") == {"Med"}
    assert found(med="gir") == {council.name}
    assert found(med="nei") == {"Borte", "Ute", "Langt unna"}
    assert found(kind__exact="county_council") == {council.name}


class TestWhenItIsNoMore:
    def test_the_county_council_is_split_and_what_it_granted_stays_its_own(
        self, as_berit: Client, link: PartnershipProject, council: Organisation, heirs: list[Organisation]
    ) -> None:
        grant = make_grant(link, scheme=make_scheme(funder=council))
        after = {f"successions-{number}-successor": heir.pk for number, heir in enumerate(heirs)}

        answer = saves(as_berit, council, dissolved_on="1.1.2024", **after, **{"successions-TOTAL_FORMS": 2})

        assert answer.status_code == 302, errors(answer)
        grant.refresh_from_db()
        assert grant.granted_by == council
        assert grant.granted_by.answering_on(date(2023, 12, 31)) == [council]
        assert grant.answering_now == heirs
        page = read(as_berit.get(change(council)).content).one("form", id="organisation_form")
        assert "Telemark fylkeskommune, Vestfold fylkeskommune" in page.text
        assert f"{grant} ({link}, 1. januar 2021 til 31. desember 2024)" in page.text
        history = as_berit.get(f"{LIST}{council.pk}/history/").content.decode()
        assert "Etterfølger" in history
        assert "1. januar 2024" in history

    @pytest.mark.parametrize(
        ("dissolved_on", "who", "sentence"),
        [
            ("1.1.2024", "itself", "En organisasjon kan ikke etterfølge seg selv."),
            ("", "heir", "Skriv når Vestfold og Telemark fylkeskommune ble lagt ned, før noen kan etterfølge den."),
            ("1.1.2024", "gone", "Borte var selv lagt ned 1. januar 2024, og kan ikke ha tatt over."),
            ("1.1.2024", "before", "Før har Vestfold og Telemark fylkeskommune som etterfølger."),
        ],
    )
    def test_what_can_not_be_is_said(
        self,
        as_berit: Client,
        council: Organisation,
        heirs: list[Organisation],
        dissolved_on: str,
        who: str,
        sentence: str,
    ) -> None:
        before, between = make_organisation("Før", dissolved_on=date(2025, 1, 1)), make_organisation("Mellom")
        before.successions.create(successor=between)
        between.successions.create(successor=council)
        chosen = {"itself": council, "heir": heirs[0], "before": before}
        chosen["gone"] = make_organisation("Borte", dissolved_on=date(2020, 1, 1))

        answer = saves(as_berit, council, dissolved_on=dissolved_on, **{"successions-0-successor": chosen[who].pk})

        assert sentence in errors(answer)
        assert not council.successions.exists()

    def test_it_did_not_end_before_it_took_over(
        self, as_berit: Client, council: Organisation, heirs: list[Organisation]
    ) -> None:
        Organisation.objects.filter(pk=council.pk).update(dissolved_on=NEW_YEAR)
        council.successions.create(successor=heirs[0])

        answer = saves(as_berit, heirs[0], dissolved_on="1.1.2023")

        assert "tok over etter Vestfold og Telemark fylkeskommune 1. januar 2024. Skriv en dag etter" in errors(answer)

    def test_of_several_in_a_row_the_last_one_answers(self, council: Organisation, heirs: list[Organisation]) -> None:
        for row, ended in ((council, NEW_YEAR), (heirs[0], date(2025, 1, 1))):
            row.dissolved_on = ended
            row.save()
        council.successions.create(successor=heirs[0])
        heirs[0].successions.create(successor=heirs[1])

        assert council.answering_on(date(2024, 6, 1)) == [heirs[0]]
        assert council.answering_on(date(2025, 1, 1)) == [heirs[1]]

    def test_one_that_left_nobody_says_what_to_do(self, as_berit: Client, council: Organisation) -> None:
        Organisation.objects.filter(pk=council.pk).update(dissolved_on=NEW_YEAR)

        assert "Legg til etterfølgerne nederst" in as_berit.get(change(council)).content.decode()


def test_it_says_which_of_ones_own_projects_it_is_in(
    as_berit: Client, link: PartnershipProject, alta: DistrictOffice
) -> None:
    partner = make_organisation()
    far_away = make_project(alta, "LINK Alta")
    for project in (link, far_away):
        project.partners.create(organisation=partner, role=PartnerRole.HOST, valid_from=date(2021, 1, 1))
    make_grant(far_away, scheme=make_scheme(funder=partner), title="Penger til Alta")

    page = read(as_berit.get(change(partner)).content).one("form", id="organisation_form")

    assert "LINK Vestfold og Telemark (Vert, fra 1. januar 2021)" in page.text
    assert "Alta" not in page.text


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_asks_as_little_whatever_its_length(
    as_berit: Client, heirs: list[Organisation], rows: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        row = make_organisation(f"Lag {number}", dissolved_on=NEW_YEAR)
        Succession.objects.bulk_create(Succession(organisation=row, successor=heir) for heir in heirs)

    with django_assert_max_num_queries(12):
        assert "Telemark fylkeskommune, Vestfold fylkeskommune" in as_berit.get(LIST).content.decode()


def test_who_runs_a_contact_point_finds_nothing(client: Client, ola: User, council: Organisation) -> None:
    client.force_login(ola)

    assert client.get(change(council)).status_code == 404
