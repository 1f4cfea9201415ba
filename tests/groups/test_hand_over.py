"""Giving an inquiry to somebody else: a contact point, another office, or a place that is not one of ours yet."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.enums import HostKind
from contactpoints.enums import Status as PlaceStatus
from contactpoints.models import ContactPoint, DistrictOffice, Onboarding, User
from groups.enums import Step, TextKind, Wish
from groups.inquiries import casework
from groups.models import Inquiry
from tests.conftest import make_contact_point, make_office
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.markup import read
from tests.processes import run_jobs

NEW_PLACE = {
    "name": "Sanitetshuset i Bø",
    "host_kind": HostKind.VOLUNTARY_ORGANISATION.value,
    "sted": "3800",
    "email": "post@sanitetshuset.example",
    "phone": "",
    "reason": "De kjenner henne.",
    "consent": "ja",
}


def page_of(inquiry: Inquiry, name: str = "hand_over") -> str:
    return reverse(f"groups:case_{name}", args=[inquiry.reference])


def give(client: Client, inquiry: Inquiry, route: str = "hand_over", /, **answers: Any) -> Any:
    """Send the form as the page gives it, and follow to where it leads."""
    seen = inquiry.events.latest("pk").pk
    sent = {"seen": seen, "reason": "Hun bor nærmere dem.", "consent": "ja", **answers}
    return client.post(page_of(inquiry, route), sent, follow=True)


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def offered(client: Client, inquiry: Inquiry, **query: str) -> list[str]:
    return [one.label for one in client.get(page_of(inquiry), query).context["found"]]


class TestTo:
    def test_another_office_it_is_theirs(
        self, as_berit: Client, client: Client, alta: DistrictOffice, outsider: User, mailbox: Mailbox
    ) -> None:
        inquiry = make_inquiry()

        page = give(as_berit, inquiry, to="kontor:alta", reason="Hun flytter nordover.")

        run_jobs()
        assert page.request["PATH_INFO"] == reverse("groups:inbox")  # it is no longer Berit's to read
        assert "Gitt videre til Distriktskontoret i Alta." in words(page)
        assert mailbox.to(alta) == [f"Henvendelse {inquiry.reference} venter"]
        client.force_login(outsider)
        assert "Hun flytter nordover." in words(client.get(reverse("groups:case", args=[inquiry.reference])))

    def test_a_contact_point_found_by_its_municipality(
        self, as_berit: Client, bakken: ContactPoint, tonsberg: DistrictOffice, mailbox: Mailbox
    ) -> None:
        inquiry = make_inquiry("3126")
        assert any("på Bakken, Skien" in label for label in offered(as_berit, inquiry, sok="skien"))

        give(as_berit, inquiry, to=f"kontaktpunkt:{bakken.slug}")

        run_jobs()
        inquiry.refresh_from_db()
        assert (inquiry.receiver, inquiry.office) == (bakken, tonsberg)
        assert mailbox.to(bakken) == [f"Henvendelse {inquiry.reference} venter"]

    def test_a_local_actor_that_is_registered_with_it(
        self, as_berit: Client, tonsberg: DistrictOffice, mailbox: Mailbox
    ) -> None:
        inquiry = make_inquiry("3800")

        give(as_berit, inquiry, "hand_over_new", **NEW_PLACE)

        run_jobs()
        inquiry.refresh_from_db()
        place = inquiry.contact_point
        assert place is not None
        assert (place.name, place.slug, place.status) == ("Sanitetshuset i Bø", "sanitetshuset-i-bo", "foreslatt")
        assert Onboarding.objects.get(contact_point=place).done_count == 0
        assert mailbox.to(place) == [f"Henvendelse {inquiry.reference} venter"]
        assert inquiry.texts.get(kind=TextKind.HAND_OVER).text == "De kjenner henne."

    def test_a_place_of_a_name_that_another_has(self, as_berit: Client, bakken: ContactPoint) -> None:
        make_contact_point("Sanitetshuset i Bø", "Skien")

        give(as_berit, make_inquiry("3800"), "hand_over_new", **NEW_PLACE)

        assert ContactPoint.objects.get(status=PlaceStatus.PROPOSED).slug == "sanitetshuset-i-bo-2"

    def test_whom_the_person_is_asked_about_first(
        self, as_berit: Client, bakken: ContactPoint, tonsberg: DistrictOffice, mailbox: Mailbox
    ) -> None:
        inquiry = make_inquiry()

        page = give(as_berit, inquiry, to=f"kontaktpunkt:{bakken.slug}", consent="spor")

        run_jobs()
        inquiry.refresh_from_db()
        assert inquiry.receiver == tonsberg
        assert mailbox.to("kari@example.no")[-1] == "Vi har et spørsmål til deg"
        assert mailbox.to(bakken) == []
        assert "spurte personen 1. juni om henvendelsen kan gis videre til Frivilligsentralen på Bakken" in words(page)

    def test_nobody_once_the_question_is_taken_back(self, as_berit: Client, berit: User, bakken: ContactPoint) -> None:
        inquiry = make_inquiry()
        casework.ask_person(inquiry, bakken, by=berit, reason="Nærmere.")
        seen = inquiry.events.latest("pk").pk

        page = as_berit.post(page_of(inquiry, "unask"), {"seen": seen}, follow=True)

        assert not inquiry.hand_over_requests.waiting().exists()
        assert inquiry.events.latest("pk").step == Step.UNASK
        assert "Personen har ikke svart ennå" not in words(page)


class TestWhoIsOffered:
    def test_the_nearest_and_all_offices_or_who_is_searched(
        self, as_berit: Client, ola: User, alta: DistrictOffice
    ) -> None:
        make_contact_point("Uten post", "Skien", email="")
        make_contact_point("Har pause", "Skien", status=PlaceStatus.PAUSED)
        inquiry = make_inquiry()

        assert [label.split(",")[0].split(". ")[0] for label in offered(as_berit, inquiry)] == [
            "Frivilligsentralen på Bakken",
            "Distriktskontoret i Alta",
            "Distriktskontoret i Oslo",
        ]
        assert [label.split(". ")[0] for label in offered(as_berit, inquiry, sok="ALTA")] == [
            "Distriktskontoret i Alta"
        ]
        assert "Fant ingen" in words(as_berit.get(page_of(inquiry), {"sok": "pause"}))

    def test_it_says_where_nobody_has_an_account(self, as_berit: Client, ola: User) -> None:
        make_contact_point("Sanitetshuset", "Porsgrunn")
        labels = offered(as_berit, make_inquiry())

        without = [label for label in labels if "Uten konto" in label]
        assert without[0].startswith("Sanitetshuset, Porsgrunn")
        assert not any("Bakken" in label for label in without)

    def test_proposed_places_are_known_to_offices_alone(
        self, client: Client, berit: User, ola: User, bakken: ContactPoint
    ) -> None:
        make_contact_point("Sanitetshuset", "Skien", status=PlaceStatus.PROPOSED)
        inquiry = make_inquiry(wish=Wish.JOIN, contact_point=bakken)

        found = []
        for person in (berit, ola):
            client.force_login(person)
            found.append([label.split(",")[0] for label in offered(client, inquiry, sok="sanitet")])

        assert found == [["Sanitetshuset"], []]

    @pytest.mark.parametrize(
        ("to", "sentence"),
        [
            ("", "Velg hvem som skal svare."),
            ("kontor:tonsberg", "Henvendelsen er der allerede."),
            ("kontor:nedlagt", "Denne mottakeren kan ikke ta imot."),
            ("kontaktpunkt:ukjent", "Denne mottakeren kan ikke ta imot."),
            ("kontaktpunkt:uten-post", "Denne mottakeren kan ikke ta imot."),
            ("noe:annet", "Denne mottakeren kan ikke ta imot."),
        ],
    )
    def test_it_is_not_handed_to_where_nobody_answers(self, as_berit: Client, to: str, sentence: str) -> None:
        make_office("Bodø", slug="nedlagt", closed_on="2025-01-01")
        make_contact_point("Uten post", "Skien", email="")
        inquiry = make_inquiry()

        page = give(as_berit, inquiry, to=to, reason="", consent="")

        assert page.status_code == 422
        for said in (sentence, "Skriv kort hvorfor", "Spør personen først."):
            assert said in words(page)
        assert inquiry.events.count() == 1


def test_who_was_found_stays_chosen_where_something_is_missing(as_berit: Client, bakken: ContactPoint) -> None:
    for number in range(6):
        make_contact_point(f"Nærmere {number}", "Tønsberg")
    inquiry = make_inquiry("3126")
    found = as_berit.get(page_of(inquiry), {"sok": "bakken"})
    searched = read(found.content).one("main").one("form", method="post").attrs["action"]

    page = as_berit.post(searched.partition("#")[0], {"to": f"kontaktpunkt:{bakken.slug}", "consent": "ja"})

    assert page.status_code == 422
    chosen = [one for one in read(page.content).all("input", name="to") if "checked" in one.attrs]
    assert [one.attrs["value"] for one in chosen] == [f"kontaktpunkt:{bakken.slug}"]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"name": ""}, "Skriv navnet på stedet."),
        ({"host_kind": ""}, "Velg hva slags sted det er."),
        ({"sted": "0000"}, "Vi fant ikke"),
        ({"email": ""}, "Skriv e-postadressen til stedet"),
        ({"phone": "12"}, "Skriv inn et telefonnummer med åtte siffer"),
    ],
)
def test_a_new_place_needs_a_name_a_kind_a_place_and_a_mailbox(
    as_berit: Client, answer: dict[str, str], sentence: str
) -> None:
    page = give(as_berit, make_inquiry(), "hand_over_new", **{**NEW_PLACE, **answer})

    assert page.status_code == 422
    assert sentence in words(page)
    assert not ContactPoint.objects.exists()


def test_the_person_is_asked_by_mail_only_where_there_is_an_address(as_berit: Client, bakken: ContactPoint) -> None:
    inquiry = make_inquiry(email="", phone="+4740612345")

    page = give(as_berit, inquiry, to=f"kontaktpunkt:{bakken.slug}", consent="spor")

    assert page.status_code == 422
    assert "Spør personen på e-post først" not in words(page)


def test_a_place_is_not_registered_where_the_inquiry_has_gone(
    as_berit: Client, berit: User, bakken: ContactPoint
) -> None:
    inquiry = make_inquiry()
    seen = inquiry.events.latest("pk").pk
    casework.hand_over(inquiry, bakken, by=berit, reason="Nærmere.")

    page = give(as_berit, inquiry, "hand_over_new", **{**NEW_PLACE, "seen": seen})

    assert page.status_code == 409
    assert "overførte den til Frivilligsentralen på Bakken" in words(page)
    assert page.context["form"]["name"].value() == "Sanitetshuset i Bø"
    assert not ContactPoint.objects.filter(status=PlaceStatus.PROPOSED).exists()


@pytest.mark.parametrize("name", ["hand_over", "hand_over_new"])
def test_others_can_hand_over_nothing(client: Client, outsider: User, tonsberg: DistrictOffice, name: str) -> None:
    inquiry = make_inquiry()

    anonymous = client.post(page_of(inquiry, name))
    client.force_login(outsider)

    assert anonymous["Location"] == f"/konto/logg-inn/?next={page_of(inquiry, name)}"
    assert client.get(page_of(inquiry, name)).status_code == 404
    assert give(client, inquiry, name, **{**NEW_PLACE, "to": "kontor:alta"}).status_code == 404
    assert inquiry.events.count() == 1


def test_a_contact_point_registers_no_places(client: Client, ola: User, bakken: ContactPoint) -> None:
    inquiry = make_inquiry(wish=Wish.JOIN, contact_point=bakken)
    client.force_login(ola)

    assert page_of(inquiry, "hand_over_new") not in words(client.get(page_of(inquiry)))
    assert client.get(page_of(inquiry, "hand_over_new")).status_code == 404
