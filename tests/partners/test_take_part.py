"""A volunteer, an organisation, a private or a public body offers to take part in a partnership."""

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import LeaveMessage, OfferedAs, Outcome, RoutingRule, Status, Wish
from groups.models import Inquiry, MoveNotAllowed
from tests.groups.conftest import stamp_of_a_minute_ago
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.markup import read
from tests.processes import run_jobs

PAGE = "/samarbeid/bli-med/"
OFFER = {
    "offered_as": OfferedAs.ORGANISATION.value,
    "organisation": "Skien sanitetsforening",
    "message": "Vi har et hus midt i byen.",
    "sted": "3724",
    "name": "Grete",
    "email": "grete@example.no",
    "phone": "",
    "consent": "on",
}


def sends(client: Client, **answers: str) -> Inquiry:
    """Fill in at a person's pace, send, and follow to the receipt."""
    response = client.post(PAGE, {**OFFER, "stamp": stamp_of_a_minute_ago(), "website": "", **answers})
    assert response.status_code == 303, response.content.decode()
    receipt = client.get(response["Location"])
    assert "Da er dere med i samarbeidet" in receipt.content.decode()
    found: Inquiry = receipt.context["inquiry"]
    return Inquiry.objects.get(pk=found.pk)


def test_an_organisation_reaches_the_office_of_its_place_and_never_a_contact_point(
    client: Client, bakken: ContactPoint, tonsberg: DistrictOffice, berit: User, ola: User, mailbox: Mailbox
) -> None:
    offer = sends(client)
    run_jobs()

    assert (offer.wish, offer.receiver, offer.rule) == (Wish.PARTNER, tonsberg, RoutingRule.COVERS_COUNTY)
    assert (offer.organisation, offer.offered_as) == (OFFER["organisation"], OfferedAs.ORGANISATION)
    assert offer in Inquiry.objects.visible_to(berit)
    assert offer not in Inquiry.objects.visible_to(ola)
    assert Inquiry.objects.found_by("grete@example.no").get() == offer
    assert mailbox.to(tonsberg) == [f"Henvendelse {offer.reference} venter"]
    assert mailbox.to("grete@example.no") == ["Vi har fått meldingen din"]
    for word in ("sanitet", "samarbeid", "selvhjelp"):
        assert not any(word in (mail.text + mail.subject).lower() for mail in mailbox.mails)


def test_of_a_volunteer_no_organisation_is_kept_and_the_telephone_is_their_own(
    client: Client, tonsberg: DistrictOffice
) -> None:
    offer = sends(client, offered_as=OfferedAs.VOLUNTEER, email="", phone="406 12 345")

    assert (offer.offered_as, offer.organisation) == (OfferedAs.VOLUNTEER, "")
    assert offer.leave_message == LeaveMessage.CALL_BACK


@pytest.mark.parametrize("offered_as", [OfferedAs.PRIVATE, OfferedAs.PUBLIC])
def test_at_a_place_of_work_one_may_leave_a_message(
    client: Client, tonsberg: DistrictOffice, offered_as: OfferedAs
) -> None:
    offer = sends(client, offered_as=offered_as, phone="35 50 00 00")

    assert (offer.organisation, offer.leave_message) == (OFFER["organisation"], LeaveMessage.YES)


def test_the_secret_link_shows_it_and_takes_it_back(client: Client, tonsberg: DistrictOffice) -> None:
    offer = sends(client)

    page = client.get(f"/min-henvendelse/{offer.secret_token}/", follow=True).content.decode()
    assert "Skien sanitetsforening" in page
    assert "Frivillig organisasjon eller forening" in page
    assert "Når passer det for deg å møtes i en gruppe?" not in client.get("/min-henvendelse/rett/").content.decode()
    client.post("/min-henvendelse/trekk-tilbake/")

    offer.refresh_from_db()
    assert (offer.status, offer.organisation, offer.name, offer.message) == (Status.WITHDRAWN, "", "", "")


def test_the_case_says_who_offers_and_asks_for_nothing_about_groups(
    as_berit: Client, client: Client, tonsberg: DistrictOffice
) -> None:
    offer = make_inquiry(wish=Wish.PARTNER, organisation="Sanitetshuset", offered_as=OfferedAs.PUBLIC)

    page = read(as_berit.get(reverse("groups:case", args=[offer.reference])).content)

    assert page.one("h1").text == "Samarbeid"
    assert "Offentlig virksomhet" in page.one("main").text
    assert "Venter på gruppe" not in page.one("main").text
    outcomes = [each.attrs["value"] for each in page.all("input") if each.attrs.get("name") == "outcome"]
    assert Outcome.PARTNER in outcomes
    assert not {Outcome.JOINED, Outcome.STARTED} & set(outcomes)
    assert "Offentlig virksomhet" in as_berit.get(f"/admin/groups/inquiry/{offer.pk}/change/").content.decode()


def test_who_asks_for_a_group_is_not_said_to_have_become_a_partner(as_berit: Client) -> None:
    page = read(as_berit.get(reverse("groups:case", args=[make_inquiry().reference])).content)

    outcomes = {each.attrs["value"] for each in page.all("input") if each.attrs.get("name") == "outcome"}
    assert Outcome.PARTNER not in outcomes
    assert {Outcome.JOINED, Outcome.STARTED} <= outcomes


def test_who_offers_waits_for_no_group(berit: User) -> None:
    offer = make_inquiry(wish=Wish.PARTNER, offered_as=OfferedAs.VOLUNTEER)

    with pytest.raises(MoveNotAllowed):
        offer.wait(by=berit)
    offer.close(Outcome.PARTNER, by=berit)
    assert offer.get_outcome_display() == "Ble med i samarbeidet"


def test_the_list_and_the_routing_test_know_the_wish(as_berit: Client) -> None:
    offer = make_inquiry(wish=Wish.PARTNER, offered_as=OfferedAs.VOLUNTEER)
    make_inquiry()

    rows = read(as_berit.get("/arbeidsflate/henvendelser/", {"onske": "partner"}).content)
    assert [each.text for each in rows.all("span", class_="case__ref")] == [offer.reference]
    tried = read(as_berit.get(reverse("groups:routing_test"), {"sted": "3724"}).content).one("main").text
    assert "Bli med i samarbeidet" in tried


def test_sent_twice_it_is_one(client: Client, tonsberg: DistrictOffice) -> None:
    hidden = {"submission_id": str(client.get(PAGE).context["form"]["submission_id"].value())}

    assert sends(client, **hidden) == sends(client, **hidden)
    assert Inquiry.objects.count() == 1


def test_sent_again_with_something_else_the_first_is_kept_and_the_receipt_says_so(
    client: Client, tonsberg: DistrictOffice
) -> None:
    hidden = {"submission_id": str(client.get(PAGE).context["form"]["submission_id"].value())}
    sends(client, **hidden)

    again = {**OFFER, "stamp": stamp_of_a_minute_ago(), **hidden, "offered_as": OfferedAs.PRIVATE.value}
    receipt = client.get(client.post(PAGE, again)["Location"]).content.decode()

    assert "Bare det første er tatt vare på." in receipt
    assert f'href="{PAGE}"' in receipt
    assert Inquiry.objects.get().offered_as == OfferedAs.ORGANISATION


@pytest.mark.parametrize("trick", [{"website": "https://spam.example"}, {"stamp": ""}])
def test_what_a_machine_fills_in_waits_in_quarantine(
    client: Client, tonsberg: DistrictOffice, trick: dict[str, str]
) -> None:
    assert sends(client, **trick).status == Status.QUARANTINED


WRONG = [
    ("offered_as", "", "Velg hvem det er som vil være med."),
    ("offered_as", "bank", "Velg et av svarene om hvem som vil være med."),
    ("organisation", "", "Skriv hva organisasjonen eller virksomheten heter."),
    ("organisation", "x" * 121, "Skriv et kortere navn, på høyst 120 tegn."),
    ("message", "", "Skriv kort hva dere kan bidra med."),
    ("message", "m" * 501, "Skriv høyst 500 tegn. Nå er det 501."),
    ("sted", "", "Skriv postnummeret eller navnet på kommunen, for eksempel 3724 eller Skien."),
    ("name", "", "Skriv navnet på den vi kan snakke med. Fornavn holder."),
    ("email", "", "Skriv e-postadressen eller telefonnummeret ditt, så vi kan svare."),
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


def test_before_the_portal_is_set_up_nobody_would_have_got_it(client: Client, db: None) -> None:
    response = client.post(PAGE, OFFER)

    assert response.status_code == 503
    assert not Inquiry.objects.exists()


def test_the_way_there_is_on_every_page(client: Client, db: None) -> None:
    for path in ("/", "/om/", "/bli-kontaktpunkt/"):
        assert f'href="{PAGE}"' in client.get(path).content.decode()
