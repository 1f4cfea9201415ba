"""Where a group is within reach, and making one of those who wait."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups.enums import ContactTime, GroupStatus, Theme
from groups.forming import asking
from groups.models import Candidate, InquiryReading, SelfHelpGroup
from tests.conftest import make_contact_point
from tests.groups.forming import make_group, make_waiting
from tests.mailbox import Mailbox
from tests.markup import Element, read
from tests.processes import run_jobs

pytestmark = pytest.mark.django_db

EVENING = ContactTime.EVENING
GRIEF_IN_SKIEN = {"tema": "grief", "kommune": "Skien", "tid": "evening"}


def new(client: Client, status: int = 200, **asked: str) -> Element:
    response = client.get(reverse("groups:group_new"), asked or GRIEF_IN_SKIEN)
    assert response.status_code == status
    return read(response.content).one("main")


def labels(page: Element) -> list[str]:
    """Those who can be asked, as they are called there."""
    return [page.one("label", for_=box.attrs["id"]).text for box in page.all("input", name="people")]


def filled(page: Element) -> dict[str, str | list[str]]:
    """The form as it is, with what is ticked."""
    fields: dict[str, str | list[str]] = {
        one.attrs["name"]: one.attrs.get("value", "")
        for one in page.all("input")
        if one.attrs["name"] not in {*GRIEF_IN_SKIEN, "people"} and one.attrs["type"] in {"hidden"}
    }
    hosts = [
        one for one in (*page.all("input", name="host"), *page.all("option")) if {"checked", "selected"} & {*one.attrs}
    ]
    fields["host"] = next(one.attrs["value"] for one in hosts if ":" in one.attrs["value"])
    fields["people"] = [one.attrs["value"] for one in page.all("input", name="people") if "checked" in one.attrs]
    return fields


def send(client: Client, form: dict[str, str | list[str]], **asked: str):  # type: ignore[no-untyped-def]
    return client.post(f"{reverse('groups:group_new')}?{urlencode(asked or GRIEF_IN_SKIEN)}", form)


def test_the_number_of_a_form_of_another_place_leads_to_no_group_of_theirs(
    as_ola: Client, bakken: ContactPoint, huset: ContactPoint, berit: User
) -> None:
    form = filled(new(as_ola))
    theirs = make_group(huset, by=berit, submission_id=form["submission_id"])

    response = send(as_ola, form)

    own = SelfHelpGroup.objects.exclude(pk=theirs.pk).get()
    assert own.contact_point == bakken
    assert response.headers["Location"] == reverse("groups:group_page", args=[own.reference])


class TestMaking:
    def test_a_group_of_those_who_wait_in_two_municipalities(
        self, as_ola: Client, bakken: ContactPoint, huset: ContactPoint, ola: User, mailbox: Mailbox
    ) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola, name="Kari")
        siri = make_waiting("3915", contact_point=huset, by=ola, name="Siri", email="siri@example.no")
        page = new(as_ola)
        assert labels(page) == ["Kari, Skien · Bli med i en gruppe", "Noen som venter hos Huset, Porsgrunn"]
        assert "2 venter på dette innen rekkevidde. 2–3 til trengs." in page.text

        response = send(as_ola, filled(page))

        group = SelfHelpGroup.objects.get()
        assert response["Location"] == reverse("groups:group_page", args=[group.reference])
        assert (group.host, group.theme, group.time_of_day, group.status) == (
            bakken, Theme.GRIEF, EVENING, GroupStatus.GATHERING,
        )  # fmt: skip
        assert group.municipality == bakken.municipality
        assert {one.inquiry for one in group.candidates.all()} == {kari, siri}
        run_jobs()
        for address in ("kari@example.no", "siri@example.no"):
            assert mailbox.to(address)[-1] == "Vi har et spørsmål til deg"

    def test_nobody_has_to_be_asked_yet(self, as_ola: Client, bakken: ContactPoint) -> None:
        page = new(as_ola)
        assert "Ingen som venter innen rekkevidde, passer til dette." in page.text

        assert send(as_ola, filled(page)).status_code == 302
        assert SelfHelpGroup.objects.get().candidates.count() == 0

    def test_reading_names_is_written_down_and_nothing_else_leaks(
        self, as_ola: Client, bakken: ContactPoint, huset: ContactPoint, ola: User, berit: User
    ) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola, name="Kari")
        siri = make_waiting("3915", contact_point=huset, by=berit, name="Siri", phone="+4740612345")

        page = as_ola.get(reverse("groups:group_new"), GRIEF_IN_SKIEN).content.decode()
        for secret in ("Siri", siri.reference, str(siri.public_id), "siri@example.no", "40612345", kari.reference):
            assert secret not in page
        assert [(one.inquiry, one.by) for one in InquiryReading.objects.all()] == [(kari, ola)]

    def test_berit_chooses_among_the_contact_points_of_the_office(
        self, client: Client, bakken: ContactPoint, huset: ContactPoint, berit: User, tonsberg: DistrictOffice
    ) -> None:
        make_contact_point("Senteret", "Tromsø")
        client.force_login(berit)
        page = new(client)
        values = [one.attrs["value"] for one in page.all("input", name="host")]
        assert values == [f"kontaktpunkt:{bakken.slug}", f"kontaktpunkt:{huset.slug}", f"kontor:{tonsberg.slug}"]

        send(client, {**filled(page), "host": f"kontor:{tonsberg.slug}"})
        assert SelfHelpGroup.objects.get().host == tonsberg

    def test_the_same_form_twice_is_one_group(self, as_ola: Client, bakken: ContactPoint, ola: User) -> None:
        make_waiting("3724", contact_point=bakken, by=ola)
        form = filled(new(as_ola))

        assert send(as_ola, form)["Location"] == send(as_ola, form)["Location"]
        assert SelfHelpGroup.objects.count() == 1


class TestWrong:
    def test_without_a_question_one_is_asked_what_and_where(self, as_ola: Client) -> None:
        response = as_ola.get(reverse("groups:group_new"))
        page = read(response.content)
        assert response.status_code == 200
        assert page.one("input", name="kommune").attrs["value"] == "Skien"
        assert not page.all("input", name="people")

    @pytest.mark.parametrize(
        ("asked", "sentence"),
        [
            ({"tema": ""}, "Velg hva gruppen skal handle om, eller «På tvers av problemer»."),
            ({"tema": "other"}, "Velg et av temaene i listen, eller «På tvers av problemer»."),
            ({"kommune": ""}, "Skriv kommunen eller postnummeret, for eksempel Skien eller 3724."),
            ({"kommune": "Tromsø"}, "Tromsø hører til et annet kontor. Skriv en kommune i deres område."),
            ({"kommune": "Herøy"}, "Flere steder heter dette."),
            ({"tid": "natt"}, "Velg en av tidene i listen, eller «Ikke bestemt»."),
        ],
    )
    def test_each_has_its_own_sentence(
        self, as_ola: Client, alta: DistrictOffice, asked: dict[str, str], sentence: str
    ) -> None:
        (name,) = asked
        page = new(as_ola, 422, **{**GRIEF_IN_SKIEN, **asked})
        assert page.one(id=f"id_{name}_error").text.startswith(sentence)
        response = send(as_ola, {}, **{**GRIEF_IN_SKIEN, **asked})
        assert response.status_code == 422

    def test_a_municipality_that_has_ended(self, as_ola: Client) -> None:
        ended = Municipality.objects.get(name="Skien")
        ended.valid_until = date(2026, 1, 1)
        ended.save()
        ended.successors.add(Municipality.objects.get(name="Porsgrunn"))

        page = new(as_ola, 422)
        assert page.one(id="id_kommune_error").text == "Skien er ikke egen kommune lenger. Skriv Porsgrunn."

    def test_a_host_of_others(self, as_ola: Client, huset: ContactPoint) -> None:
        response = send(as_ola, {**filled(new(as_ola)), "host": f"kontaktpunkt:{huset.slug}"})
        assert response.status_code == 422
        assert "Dette stedet kan ikke hjelpe gruppen. Velg et annet." in response.content.decode()
        assert not SelfHelpGroup.objects.exists()

    def test_nobody_can_be_smuggled_into_a_group(
        self, as_ola: Client, bakken: ContactPoint, ola: User, outsider: User
    ) -> None:
        theirs = make_waiting("3724", contact_point=make_contact_point("Senteret", "Tromsø"), by=outsider)
        form = filled(new(as_ola))

        for key in (theirs.reference, str(theirs.public_id), str(theirs.pk), "x"):
            response = send(as_ola, {**form, "people": [key]})
            assert response.status_code == 422
        assert not SelfHelpGroup.objects.exists()
        assert not Candidate.objects.exists()

    def test_who_was_asked_by_another_group_meanwhile_is_said_and_the_rest_is_kept(
        self, as_ola: Client, bakken: ContactPoint, ola: User
    ) -> None:
        kari, siri = (make_waiting("3724", contact_point=bakken, by=ola, name=name) for name in ("Kari", "Siri"))
        form = filled(new(as_ola))
        asking.ask(make_group(bakken, by=ola), [kari], by=ola)

        response = send(as_ola, form)

        page = read(response.content).one("main")
        assert response.status_code == 422
        assert page.one(id="id_people_error").text.startswith("Noen av dem har nettopp blitt spurt")
        assert labels(page) == ["Siri, Skien · Bli med i en gruppe"]
        assert send(as_ola, filled(page)).status_code == 302
        assert [one.inquiry for one in Candidate.objects.order_by("pk")] == [kari, siri]

    def test_all_of_them_were_asked_meanwhile(self, as_ola: Client, bakken: ContactPoint, ola: User) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola)
        form = filled(new(as_ola))
        kari.withdraw()

        response = send(as_ola, form)
        assert response.status_code == 422
        assert "Noen av dem har nettopp blitt spurt" in response.content.decode()
        assert not SelfHelpGroup.objects.exists()


class TestWhoMayComeThere:
    @pytest.mark.parametrize("route", ["groups:group_list", "groups:group_reach", "groups:group_new"])
    def test_those_who_work_somewhere(self, client: Client, route: str, auditor: User) -> None:
        assert client.get(reverse(route))["Location"].startswith(reverse("account_login"))
        client.force_login(auditor)
        assert client.get(reverse(route)).status_code == 404

    @pytest.mark.parametrize("route", ["groups:group_list", "groups:group_reach"])
    def test_pages_to_read_take_no_post(self, as_ola: Client, route: str) -> None:
        assert as_ola.post(reverse(route)).status_code == 405

    def test_another_office_can_not_ask_these(
        self, client: Client, bakken: ContactPoint, ola: User, outsider: User
    ) -> None:
        make_waiting("3724", contact_point=bakken, by=ola)
        client.force_login(outsider)
        assert new(client, 422).one(id="id_kommune_error").text.startswith("Skien hører til et annet kontor.")

    @pytest.mark.parametrize("number", [1, 50])
    def test_making_one_asks_the_database_a_bounded_number_of_times(
        self,
        client: Client,
        bakken: ContactPoint,
        berit: User,
        number: int,
        django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
    ) -> None:
        for _ in range(number):
            make_waiting("3724", contact_point=bakken, by=berit)
        client.force_login(berit)
        new(client)  # what is asked once a minute for all pages is asked here

        with django_assert_max_num_queries(20):
            new(client)


@pytest.fixture
def auditor(tonsberg: DistrictOffice) -> User:
    from contactpoints.enums import Role
    from tests.conftest import make_user

    return make_user("revisor@example.no", Role.AUDITOR, office=tonsberg)
