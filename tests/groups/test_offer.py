"""A place offers to become a contact point."""

import pytest
from django.test import Client

from contactpoints.enums import HostKind
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import RoutingRule, Status, Wish
from groups.models import Inquiry
from tests.groups.conftest import Kari, stamp_of_a_minute_ago
from tests.mailbox import Mailbox
from tests.processes import run_jobs

PAGE = "/bli-kontaktpunkt/"
OFFER = {
    "organisation": "Bamble pårørendegruppe",
    "host_kind": HostKind.NEXT_OF_KIN_GROUP.value,
    "sted": "3724",
    "name": "Grete",
    "email": "grete@example.no",
    "phone": "",
    "message": "Vi har et rom på torsdager.",
    "consent": "on",
}


def sends(client: Client, **answers: str) -> Inquiry:
    """Fill in at a person's pace, send, and follow to the receipt."""
    response = client.post(PAGE, {**OFFER, "stamp": stamp_of_a_minute_ago(), "website": "", **answers})
    assert response.status_code == 303, response.content.decode()
    receipt = client.get(response["Location"])
    assert "får beskjed om at dere vil være med" in receipt.content.decode()
    found: Inquiry = receipt.context["inquiry"]
    return Inquiry.objects.get(pk=found.pk)


def test_the_page_says_what_it_takes(client: Client, db: None) -> None:
    page = client.get(PAGE).content.decode()

    assert "Noen timer i uken ved siden av alt det andre dere gjør" in page
    for kind in HostKind:
        assert str(kind.label) in page


def test_an_offer_reaches_the_responsible_office_and_never_a_contact_point(
    client: Client, bakken: ContactPoint, tonsberg: DistrictOffice, berit: User, ola: User, mailbox: Mailbox
) -> None:
    offer = sends(client)
    run_jobs()

    assert (offer.wish, offer.receiver, offer.rule) == (Wish.CONTACT_POINT, tonsberg, RoutingRule.COVERS_COUNTY)
    assert (offer.organisation, offer.host_kind) == (OFFER["organisation"], HostKind.NEXT_OF_KIN_GROUP)
    assert offer in Inquiry.objects.visible_to(berit)
    assert offer not in Inquiry.objects.visible_to(ola)
    assert mailbox.to(tonsberg) == [f"Henvendelse {offer.reference} venter"]
    assert mailbox.to("grete@example.no") == ["Vi har fått meldingen din"]
    assert not any("Bamble" in mail.text + mail.subject for mail in mailbox.mails)


def test_the_secret_link_shows_it_and_takes_it_back(client: Client, tonsberg: DistrictOffice) -> None:
    offer = sends(client)

    page = client.get(f"/min-henvendelse/{offer.secret_token}/", follow=True).content.decode()
    assert "Bamble pårørendegruppe" in page
    client.post("/min-henvendelse/trekk-tilbake/")

    offer.refresh_from_db()
    assert (offer.status, offer.organisation, offer.name) == (Status.WITHDRAWN, "", "")


def test_sent_twice_it_is_one(client: Client, tonsberg: DistrictOffice) -> None:
    hidden = {"submission_id": str(client.get(PAGE).context["form"]["submission_id"].value())}

    assert sends(client, **hidden) == sends(client, **hidden)
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize("trick", [{"website": "https://spam.example"}, {"stamp": ""}])
def test_what_a_machine_fills_in_waits_in_quarantine(
    client: Client, tonsberg: DistrictOffice, trick: dict[str, str]
) -> None:
    assert sends(client, **trick).status == Status.QUARANTINED


WRONG = [
    ("organisation", "", "Skriv hva stedet eller organisasjonen heter."),
    ("organisation", "x" * 121, "Skriv et kortere navn, på høyst 120 tegn."),
    ("host_kind", "", "Velg hva slags sted det er."),
    ("host_kind", "bank", "Velg et av stedene i listen."),
    ("sted", "", "Skriv postnummeret eller navnet på kommunen, for eksempel 3724 eller Skien."),
    ("sted", "Telemark", "Telemark er et fylke. Skriv kommunen eller postnummeret."),
    ("name", "", "Skriv navnet på den vi kan snakke med. Fornavn holder."),
    ("email", "", "Skriv e-postadressen eller telefonnummeret ditt, så vi kan svare."),
    ("phone", "12", "Skriv inn et telefonnummer med åtte siffer, for eksempel 406 12 345."),
    ("message", "m" * 501, "Skriv høyst 500 tegn. Nå er det 501."),
    ("consent", "", "Kryss av hvis det er greit at vi leser dette og svarer deg."),
]


@pytest.mark.parametrize(("field", "value", "sentence"), WRONG)
def test_each_wrong_field_says_what_to_write(
    client: Client, tonsberg: DistrictOffice, field: str, value: str, sentence: str
) -> None:
    response = client.post(PAGE, {**OFFER, field: value})

    assert response.status_code == 422
    assert response.content.decode().count(sentence) == 2
    assert not Inquiry.objects.exists()


def test_a_form_whose_number_cannot_be_read_is_sent_the_second_time(client: Client, tonsberg: DistrictOffice) -> None:
    refused = client.post(PAGE, {**OFFER, "submission_id": "not-a-uuid"})

    assert refused.status_code == 422
    sends(client, submission_id=str(refused.context["form"]["submission_id"].value()))


def test_before_the_portal_is_set_up_nobody_would_have_got_it(client: Client, db: None) -> None:
    response = client.post(PAGE, OFFER)

    assert response.status_code == 503
    assert not Inquiry.objects.exists()


def test_a_person_cannot_offer_through_the_form_for_people(kari: Kari, tonsberg: DistrictOffice) -> None:
    assert kari.sends(wish="contact_point").status_code == 422


@pytest.mark.parametrize("path", ["/", "/om/"])
def test_the_way_there_is_on_the_pages_one_reads(client: Client, db: None, path: str) -> None:
    assert f'href="{PAGE}"' in client.get(path).content.decode()
