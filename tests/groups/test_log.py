"""Writing down what somebody said by telephone, mail or letter or in person."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Membership, User
from groups.enums import Channel, LeaveMessage, RoutingRule, Status, Step, Wish
from groups.inquiries.intake import ORAL_CONSENT_VERSION
from groups.models import Inquiry
from tests.conftest import TODAY, make_contact_point, make_user
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.markup import read
from tests.processes import run_jobs

LOG = "/arbeidsflate/henvendelser/ny/"


def opened(client: Client) -> dict[str, Any]:
    """The form as the page gives it, defaults filled."""
    form = client.get(LOG).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [])}


def written_down(client: Client, **said: Any) -> Any:
    return client.post(LOG, {**opened(client), "consent": "on", **said})


def logged() -> Inquiry:
    return Inquiry.objects.get()


def address(name: str) -> str:
    return reverse(f"groups:case_{name}", args=[logged().reference])


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_only_the_consent_is_asked_of_who_wants_to_be_nobody(as_ola: Client, ola: User, bakken: ContactPoint) -> None:
    page = written_down(as_ola)

    inquiry = logged()
    assert page.status_code == 303
    assert (inquiry.channel, inquiry.wish, inquiry.municipality) == (Channel.PHONE, Wish.JOIN, bakken.municipality)
    assert (inquiry.name, inquiry.email, inquiry.phone, inquiry.leave_message) == ("", "", "", LeaveMessage.NO)
    assert (inquiry.receiver, inquiry.rule, inquiry.status) == (bakken, RoutingRule.LOGGED_HERE, Status.TAKEN)
    assert (inquiry.assignee, inquiry.consent_asked_by) == (ola, ola)
    assert inquiry.consent_version == ORAL_CONSENT_VERSION
    assert [(event.step, event.by) for event in inquiry.events.all()] == [(Step.RECEIVE, ola)]


def test_who_can_not_be_reached_waits_for_no_answer_but_is_not_forgotten(as_ola: Client, berit: User) -> None:
    written_down(as_ola)

    inquiry = logged()
    assert (inquiry.waits_since, inquiry.answer_due_on) == (None, None)
    assert inquiry.due_on == inquiry.follow_up_on == date(2026, 6, 8)  # five working days on

    inquiry.hand_over(inquiry.office, inquiry.office, by=berit, reason="De vet hvem det er.")
    inquiry.refresh_from_db()
    assert (inquiry.waits_since, inquiry.due_on) == (None, date(2026, 6, 8))


def test_a_page_whose_number_got_lost_is_sent_once_more(as_ola: Client) -> None:
    wrong = written_down(as_ola, submission_id="borte")
    form = wrong.context["form"]

    again = written_down(as_ola, submission_id=form["submission_id"].value())

    assert (wrong.status_code, again.status_code) == (422, 303)


def test_what_the_person_wants_said_is_kept(as_ola: Client) -> None:
    written_down(
        as_ola,
        channel="walk_in",
        wish="information",
        sted="3717",
        theme="grief",
        name="Kim",
        phone="406 12 345",
        leave_message="call_back",
        contact_times=["evening"],
        message="Kom innom med en venn.",
    )

    inquiry = logged()
    assert (inquiry.channel, inquiry.wish, inquiry.theme) == (Channel.WALK_IN, Wish.INFORMATION, "grief")
    assert (str(inquiry.postal_code), inquiry.phone, inquiry.leave_message) == (
        "3717 Skien",
        "+4740612345",
        LeaveMessage.CALL_BACK,
    )
    assert (inquiry.name, inquiry.contact_times, inquiry.message) == ("Kim", ["evening"], "Kom innom med en venn.")


def test_sent_twice_it_is_one_and_what_was_changed_is_told(as_ola: Client) -> None:
    form = opened(as_ola) | {"consent": "on", "name": "Kim"}

    first, again = as_ola.post(LOG, form), as_ola.post(LOG, form)
    changed = as_ola.get(as_ola.post(LOG, {**form, "name": "Kari"})["Location"])

    assert first["Location"] == again["Location"]
    assert logged().name == "Kim"
    assert "Bare det første er tatt vare på" in words(changed)


def test_sent_again_after_it_was_passed_on_it_is_still_one(as_ola: Client) -> None:
    form = opened(as_ola) | {"consent": "on"}
    as_ola.post(LOG, form)
    as_ola.post(address("pass_on"), {"seen": logged().events.latest("pk").pk})

    again = as_ola.get(as_ola.post(LOG, form)["Location"])

    assert Inquiry.objects.count() == 1
    assert f"{logged().reference} er ført inn fra før" in words(again)


def test_the_office_is_told_of_a_wish_to_start_and_the_place_keeps_it(
    as_ola: Client, bakken: ContactPoint, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    written_down(as_ola, wish="start")
    run_jobs()

    assert logged().receiver == bakken
    assert mailbox.to(tonsberg) == [f"Henvendelse {logged().reference} er ført inn"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"consent": ""}, "Spør personen om det er greit"),
        ({"sted": ""}, "Skriv postnummeret eller kommunen"),
        ({"phone": "12"}, "Skriv inn et telefonnummer med åtte siffer"),
        ({"email": "kari"}, "Skriv inn en e-postadresse"),
        ({"channel": "web"}, "Velg et av svarene"),
        ({"wish": "contact_point"}, "Velg et av svarene"),
        ({"at": "kontaktpunkt:et-annet"}, "Velg et av stedene"),
        ({"message": "å" * 501}, "Skriv høyst 500 tegn"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(as_ola: Client, said: dict[str, str], sentence: str) -> None:
    page = written_down(as_ola, **{"name": "Kim", **said})

    assert page.status_code == 422
    assert sentence in words(page)
    assert 'value="Kim"' in words(page)
    assert not Inquiry.objects.exists()


def test_who_works_at_several_places_says_for_which(
    as_ola: Client, ola: User, bakken: ContactPoint, tonsberg: DistrictOffice
) -> None:
    assert 'type="hidden" name="at"' in words(as_ola.get(LOG))
    hus = make_contact_point("Mestringshuset", "Porsgrunn")
    Membership.objects.create(user=ola, role=Role.STAFF, contact_point=hus, valid_from=TODAY)
    as_ola.force_login(User.objects.get_queryset().get(pk=ola.pk))

    choices = [field.attrs["value"] for field in read(as_ola.get(LOG).content).all("input", name="at")]
    written_down(as_ola, at=f"kontaktpunkt:{hus.slug}")

    assert choices == [f"kontaktpunkt:{bakken.slug}", f"kontaktpunkt:{hus.slug}"]
    assert logged().receiver == hus


def test_berit_logs_for_her_office(client: Client, berit: User, tonsberg: DistrictOffice) -> None:
    client.force_login(berit)

    page = client.get(written_down(client)["Location"])

    assert (logged().receiver, logged().contact_point) == (tonsberg, None)
    assert address("pass_on") not in words(page)


class TestAfterwards:
    def test_it_shows_the_reference_and_is_passed_on_with_one_button(
        self, as_ola: Client, tonsberg: DistrictOffice, mailbox: Mailbox
    ) -> None:
        page = as_ola.get(written_down(as_ola)["Location"])
        inquiry = logged()
        assert inquiry.reference in words(page)
        assert inquiry.secret_token not in words(page)

        seen = inquiry.events.latest("pk").pk
        onward = as_ola.post(address("pass_on"), {"seen": seen}, follow=True)

        run_jobs()
        inquiry.refresh_from_db()
        assert (inquiry.receiver, inquiry.rule) == (tonsberg, RoutingRule.HANDED_OVER)
        assert "Distriktskontoret har den nå." in words(onward)
        assert mailbox.to(tonsberg) == [f"Henvendelse {inquiry.reference} venter"]

    def test_the_slip_has_the_link_and_no_address_of_its_own(self, as_ola: Client) -> None:
        written_down(as_ola)

        page = as_ola.post(address("slip"))

        assert f"/min-henvendelse/{logged().secret_token}/" in words(page)
        assert "no-store" in page["Cache-Control"]
        assert as_ola.get(address("slip")).status_code == 405

    def test_the_link_goes_by_mail_if_there_is_an_address(self, as_ola: Client, mailbox: Mailbox) -> None:
        written_down(as_ola, email="kari@example.no")

        as_ola.post(address("send_link"))
        run_jobs()

        assert mailbox.to("kari@example.no") == ["Lenken du ba om"]

    def test_nothing_is_sent_without_one(self, as_ola: Client) -> None:
        written_down(as_ola)

        assert "ingen e-postadresse" in words(as_ola.post(address("send_link"), follow=True))

    def test_the_link_of_who_wrote_themselves_is_not_for_staff(self, as_ola: Client, bakken: ContactPoint) -> None:
        make_inquiry(wish=Wish.JOIN, contact_point=bakken)

        assert address("slip") not in words(as_ola.get(reverse("groups:case", args=[logged().reference])))
        refused = as_ola.post(address("slip"), follow=True)
        assert "Lapp finnes bare" in words(refused)
        assert logged().secret_token not in words(refused)


@pytest.mark.parametrize("name", ["logged", "slip", "send_link"])
def test_others_get_nothing(client: Client, ola: User, outsider: User, name: str) -> None:
    client.force_login(ola)
    written_down(client)
    client.logout()

    anonymous = client.post(address(name))
    client.force_login(outsider)

    assert anonymous["Location"] == f"/konto/logg-inn/?next={address(name)}"
    assert (client.get if name == "logged" else client.post)(address(name)).status_code == 404


def test_who_answers_for_no_place_logs_nothing(client: Client, tonsberg: DistrictOffice) -> None:
    assert client.get(LOG)["Location"] == f"/konto/logg-inn/?next={LOG}"
    client.force_login(make_user("revisor@example.no", Role.AUDITOR, office=tonsberg))

    assert [client.get(LOG).status_code, client.post(LOG, {"submission_id": str(uuid.uuid4())}).status_code] == [
        404
    ] * 2
