"""The register of initiators in the workspace: who sees whom, and what is asked of who comes in, changes or leaves."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups import initiators
from groups.enums import GroupStep
from groups.models import Helper, Initiator
from linkportal.kit import clock
from tests.conftest import make_contact_point, make_user
from tests.groups.case_page import words
from tests.groups.forming import make_group, make_initiator
from tests.markup import read

LIST = "/arbeidsflate/igangsettere/"
NEW = f"{LIST}ny/"
SAID = {"name": "Ingrid", "phone": "900 12 345", "municipalities": "Skien\nPorsgrunn", "consent": "on"}


@pytest.fixture
def ingrid(bakken: ContactPoint, ola: User) -> Initiator:
    """Looked after by the centre at Bakken, and helps groups in Skien."""
    return make_initiator(bakken, by=ola, phone="+4790012345", trained_on=date(2025, 3, 1))


def address(name: str, one: Initiator) -> str:
    return reverse(f"groups:initiator_{name}", args=[one.public_id])


def filled(client: Client, path: str = NEW, **said: Any) -> dict[str, Any]:
    """The form as the page gives it, with these answers."""
    form = client.get(path).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    return {**given, **said}


def written_down(client: Client, path: str = NEW, **said: Any) -> Any:
    return client.post(path, filled(client, path, **{**SAID, **said}), follow=True)


def names(page: Any) -> list[str]:
    return [row.name for row in page.context["rows"]]


class TestComingIn:
    def test_a_name_a_number_and_where_are_enough(
        self, as_ola: Client, ola: User, bakken: ContactPoint, tonsberg: DistrictOffice
    ) -> None:
        page = written_down(as_ola)

        one = Initiator.objects.get()
        assert (one.name, one.email, one.phone, one.trained_on) == ("Ingrid", "", "+4790012345", None)
        assert (one.office, one.contact_point, one.consent_asked_by) == (tonsberg, bakken, ola)
        assert {place.name for place in one.municipalities.all()} == {"Skien", "Porsgrunn"}
        assert page.redirect_chain == [(LIST, 302)]
        assert "Ingrid står i registeret." in words(page)

    def test_the_municipality_of_the_contact_point_stands_there(self, as_ola: Client) -> None:
        assert as_ola.get(NEW).context["form"]["municipalities"].value() == "Skien"

    def test_a_coordinator_keeps_those_of_the_office(
        self, as_berit: Client, tonsberg: DistrictOffice, bakken: ContactPoint
    ) -> None:
        written_down(as_berit, trained_on="2025-03-01")

        one = Initiator.objects.get()
        assert (one.office, one.contact_point, one.trained_on) == (tonsberg, None, date(2025, 3, 1))

    @pytest.mark.parametrize(
        ("said", "field", "sentence"),
        [
            ({"name": " "}, "name", "Skriv hva personen heter eller vil kalles."),
            ({"phone": ""}, "phone", "Skriv et telefonnummer eller en e-postadresse."),
            ({"phone": "12"}, "phone", "Skriv inn et telefonnummer med åtte siffer, for eksempel 406 12 345."),
            ({"email": "ingrid"}, "email", "Skriv inn en e-postadresse, for eksempel navn@eksempel.no."),
            ({"municipalities": " "}, "municipalities", "Skriv minst én kommune der personen kan hjelpe"),
            ({"municipalities": "Skein"}, "municipalities", "Vi kjenner ikke «Skein». Mente du Skien?"),
            ({"trained_on": "2026-06-02"}, "trained_on", "Den dagen er ikke kommet ennå."),
            ({"trained_on": "i fjor"}, "trained_on", "Skriv datoen som dag, måned og år"),
            ({"consent": ""}, "consent", "Spør personen om det er greit, og kryss av når svaret er ja."),
            ({"submission_id": "x"}, "submission_id", "Skjemaet var gammelt. Se over det og send det en gang til."),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field(
        self, as_ola: Client, said: dict[str, str], field: str, sentence: str
    ) -> None:
        page = as_ola.post(NEW, filled(as_ola, **{**SAID, **said}))

        assert page.status_code == 422
        assert sentence in " ".join(page.context["form"].errors[field])
        assert sentence in words(page)
        assert not Initiator.objects.exists()

    def test_of_a_municipality_that_has_ended_the_new_ones_are_named(self, as_ola: Client) -> None:
        skien, siljan = (Municipality.objects.get(name=name) for name in ("Skien", "Siljan"))
        Municipality.objects.filter(pk=siljan.pk).update(valid_until=date(2026, 1, 1))
        siljan.successors.add(skien)

        page = as_ola.post(NEW, filled(as_ola, **{**SAID, "municipalities": "siljan kommune"}))

        said = page.context["form"].errors["municipalities"]
        assert said == ["Siljan er ikke egen kommune lenger. Skriv Skien."]

    def test_the_form_sent_twice_is_one_person(self, as_ola: Client) -> None:
        sent = filled(as_ola, **SAID)
        as_ola.post(NEW, sent)

        page = as_ola.post(NEW, {**sent, "name": "Inger"}, follow=True)

        assert [one.name for one in Initiator.objects.all()] == ["Ingrid"]
        assert "Skjemaet var sendt fra før. Bare det første er tatt vare på." in words(page)

    def test_the_number_of_anothers_form_changes_nothing_of_theirs(
        self, client: Client, outsider: User, ingrid: Initiator
    ) -> None:
        client.force_login(outsider)

        page = client.post(NEW, filled(client, **{**SAID, "name": "X", "submission_id": str(ingrid.public_id)}))

        ingrid.refresh_from_db()
        assert ingrid.name == "Ingrid"
        assert page["Location"] == LIST


class TestIntoAGroup:
    def test_the_new_one_helps_the_group_that_the_page_was_opened_from(
        self, as_ola: Client, ola: User, bakken: ContactPoint
    ) -> None:
        group = make_group(bakken, by=ola)
        path = f"{NEW}?gruppe={group.reference}"

        action = read(as_ola.get(path).content).one("form", class_="form").attrs["action"]
        page = written_down(as_ola, action.partition("#")[0])

        assert page.redirect_chain == [(reverse("groups:group_page", args=[group.reference]), 302)]
        assert "Ingrid hjelper gruppen i gang." in words(page)
        assert Helper.objects.get(group=group).initiator == Initiator.objects.get()
        assert group.events.latest("pk").step == GroupStep.ADD_INITIATOR

    def test_the_page_of_the_group_leads_here_and_to_who_helps_it_already(
        self, as_ola: Client, ola: User, bakken: ContactPoint, ingrid: Initiator
    ) -> None:
        group = make_group(bakken, by=ola)
        path, new = reverse("groups:group_page", args=[group.reference]), f"{NEW}?gruppe={group.reference}"
        assert new in words(as_ola.get(path))

        group.add_initiator(ingrid, by=ola)
        assert address("page", ingrid) in words(as_ola.get(path))
        group.add_initiator(make_initiator(bakken, by=ola, name="Arne"), by=ola)

        assert new not in words(as_ola.get(path))

    def test_where_two_help_already_the_third_stands_in_the_register(
        self, as_ola: Client, ola: User, bakken: ContactPoint
    ) -> None:
        group = make_group(bakken, by=ola)
        for name in ("Arne", "Berit"):
            group.add_initiator(make_initiator(bakken, by=ola, name=name), by=ola)

        page = written_down(as_ola, f"{NEW}?gruppe={group.reference}")

        assert "Ingrid står i registeret. Gruppen har to igangsettere fra før." in words(page)
        assert Initiator.objects.count() == 3
        assert group.helpers.count() == 2

    def test_where_the_group_runs_by_itself_nobody_comes_into_it(
        self, as_ola: Client, ola: User, bakken: ContactPoint
    ) -> None:
        group = make_group(bakken, by=ola)
        path = f"{NEW}?gruppe={group.reference}"
        group.begin(5, clock.today(), by=ola)
        group.run(by=ola)

        page = written_down(as_ola, path)

        assert "Ingrid står i registeret. Gruppen har ikke igangsettere lenger." in words(page)
        assert not Helper.objects.exists()

    @pytest.mark.parametrize("reference", ["", "K7M-49Q", "x" * 500])
    def test_a_group_that_one_does_not_see_is_none(
        self, client: Client, outsider: User, bakken: ContactPoint, ola: User, reference: str
    ) -> None:
        group = make_group(bakken, by=ola)
        client.force_login(outsider)

        page = written_down(client, f"{NEW}?gruppe={reference or group.reference}", municipalities="Alta")

        assert page.redirect_chain == [(LIST, 302)]
        assert not Helper.objects.exists()


class TestTheList:
    def test_each_by_name_with_training_places_keeper_and_the_groups_one_sees(
        self, as_ola: Client, ola: User, berit: User, bakken: ContactPoint, ingrid: Initiator
    ) -> None:
        there = make_contact_point("Møteplassen", "Skien")
        neighbour = make_initiator(there, by=berit, name="Arne")
        for host, one in ((bakken, ingrid), (there, ingrid), (there, neighbour)):
            make_group(host, by=berit).add_initiator(one, by=berit)

        page = as_ola.get(LIST)

        assert names(page) == ["Arne", "Ingrid"]
        assert [len(row.helps) for row in page.context["rows"]] == [0, 1]
        assert [item.text for item in read(page.content).all("li", class_="case")] == [
            "Arne Skien · Møteplassen Ikke opplært ennå",
            "Ingrid Skien · Frivilligsentralen på Bakken Hjelper nå: Gruppe om sorg og tap i Skien Opplært",
        ]

    def test_a_contact_point_elsewhere_and_another_office_see_none(
        self, client: Client, ingrid: Initiator, outsider: User
    ) -> None:
        porsgrunn = make_contact_point("Huset", "Porsgrunn")
        for user in (make_user("huset@example.no", Role.STAFF, contact_point=porsgrunn), outsider):
            client.force_login(user)
            assert names(client.get(LIST)) == []
            assert client.get(address("page", ingrid)).status_code == 404

    def test_who_left_is_not_there(self, as_ola: Client, ingrid: Initiator) -> None:
        ingrid.leave()

        assert names(as_ola.get(LIST)) == []
        for name in ("page", "edit", "leave"):
            assert as_ola.get(address(name, ingrid)).status_code == 404

    @pytest.mark.parametrize("number", [1, 50])
    def test_it_asks_the_database_as_little_whatever_its_length(
        self,
        as_berit: Client,
        bakken: ContactPoint,
        ola: User,
        django_assert_max_num_queries: DjangoAssertNumQueries,
        number: int,
    ) -> None:
        for _ in range(number):
            make_group(bakken, by=ola).add_initiator(make_initiator(bakken, by=ola), by=ola)

        with django_assert_max_num_queries(12):
            assert len(names(as_berit.get(LIST))) == number


class TestThePage:
    def test_how_to_reach_them_and_whom_they_help(
        self, as_ola: Client, ola: User, bakken: ContactPoint, ingrid: Initiator
    ) -> None:
        group = make_group(bakken, by=ola)
        group.add_initiator(ingrid, by=ola)

        page = as_ola.get(address("page", ingrid))

        text = words(page)
        for said in ("tel:+4790012345", "90 01 23 45", "mailto:ingrid@example.no", "Tok igangsetteropplæring 1. mars"):
            assert said in text
        assert f'href="{reverse("groups:group_page", args=[group.reference])}"' in text
        assert "no-store" in page["Cache-Control"]
        assert "Ingrid" not in read(page.content).one("title").text

    def test_who_only_knows_of_them_can_change_nothing(self, client: Client, berit: User, ingrid: Initiator) -> None:
        there = make_contact_point("Møteplassen", "Skien")
        client.force_login(make_user("mote@example.no", Role.STAFF, contact_point=there))

        page = client.get(address("page", ingrid))

        assert "90 01 23 45" in words(page)
        for name in ("edit", "leave"):
            assert address(name, ingrid) not in words(page)
            assert client.get(address(name, ingrid)).status_code == 404
            assert client.post(address(name, ingrid), SAID).status_code == 404
        ingrid.refresh_from_db()
        assert ingrid.name == "Ingrid"


class TestPuttingRight:
    def test_what_stands_is_in_the_form_and_what_is_sent_stands_there_then(
        self, as_berit: Client, ingrid: Initiator
    ) -> None:
        path = address("edit", ingrid)
        given = filled(as_berit, path)
        assert (given["name"], str(given["phone"]), given["municipalities"]) == ("Ingrid", "+4790012345", "Skien")

        page = as_berit.post(path, {**given, "phone": "", "municipalities": "Porsgrunn", "trained_on": ""}, follow=True)

        ingrid.refresh_from_db()
        assert (ingrid.name, ingrid.phone, ingrid.email, ingrid.trained_on) == ("Ingrid", "", "ingrid@example.no", None)
        assert [one.name for one in ingrid.municipalities.all()] == ["Porsgrunn"]
        assert page.redirect_chain == [(address("page", ingrid), 302)]

    def test_what_is_wrong_changes_nothing(self, as_berit: Client, ingrid: Initiator) -> None:
        page = as_berit.post(address("edit", ingrid), {**SAID, "phone": "", "email": ""})

        assert page.status_code == 422
        assert "Skriv et telefonnummer eller en e-postadresse." in words(page)

    def test_of_two_who_change_and_take_out_at_once_the_personal_stays_gone(
        self, berit: User, ingrid: Initiator
    ) -> None:
        entry = initiators.Entry("Ingrid", "", "+4790012345", [], None)
        initiators.leave(ingrid, by=berit)

        assert not initiators.correct(ingrid, entry)
        ingrid.refresh_from_db()
        assert ingrid.name == ""


class TestLeaving:
    def test_it_is_asked_once_more_and_then_all_is_gone(self, as_ola: Client, ingrid: Initiator) -> None:
        path = address("leave", ingrid)
        assert "Slutter Ingrid som igangsetter?" in words(as_ola.get(path))
        ingrid.refresh_from_db()
        assert ingrid.name == "Ingrid"

        page = as_ola.post(path, follow=True)

        ingrid.refresh_from_db()
        assert (ingrid.name, ingrid.email, ingrid.phone) == ("", "", "")
        assert "Personen er ute av registeret" in words(page)
        assert "Ingrid" not in words(page)


def test_the_way_in_is_the_login(client: Client, ingrid: Initiator) -> None:
    paths = (LIST, NEW, *(address(name, ingrid) for name in ("page", "edit", "leave")))

    assert [client.get(path)["Location"] for path in paths] == [f"/konto/logg-inn/?next={path}" for path in paths]


def test_nobody_is_found_by_a_number_that_is_none(as_ola: Client) -> None:
    for name in ("page", "edit", "leave"):
        assert as_ola.get(reverse(f"groups:initiator_{name}", args=[uuid.uuid4()])).status_code == 404
    assert as_ola.get(f"{LIST}ingrid/").status_code == 404


def test_lists_and_pages_are_read_and_not_posted_to(as_ola: Client, ingrid: Initiator) -> None:
    assert [as_ola.post(path).status_code for path in (LIST, address("page", ingrid))] == [405, 405]
