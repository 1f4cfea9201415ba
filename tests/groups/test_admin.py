"""Inquiries in the admin: read with care, let through, handed over, closed, and nobody else's to see."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.enums import Status as ContactPointStatus
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import LeaveMessage, Outcome, Status, Step
from groups.models import Inquiry
from tests.conftest import make_contact_point, make_office, make_user
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.processes import run_jobs

LIST = "/admin/groups/inquiry/"
STEPS = ("release", "hand_over", "close")
FASTER = "Noen andre var raskere"


@pytest.fixture
def as_berit(client: Client, berit: User) -> Client:
    """At the desk of the coordinator in Tønsberg."""
    client.force_login(berit)
    return client


def case(inquiry: Inquiry) -> str:
    return reverse("admin:groups_inquiry_change", args=[inquiry.pk])


def step(inquiry: Inquiry, name: str) -> str:
    return reverse(f"admin:groups_inquiry_{name}", args=[inquiry.pk])


def seen(inquiry: Inquiry) -> int:
    """What the page of a step holds: the last that has happened."""
    return inquiry.events.order_by("pk").values_list("pk", flat=True)[inquiry.events.count() - 1]


def take(client: Client, inquiry: Inquiry, name: str, **answers: Any) -> Any:
    """Send the form of a step as its page gives it."""
    return client.post(step(inquiry, name), {"seen": seen(inquiry), **answers}, follow=True)


def references(page: Any) -> list[str]:
    return [inquiry.reference for inquiry in page.context["cl"].result_list]


class TestReading:
    def test_the_office_sees_its_own_and_what_waits_for_control(self, as_berit: Client, alta: DistrictOffice) -> None:
        own, waiting, others = make_inquiry("3724"), make_inquiry("3126", suspicious=True), make_inquiry("9510")

        page = as_berit.get(LIST)

        assert set(references(page)) == {own.reference, waiting.reference}
        assert references(as_berit.get(LIST, {"status__exact": "quarantined"})) == [waiting.reference]
        assert as_berit.get(case(others)).status_code == 404

    def test_it_is_found_by_its_reference_as_one_says_it(self, as_berit: Client) -> None:
        wanted, _other = make_inquiry("3724"), make_inquiry("3724")

        spoken = wanted.reference.replace("-", " ").lower()

        assert references(as_berit.get(LIST, {"q": spoken})) == [wanted.reference]

    def test_the_list_is_filtered_by_county_and_age(self, as_berit: Client) -> None:
        skien, tonsberg = make_inquiry("3724"), make_inquiry("3126")
        long_ago = tonsberg.received_at.replace(year=2025)
        Inquiry.objects.filter(pk=tonsberg.pk).update(received_at=long_ago)
        counties = next(one for one in as_berit.get(LIST).context["cl"].filter_specs if one.title == "fylke")

        assert [name for _pk, name in counties.lookup_choices] == ["Telemark", "Vestfold"]
        assert references(as_berit.get(LIST, {"mottatt": "uke"})) == [skien.reference]
        assert references(as_berit.get(LIST, {"mottatt": "eldre"})) == [tonsberg.reference]

    def test_the_list_holds_nothing_personal_and_asks_about_nothing_personal(self, as_berit: Client) -> None:
        make_inquiry("3724", name="Kari Nordmann", message="Torsdager passer.")

        page = as_berit.get(LIST).content.decode()

        assert all(word not in page for word in ("Kari", "kari@example.no", "Torsdager"))
        assert as_berit.get(LIST, {"name__startswith": "K"}).status_code == 400

    def test_the_case_says_how_to_reach_her_safely(self, as_berit: Client) -> None:
        inquiry = make_inquiry(
            "3724",
            phone="+4740000000",
            message="<b>Torsdager</b> passer.",
            leave_message=LeaveMessage.CALL_BACK,
            contact_times=["evening"],
        )

        answer = as_berit.get(case(inquiry))
        page = answer.content.decode()

        for words in (
            "Kari",
            "kari@example.no",
            "tel:+4740000000",
            "&lt;b&gt;Torsdager",
            "Bare «ring tilbake»",
            "Kveld",
        ):
            assert words in page
        assert "Distriktskontoret i Tønsberg har svart for fylket siden" in page
        assert "no-store" in answer["Cache-Control"]

    def test_what_was_taken_back_is_gone_from_the_case(self, as_berit: Client) -> None:
        inquiry = make_inquiry("3724", message="Torsdager passer.")
        inquiry.withdraw()

        page = as_berit.get(case(inquiry)).content.decode()

        assert "Opplysningene om personen er slettet." in page
        assert "Torsdager" not in page
        assert step(inquiry, "close") not in page

    def test_ola_reads_and_closes_what_was_sent_to_him(
        self, client: Client, ola: User, bakken: ContactPoint, alta: DistrictOffice
    ) -> None:
        client.force_login(ola)
        his = make_inquiry("3724", wish="join", contact_point=bakken)
        waiting = make_inquiry("3724", wish="join", contact_point=bakken, suspicious=True)
        the_offices = make_inquiry("3724")

        assert references(client.get(LIST)) == [his.reference]
        assert [client.get(case(one)).status_code for one in (his, waiting, the_offices)] == [200, 404, 404]
        take(client, his, "close", outcome=Outcome.JOINED)
        his.refresh_from_db()
        assert his.outcome == Outcome.JOINED

    def test_the_national_admin_sees_what_is_with_the_national_desk_alone(
        self, client: Client, admin: User, tonsberg: DistrictOffice
    ) -> None:
        client.force_login(admin)
        on_svalbard, in_skien = make_inquiry("9170"), make_inquiry("3724")

        assert references(client.get(LIST)) == [on_svalbard.reference]
        assert client.get(case(in_skien)).status_code == 404

    def test_an_auditor_sees_none(self, client: Client, tonsberg: DistrictOffice) -> None:
        client.force_login(make_user("revisor@example.no", Role.AUDITOR, office=tonsberg))
        inquiry = make_inquiry("3724")

        pages = [LIST, case(inquiry), *(step(inquiry, name) for name in STEPS)]

        assert {client.get(page).status_code for page in pages} == {404}
        assert "Henvendelser" not in client.get("/admin/").content.decode()

    @pytest.mark.parametrize("rows", [1, 50])
    def test_the_list_asks_the_database_as_little_whatever_its_length(
        self, as_berit: Client, bakken: ContactPoint, django_assert_max_num_queries: DjangoAssertNumQueries, rows: int
    ) -> None:
        for _ in range(rows):
            make_inquiry("3724", wish="join", contact_point=bakken)

        with django_assert_max_num_queries(12):
            assert len(references(as_berit.get(LIST))) == rows

    def test_a_case_asks_little_however_long_it_is(
        self, as_berit: Client, berit: User, bakken: ContactPoint, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        inquiry = make_inquiry("3724")
        for _ in range(3):
            inquiry.hand_over(bakken, inquiry.office, by=berit, reason="Nærmere.")
            inquiry.hand_over(inquiry.office, inquiry.office, by=berit, reason="Likevel ikke.")

        with django_assert_max_num_queries(12):
            as_berit.get(case(inquiry))


class TestSteps:
    """Works → shows errors → another office's is 404 → anonymous to the login → reading changes nothing."""

    def test_released_from_control_it_reaches_the_receiver(
        self, as_berit: Client, berit: User, tonsberg: DistrictOffice, mailbox: Mailbox
    ) -> None:
        inquiry = make_inquiry("3724", suspicious=True)

        page = take(as_berit, inquiry, "release").content.decode()

        run_jobs()
        inquiry.refresh_from_db()
        last = inquiry.events.latest("pk")
        assert (inquiry.status, last.step, last.by) == (Status.NEW, Step.RELEASE, berit)
        assert f"Henvendelse {inquiry.reference} venter" in mailbox.to(tonsberg)
        assert "Henvendelsen er sluppet fram." in page

    def test_spam_is_closed_from_control(self, as_berit: Client) -> None:
        inquiry = make_inquiry("3724", suspicious=True)

        form = as_berit.get(step(inquiry, "close")).context["form"]
        take(as_berit, inquiry, "close", outcome=form["outcome"].value())

        inquiry.refresh_from_db()
        assert (inquiry.status, inquiry.outcome) == (Status.CLOSED, Outcome.SPAM)

    def test_handed_to_another_office_it_is_theirs(
        self, as_berit: Client, client: Client, alta: DistrictOffice, outsider: User, mailbox: Mailbox
    ) -> None:
        inquiry = make_inquiry("3724")

        page = take(as_berit, inquiry, "hand_over", to="kontor:alta", reason="Hun flytter nordover.", has_agreed="on")

        run_jobs()
        assert page.request["PATH_INFO"] == LIST  # it is no longer Berit's to read
        assert "overført til Distriktskontoret i Alta" in page.content.decode()
        assert mailbox.to(alta) == [f"Henvendelse {inquiry.reference} venter"]
        client.force_login(outsider)
        assert "Hun flytter nordover." in client.get(case(inquiry)).content.decode()

    def test_handed_to_a_contact_point_found_by_its_municipality(
        self, as_berit: Client, bakken: ContactPoint, tonsberg: DistrictOffice, mailbox: Mailbox
    ) -> None:
        inquiry = make_inquiry("3126")

        page = as_berit.get(step(inquiry, "hand_over"), {"sok": "skien"})
        take(
            as_berit,
            inquiry,
            "hand_over",
            to=f"kontaktpunkt:{bakken.slug}",
            reason="Der er det en gruppe.",
            has_agreed="on",
        )

        run_jobs()
        inquiry.refresh_from_db()
        assert (inquiry.receiver, inquiry.office) == (bakken, tonsberg)
        assert "Frivilligsentralen på Bakken, Skien" in page.content.decode()
        assert mailbox.to(bakken) == [f"Henvendelse {inquiry.reference} venter"]

    def test_who_may_be_handed_to_is_suggested_and_found(
        self, as_berit: Client, bakken: ContactPoint, alta: DistrictOffice
    ) -> None:
        make_contact_point("Uten post", "Skien", email="")
        make_contact_point("Har pause", "Skien", status=ContactPointStatus.PAUSED)
        inquiry = make_inquiry("3724")

        def offered(**query: str) -> list[str]:
            found = as_berit.get(step(inquiry, "hand_over"), query).context["found"]
            return [one.name for one in found]

        assert offered() == ["Frivilligsentralen på Bakken", "Distriktskontoret i Alta", "Distriktskontoret i Oslo"]
        assert offered(sok="ALTA") == ["Distriktskontoret i Alta"]
        assert offered(sok="pause") == []
        assert "Fant ingen" in as_berit.get(step(inquiry, "hand_over"), {"sok": "pause"}).content.decode()

    @pytest.mark.parametrize(
        ("to", "sentence"),
        [
            ("", "Velg hvem som skal svare."),
            ("kontor:tonsberg", "Henvendelsen er der allerede."),
            ("kontor:nedlagt", "Denne mottakeren kan ikke ta imot."),
            ("kontaktpunkt:ukjent", "Denne mottakeren kan ikke ta imot."),
            ("noe:annet", "Denne mottakeren kan ikke ta imot."),
        ],
    )
    def test_it_is_not_handed_to_where_nobody_answers(self, as_berit: Client, to: str, sentence: str) -> None:
        make_office("Bodø", slug="nedlagt", closed_on="2025-01-01")
        inquiry = make_inquiry("3724")

        page = take(as_berit, inquiry, "hand_over", to=to, reason="")

        assert page.status_code == 422
        assert sentence in page.content.decode()
        assert "Skriv kort hvorfor" in page.content.decode()
        assert inquiry.events.count() == 1

    def test_closed_with_an_outcome_and_a_note(self, as_berit: Client, berit: User) -> None:
        inquiry = make_inquiry("3724")

        page = take(as_berit, inquiry, "close", outcome=Outcome.STARTED, note="Gruppa møtes på torsdager.")

        inquiry.refresh_from_db()
        assert (inquiry.status, inquiry.outcome) == (Status.CLOSED, Outcome.STARTED)
        assert "Gruppa møtes på torsdager." in page.content.decode()
        assert [entry.object_repr for entry in LogEntry.objects.filter(user=berit)] == [inquiry.reference]

    def test_closing_asks_how_it_went(self, as_berit: Client) -> None:
        inquiry = make_inquiry("3724")

        page = take(as_berit, inquiry, "close", note="Notatet blir stående.")

        assert page.status_code == 422
        assert "Velg hvordan det gikk." in page.content.decode()
        assert "Notatet blir stående." in page.content.decode()

    @pytest.mark.parametrize(
        ("name", "answers"),
        [
            ("release", {}),
            ("hand_over", {"to": "kontor:oslo", "reason": "Nærmere.", "has_agreed": "on"}),
            ("close", {"outcome": Outcome.INFORMED}),
        ],
    )
    def test_who_comes_second_is_told_and_changes_nothing(
        self, as_berit: Client, berit: User, bakken: ContactPoint, name: str, answers: dict[str, str]
    ) -> None:
        inquiry = make_inquiry("3724", suspicious=name == "release")
        as_the_page_was = seen(inquiry)
        if name == "release":
            inquiry.release(by=berit)
        else:
            inquiry.hand_over(bakken, inquiry.office, by=berit, reason="Nærmere.")
        events = inquiry.events.count()

        page = as_berit.post(step(inquiry, name), {"seen": as_the_page_was, **answers}, follow=True)

        assert FASTER in page.content.decode()
        assert inquiry.events.count() == events

    @pytest.mark.parametrize("name", STEPS)
    def test_a_step_that_is_not_allowed_is_not_taken(self, as_berit: Client, name: str) -> None:
        inquiry = make_inquiry("3724")
        inquiry.withdraw()

        page = take(
            as_berit, inquiry, name, to="kontor:oslo", reason="Nærmere.", outcome=Outcome.INFORMED, has_agreed="on"
        )

        assert FASTER in page.content.decode()

    @pytest.mark.parametrize("name", STEPS)
    def test_others_can_take_no_step(self, client: Client, outsider: User, tonsberg: DistrictOffice, name: str) -> None:
        inquiry = make_inquiry("3724", suspicious=True)
        sent = {
            "seen": seen(inquiry),
            "to": "kontor:alta",
            "reason": "Til oss.",
            "has_agreed": "on",
            "outcome": Outcome.SPAM,
        }

        anonymous = client.post(step(inquiry, name), sent)
        client.force_login(outsider)

        assert anonymous["Location"] == f"/konto/logg-inn/?next={step(inquiry, name)}"
        assert [client.get(step(inquiry, name)).status_code, client.post(step(inquiry, name), sent).status_code] == [
            404
        ] * 2
        assert inquiry.events.count() == 1

    @pytest.mark.parametrize("name", STEPS)
    def test_reading_the_page_of_a_step_changes_nothing(self, as_berit: Client, name: str) -> None:
        inquiry = make_inquiry("3724", suspicious=True)

        answer = as_berit.get(step(inquiry, name))

        assert (answer.status_code, inquiry.events.count()) == (200, 1)
        assert "no-store" in answer["Cache-Control"]
