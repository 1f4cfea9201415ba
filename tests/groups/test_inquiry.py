"""Kari asks: who gets it, what she sees, and what is never kept."""

import json
import logging
import uuid

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.checks import national_desk_is_set_up
from contactpoints.enums import Status as ContactPointStatus
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import Outcome, RoutingRule, Status, Step
from groups.models import Inquiry, InquiryEvent
from tests.conftest import TODAY, make_contact_point
from tests.groups.conftest import Kari


def jobs() -> list[tuple[str, dict[str, object]]]:
    """Queued jobs: name and arguments, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs ORDER BY id")
        return [(name, json.loads(args)) for name, args in cursor.fetchall()]


def test_request_to_start_from_tromso_goes_to_the_office_covering_troms(kari: Kari, alta: DistrictOffice) -> None:
    inquiry = kari.asks(wish="start", sted="9008")

    assert inquiry.office == alta
    assert inquiry.contact_point is None
    assert inquiry.rule == RoutingRule.COVERS_COUNTY
    assert "Tromsø" in inquiry.reason
    assert "Troms" in inquiry.reason


def test_request_to_join_with_a_chosen_contact_point_goes_there_and_its_office_can_read_it(
    kari: Kari, bakken: ContactPoint, ola: User, berit: User, outsider: User
) -> None:
    inquiry = kari.asks(wish="join", sted="9008", kontaktpunkt=bakken.slug)

    assert inquiry.receiver == bakken
    assert inquiry.office.town == "Tønsberg"  # the contact point's office, not that of the place
    assert inquiry.rule == RoutingRule.CHOSEN_CONTACT_POINT
    assert [inquiry in Inquiry.objects.visible_to(one) for one in (ola, berit, outsider)] == [True, True, False]


def test_request_to_start_goes_to_the_office_of_the_chosen_contact_point(
    kari: Kari, bakken: ContactPoint, tonsberg: DistrictOffice
) -> None:
    inquiry = kari.asks(wish="start", kontaktpunkt=bakken.slug)

    assert inquiry.receiver == tonsberg
    assert inquiry.chosen_contact_point == bakken


def test_request_to_join_without_a_contact_point_goes_to_the_office(kari: Kari, tonsberg: DistrictOffice) -> None:
    assert kari.asks(wish="join", sted="Skien").receiver == tonsberg


@pytest.mark.parametrize("hindrance", [{"status": ContactPointStatus.PAUSED}, {"email": ""}])
def test_contact_point_that_cannot_be_reached_is_passed_by_and_the_reason_says_so(
    kari: Kari, tonsberg: DistrictOffice, hindrance: dict[str, str]
) -> None:
    silent = make_contact_point("Stille hus", "Skien", **hindrance)

    inquiry = kari.asks(wish="join", kontaktpunkt=silent.slug)

    assert inquiry.receiver == tonsberg
    assert inquiry.reason.startswith("Stille hus kan ikke ta imot")


def test_place_without_an_office_gets_the_nearest_one(kari: Kari, tonsberg: DistrictOffice) -> None:
    inquiry = kari.asks(wish="start", sted="Arendal")

    assert (inquiry.office, inquiry.rule) == (tonsberg, RoutingRule.NEAREST)
    assert inquiry.distance_km == pytest.approx(128, abs=15)


def test_svalbard_is_answered_by_the_national_desk(
    kari: Kari, tonsberg: DistrictOffice, national_desk: DistrictOffice
) -> None:
    assert kari.asks(wish="start", sted="9170").office == national_desk


def test_first_event_holds_the_routing_and_its_reason(kari: Kari, tonsberg: DistrictOffice) -> None:
    inquiry = kari.asks()

    event = InquiryEvent.objects.get(inquiry=inquiry)
    assert (event.step, event.status_before, event.status_after) == (Step.RECEIVE, "", Status.NEW)
    assert (event.office, event.rule, event.reason) == (tonsberg, inquiry.rule, inquiry.reason)


def test_jobs_carry_ids_only_and_there_is_one_for_each_reader(kari: Kari, tonsberg: DistrictOffice) -> None:
    inquiry = kari.asks()

    queued = jobs()
    assert [args["kind"] for _name, args in queued] == ["to_receiver", "to_person"]
    assert all(set(args) == {"kind", "event_id"} for _name, args in queued)
    assert {args["event_id"] for _name, args in queued} == {inquiry.events.get().pk}


def test_without_an_address_only_the_receiver_gets_a_mail(kari: Kari, tonsberg: DistrictOffice) -> None:
    kari.asks(email="", phone="406 12 345", leave_message="no")

    assert [args["kind"] for _name, args in jobs()] == ["to_receiver"]


def test_same_submission_twice_gives_the_same_receipt_and_nothing_new(kari: Kari, tonsberg: DistrictOffice) -> None:
    once = str(uuid.uuid4())

    first, second = kari.asks(submission_id=once), kari.asks(submission_id=once, message="Sendt igjen")

    assert first.reference == second.reference
    assert Inquiry.objects.count() == 1
    assert Inquiry.objects.get().message == "Jeg kan best på torsdager."
    assert len(jobs()) == 2
    assert "Bare det første er tatt vare på." in kari.client.get("/henvendelse/kvittering/").content.decode()
    kari.asks(submission_id=once)
    assert "Bare det første" not in kari.client.get("/henvendelse/kvittering/").content.decode()


def test_the_number_of_a_form_opens_nothing_for_whoever_reads_the_database(
    kari: Kari, tonsberg: DistrictOffice
) -> None:
    once = uuid.uuid4()

    assert kari.asks(submission_id=str(once)).submission_id != once


def test_posting_takes_at_most_fifteen_queries(
    kari: Kari, bakken: ContactPoint, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        kari.sends(kontaktpunkt=bakken.slug)


def test_form_filled_by_a_machine_waits_in_quarantine_but_gets_a_receipt(
    kari: Kari, bakken: ContactPoint, ola: User, berit: User
) -> None:
    inquiry = kari.asks(website="https://spam.example", kontaktpunkt=bakken.slug)

    assert inquiry.status == Status.QUARANTINED
    assert inquiry in Inquiry.objects.visible_to(berit)
    assert inquiry not in Inquiry.objects.visible_to(ola)
    assert [args["kind"] for _name, args in jobs()] == ["to_office_for_control"]
    assert "kort e-post" not in kari.client.get("/henvendelse/kvittering/").content.decode()


@pytest.mark.parametrize("ending", ["closed", "withdrawn"])
def test_what_never_left_quarantine_is_never_shown_to_the_contact_point(
    kari: Kari, bakken: ContactPoint, ola: User, berit: User, ending: str
) -> None:
    inquiry = kari.asks(website="https://spam.example", kontaktpunkt=bakken.slug)

    if ending == "closed":
        inquiry.close(Outcome.SPAM, by=berit)
    else:
        inquiry.withdraw()

    assert inquiry not in Inquiry.objects.visible_to(ola)
    assert inquiry in Inquiry.objects.visible_to(berit)


def test_inquiries_of_a_closed_office_are_not_left_without_a_reader(
    kari: Kari, tonsberg: DistrictOffice, admin: User
) -> None:
    inquiry = kari.asks()
    assert inquiry not in Inquiry.objects.visible_to(admin)

    DistrictOffice.objects.filter(pk=tonsberg.pk).update(closed_on=TODAY)

    assert inquiry in Inquiry.objects.visible_to(admin)


def test_the_consent_names_who_really_gets_it(client: Client, tonsberg: DistrictOffice) -> None:
    make_contact_point("Stille hus", "Skien", status=ContactPointStatus.PAUSED)

    page = client.get("/henvendelse/", {"kontaktpunkt": "stille-hus"}).content.decode()

    assert "Det er greit at Distriktskontoret i Tønsberg leser dette" in page
    assert "Stille hus kan ikke ta imot henvendelser nå." in page


@pytest.mark.parametrize("stamp", ["", "not:a:stamp"])
def test_form_without_its_stamp_waits_in_quarantine(kari: Kari, tonsberg: DistrictOffice, stamp: str) -> None:
    assert kari.asks(stamp=stamp).status == Status.QUARANTINED


def test_form_sent_in_the_moment_it_was_opened_waits_in_quarantine(kari: Kari, tonsberg: DistrictOffice) -> None:
    hidden = kari.opens_the_form()

    assert kari.asks(**hidden).status == Status.QUARANTINED


def test_under_18_nothing_is_kept_and_the_page_says_who_helps(kari: Kari, tonsberg: DistrictOffice) -> None:
    response = kari.sends(over_18="nei")

    assert response["Location"] == "/henvendelse/under-18/"
    assert "116 111" in kari.client.get(response["Location"]).content.decode()
    assert not Inquiry.objects.exists()


def test_personal_words_are_unreadable_in_the_database(kari: Kari, tonsberg: DistrictOffice) -> None:
    inquiry = kari.asks(phone="406 12 345", leave_message="call_back")

    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM groups_inquiry t")
        row = cursor.fetchone()[0]
    for word in ("Kari", "kari@example.no", "40612345", "torsdager", inquiry.secret_token):
        assert word not in row
    assert (inquiry.name, inquiry.email, inquiry.phone) == ("Kari", "kari@example.no", "+4740612345")


def test_receipt_is_only_for_the_browser_that_sent(kari: Kari, tonsberg: DistrictOffice) -> None:
    kari.asks()

    assert kari.client.get("/henvendelse/kvittering/").headers["Cache-Control"].endswith("private")
    assert Client().get("/henvendelse/kvittering/").status_code == 404


class TestSecretLink:
    def test_opens_the_inquiry_at_an_address_without_the_secret(self, kari: Kari, tonsberg: DistrictOffice) -> None:
        inquiry = kari.asks()
        elsewhere = Client()

        response = elsewhere.get(f"/min-henvendelse/{inquiry.secret_token}/")

        assert response["Location"] == "/min-henvendelse/"
        assert response.cookies["min-henvendelse"]["httponly"]
        assert response.cookies["min-henvendelse"]["path"] == "/min-henvendelse/"
        page = elsewhere.get("/min-henvendelse/").content.decode()
        assert inquiry.reference in page
        assert "Distriktskontoret i Tønsberg" in page

    def test_opening_changes_nothing(self, kari: Kari, tonsberg: DistrictOffice) -> None:
        inquiry = kari.asks()

        kari.client.get(f"/min-henvendelse/{inquiry.secret_token}/", follow=True)

        inquiry.refresh_from_db()
        assert (inquiry.status, inquiry.name) == (Status.NEW, "Kari")
        assert InquiryEvent.objects.count() == 1

    def test_dies_when_the_version_is_raised(self, kari: Kari, tonsberg: DistrictOffice) -> None:
        inquiry = kari.asks()
        kari.client.get(f"/min-henvendelse/{inquiry.secret_token}/")
        Inquiry.objects.update(link_version=2)

        assert inquiry.reference not in kari.client.get("/min-henvendelse/").content.decode()
        assert kari.client.get(f"/min-henvendelse/{inquiry.secret_token}/").status_code == 404

    @pytest.mark.parametrize("token", ["x", "0" * 44, "." * 44, "æ" * 44])
    def test_that_is_wrong_gives_a_kind_page(self, client: Client, db: None, token: str) -> None:
        response = client.get(f"/min-henvendelse/{token}/")

        assert response.status_code == 404
        assert "Åpne henvendelsen med lenken din" in response.content.decode()

    def test_withdrawing_erases_what_is_personal_and_keeps_the_case(self, kari: Kari, tonsberg: DistrictOffice) -> None:
        inquiry = kari.asks(phone="406 12 345", leave_message="no", contact_times=["evening"])
        kari.client.get(f"/min-henvendelse/{inquiry.secret_token}/")

        page = kari.client.post("/min-henvendelse/trekk-tilbake/", follow=True).content.decode()

        inquiry.refresh_from_db()
        assert [inquiry.name, inquiry.email, inquiry.phone, inquiry.message] == ["", "", "", ""]
        assert (inquiry.status, inquiry.contact_times) == (Status.WITHDRAWN, [])
        assert [event.step for event in inquiry.events.all()] == [Step.RECEIVE, Step.WITHDRAW]
        assert "Du har trukket den tilbake" in page

    def test_withdrawing_twice_is_the_same_as_once(self, kari: Kari, tonsberg: DistrictOffice) -> None:
        inquiry = kari.asks()
        kari.client.get(f"/min-henvendelse/{inquiry.secret_token}/")

        for _again in range(2):
            assert kari.client.post("/min-henvendelse/trekk-tilbake/").status_code == 303

        assert inquiry.events.count() == 2

    def test_never_stands_in_the_log(
        self, kari: Kari, tonsberg: DistrictOffice, caplog: pytest.LogCaptureFixture
    ) -> None:
        inquiry = kari.asks()
        with caplog.at_level(logging.DEBUG):
            Client(enforce_csrf_checks=True).post(f"/min-henvendelse/{inquiry.secret_token}/")
            kari.client.get(f"/min-henvendelse/{inquiry.secret_token}/")
            kari.client.get(f"/min-henvendelse/{inquiry.secret_token}x/")

        assert "groups:my_inquiry_link" in caplog.text
        assert inquiry.secret_token not in caplog.text

    def test_withdrawing_takes_a_post_and_the_link(self, client: Client, db: None) -> None:
        assert client.get("/min-henvendelse/trekk-tilbake/").status_code == 405
        assert client.post("/min-henvendelse/trekk-tilbake/").status_code == 404


class TestBeforeThePortalIsSetUp:
    """No office at all: not even the national desk."""

    def test_the_form_says_that_nobody_would_have_got_it(self, kari: Kari, db: None) -> None:
        response = kari.sends(sted="3724")

        assert response.status_code == 503
        assert "ikke ferdig satt opp" in response.content.decode()
        assert not Inquiry.objects.exists()

    def test_the_form_can_be_looked_at(self, client: Client, db: None) -> None:
        assert client.get("/henvendelse/", {"sted": "3724"}).status_code == 200

    def test_a_check_says_so(self, db: None) -> None:
        assert [warning.id for warning in national_desk_is_set_up(None, ["default"])] == ["contactpoints.W001"]

    def test_the_check_is_silent_afterwards(self, national_desk: DistrictOffice) -> None:
        assert national_desk_is_set_up(None, ["default"]) == []


def test_my_inquiry_without_the_link_says_how_to_come_to_it(client: Client, db: None) -> None:
    response = client.get("/min-henvendelse/")

    assert response.status_code == 200
    assert "Åpne henvendelsen med lenken din" in response.content.decode()
