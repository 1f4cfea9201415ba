"""Leaflets and posters in the workspace: ordered at a contact point, packed and sent at the office."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Membership, PostalCode, User
from groups import material
from groups.enums import MaterialKind, OrderStatus
from groups.models import Material, MaterialOrder
from tests.conftest import TODAY, make_contact_point, make_user
from tests.groups.case_page import words
from tests.markup import read

LIST = "/arbeidsflate/materiell/"
ORDER = f"{LIST}bestill/"
PRINT = f"{LIST}liste/"


@pytest.fixture
def leaflet(db: None) -> Material:
    return Material.objects.create(name="Brosjyre om selvhjelp", kind=MaterialKind.LEAFLET, most_at_once=100)


@pytest.fixture
def poster(db: None) -> Material:
    return Material.objects.create(name="Plakat A3", kind=MaterialKind.POSTER, most_at_once=10)


@pytest.fixture
def ordered(bakken: ContactPoint, ola: User, leaflet: Material) -> MaterialOrder:
    """Bakken waits for twenty leaflets."""
    return order(bakken, ola, leaflet)


def order(place: ContactPoint, by: User, *things: Material) -> MaterialOrder:
    numbers = dict.fromkeys(things, 20)
    return material.order(place, numbers, "Torget 1\n3724 Skien", by=by, number=uuid.uuid4())[0]


def filled(client: Client, **said: Any) -> dict[str, Any]:
    """The form as the page gives it, with these answers."""
    form = client.get(ORDER).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    return {"send_to": "Torget 1, 3724 Skien", **given, **said}


def asked(thing: Material) -> str:
    return f"antall_{thing.pk}"


def action(made: MaterialOrder, name: str) -> str:
    return reverse(f"groups:material_{name}", args=[made.reference])


class TestOrdering:
    def test_numbers_and_an_address_are_an_order(
        self, as_ola: Client, bakken: ContactPoint, leaflet: Material, poster: Material
    ) -> None:
        numbers = {asked(leaflet): "20", asked(poster): ""}
        page = as_ola.post(ORDER, filled(as_ola, send_to="Torget 1 \r\n\r\n3724 Skien", **numbers), follow=True)

        made = MaterialOrder.objects.get()
        assert [(line.material, line.number) for line in made.lines.all()] == [(leaflet, 20)]
        assert made.send_to == "Torget 1\n3724 Skien"
        assert page.redirect_chain == [(LIST, 302)]
        assert f"Distriktskontoret i Tønsberg har fått bestillingen. Referansen er {made.reference}." in words(page)
        assert "20 Brosjyre om selvhjelp" in words(page)

    def test_the_address_stands_there_as_far_as_it_is_known(
        self, as_ola: Client, bakken: ContactPoint, leaflet: Material
    ) -> None:
        bakken.address, bakken.postal_code = "Bakkegata 2", PostalCode.objects.get(code="3724")
        bakken.save()

        form = as_ola.get(ORDER).context["form"]

        assert form["send_to"].value() == "Frivilligsentralen på Bakken\nBakkegata 2\n3724 Skien"

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({}, "Skriv hvor mange dere vil ha av minst én ting."),
            ({"leaflet": "0"}, "Skriv hvor mange dere vil ha av minst én ting."),
            ({"leaflet": "101"}, "Skriv 100 eller mindre for «Brosjyre om selvhjelp». Trenger dere flere, ring"),
            ({"leaflet": "-1"}, "Skriv 0 eller mer for «Brosjyre om selvhjelp»."),
            ({"leaflet": "mange"}, "Skriv med tall hvor mange dere vil ha av «Brosjyre om selvhjelp», for eksempel 20"),
            ({"leaflet": "5", "send_to": " "}, "Skriv navn, gate, postnummer og sted."),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field(
        self, as_ola: Client, leaflet: Material, said: dict[str, str], sentence: str
    ) -> None:
        answers = {asked(leaflet) if name == "leaflet" else name: value for name, value in said.items()}

        page = as_ola.post(ORDER, filled(as_ola, **answers))

        assert page.status_code == 422
        assert sentence in words(page)
        assert not MaterialOrder.objects.exists()

    def test_what_is_not_offered_any_more_is_not_dropped_in_silence(
        self, as_ola: Client, leaflet: Material, poster: Material
    ) -> None:
        answers = filled(as_ola, **{asked(leaflet): "5", asked(poster): "2"})
        Material.objects.filter(pk=poster.pk).update(is_offered=False)

        page = as_ola.post(ORDER, answers)

        assert page.status_code == 422
        assert "Noe av det du bestilte, kan ikke bestilles lenger." in words(page)
        assert asked(poster) not in words(page)
        again = page.context["form"]
        sent = {name: again[name].value() for name in again.fields}
        assert as_ola.post(ORDER, sent).status_code == 302

    def test_sent_twice_it_is_one_order(self, as_ola: Client, leaflet: Material) -> None:
        answers = filled(as_ola, **{asked(leaflet): "5"})
        as_ola.post(ORDER, answers)

        page = as_ola.post(ORDER, answers, follow=True)

        assert MaterialOrder.objects.count() == 1
        assert "Skjemaet var sendt fra før. Bare den første bestillingen gjelder." in words(page)

    def test_a_form_whose_number_is_unreadable_gets_a_new_one(self, as_ola: Client, leaflet: Material) -> None:
        page = as_ola.post(ORDER, filled(as_ola, submission_id="x", **{asked(leaflet): "5"}))

        assert page.status_code == 422
        assert "Skjemaet var gammelt." in words(page)
        form = page.context["form"]
        assert as_ola.post(ORDER, {name: form[name].value() for name in form.fields}).status_code == 302

    def test_who_works_at_two_places_says_for_which(
        self, as_ola: Client, ola: User, bakken: ContactPoint, leaflet: Material
    ) -> None:
        other = make_contact_point("Møteplassen", "Porsgrunn")
        Membership.objects.create(user=ola, role=Role.STAFF, contact_point=other, valid_from=TODAY)
        page = as_ola.get(ORDER, {"hos": other.slug})

        sent = {**filled(as_ola), asked(leaflet): "5"}
        as_ola.post(read(page.content).one("form", class_="form").attrs["action"], sent)

        assert "Møteplassen" in page.context["form"]["send_to"].value()
        assert MaterialOrder.objects.get().contact_point == other

    def test_nothing_to_order_is_said(self, as_ola: Client) -> None:
        page = as_ola.get(ORDER)

        assert "Det er ikke noe å bestille akkurat nå." in words(page)
        assert as_ola.post(ORDER, {"send_to": "Torget 1"}).status_code == 422

    def test_offices_send_and_do_not_order(self, as_berit: Client, leaflet: Material) -> None:
        assert [as_berit.get(ORDER).status_code, as_berit.post(ORDER).status_code] == [404, 404]


class TestSending:
    def test_the_office_packs_the_oldest_first_and_marks_it(
        self, as_berit: Client, bakken: ContactPoint, ola: User, berit: User, ordered: MaterialOrder, poster: Material
    ) -> None:
        later = order(bakken, ola, poster)
        assert [one.pk for one in as_berit.get(LIST).context["to_send"]] == [ordered.pk, later.pk]

        page = as_berit.post(action(ordered, "sent"), follow=True)

        ordered.refresh_from_db()
        assert (ordered.status, ordered.ended_by) == (OrderStatus.SENT, berit)
        assert f"{ordered.reference} er merket som sendt." in words(page)
        assert [one.pk for one in page.context["page"]] == [ordered.pk]

    def test_the_second_of_two_is_told_who_was_first(
        self, as_berit: Client, tonsberg: DistrictOffice, ola: User, ordered: MaterialOrder
    ) -> None:
        bjorn = make_user("bjorn@example.no", Role.COORDINATOR, office=tonsberg)
        material.mark_sent(ordered, by=bjorn)

        sent = as_berit.post(action(ordered, "sent"), follow=True)
        cancelled = as_berit.post(action(ordered, "cancel"), follow=True)

        for page in (sent, cancelled):
            assert f"{ordered.reference} er alt sendt av bjorn@example.no." in words(page)
        ordered.refresh_from_db()
        assert ordered.ended_by == bjorn

    def test_on_paper_stand_addresses_and_numbers_and_all_of_it_together(
        self, as_berit: Client, bakken: ContactPoint, ola: User, leaflet: Material, poster: Material
    ) -> None:
        order(bakken, ola, leaflet, poster)
        order(bakken, ola, leaflet)

        page = as_berit.get(PRINT)

        table = read(page.content).one("table")
        assert [row.text for row in table.one("tbody").all("tr")] == ["Brosjyre om selvhjelp40", "Plakat A320"]
        assert words(page).count("Torget 1<br>3724 Skien") == 2

    def test_a_contact_point_has_no_list_to_pack(self, as_ola: Client, ordered: MaterialOrder) -> None:
        assert as_ola.get(PRINT).status_code == 404
        assert as_ola.get(LIST).context["to_send"] is None
        assert as_ola.post(action(ordered, "sent")).status_code == 404

    def test_nothing_to_send_is_said(self, as_berit: Client, bakken: ContactPoint) -> None:
        for page in (LIST, PRINT):
            assert "Ingenting venter på å bli sendt." in words(as_berit.get(page))


class TestCancelling:
    @pytest.mark.parametrize("name", ["ola", "berit"])
    def test_who_ordered_and_who_was_to_send_may(
        self, client: Client, ordered: MaterialOrder, name: str, request: pytest.FixtureRequest
    ) -> None:
        client.force_login(request.getfixturevalue(name))

        page = client.post(action(ordered, "cancel"), follow=True)

        ordered.refresh_from_db()
        assert ordered.status == OrderStatus.CANCELLED
        assert f"{ordered.reference} er avbestilt." in words(page)

    def test_nobody_else(self, client: Client, ordered: MaterialOrder, outsider: User, admin: User) -> None:
        for user in (outsider, admin):
            client.force_login(user)
            assert client.post(action(ordered, "cancel")).status_code == 404
        ordered.refresh_from_db()
        assert ordered.is_open


def test_another_office_sees_none_of_it(client: Client, ordered: MaterialOrder, outsider: User) -> None:
    client.force_login(outsider)

    assert ordered.reference not in words(client.get(LIST))
    assert ordered.reference not in words(client.get(PRINT))
    assert client.post(action(ordered, "sent")).status_code == 404


def test_the_way_in_is_the_login(client: Client, ordered: MaterialOrder) -> None:
    for path in (LIST, ORDER, PRINT):
        assert client.get(path)["Location"] == f"/konto/logg-inn/?next={path}"
    assert client.post(action(ordered, "sent"))["Location"].startswith("/konto/logg-inn/")


def test_reading_changes_nothing(as_berit: Client, ordered: MaterialOrder) -> None:
    for name in ("sent", "cancel"):
        assert as_berit.get(action(ordered, name)).status_code == 405


@pytest.mark.parametrize("number", [1, 50])
@pytest.mark.parametrize("path", [LIST, PRINT])
def test_lists_ask_the_database_as_little_whatever_their_length(
    as_berit: Client,
    bakken: ContactPoint,
    ola: User,
    berit: User,
    leaflet: Material,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    number: int,
    path: str,
) -> None:
    for _ in range(number):
        order(bakken, ola, leaflet)
        material.mark_sent(order(bakken, ola, leaflet), by=berit)

    with django_assert_max_num_queries(12):
        page = as_berit.get(path)
    assert len(page.context["to_send"]) == number


def test_what_is_over_stands_on_pages(as_ola: Client, bakken: ContactPoint, ola: User, leaflet: Material) -> None:
    for _ in range(31):
        material.cancel(order(bakken, ola, leaflet), by=ola)

    first, second = as_ola.get(LIST), as_ola.get(LIST, {"side": "2"})

    assert [len(page.context["page"]) for page in (first, second)] == [30, 1]
    assert "?side=2" in words(first)


class TestCatalogue:
    ADD = "/admin/groups/material/add/"

    def test_it_is_kept_nationally(self, client: Client, admin: User) -> None:
        client.force_login(admin)
        answers = {"name": "Brosjyre", "kind": "leaflet", "language": "no", "most_at_once": "50", "is_offered": "on"}

        assert client.post(self.ADD, answers)["Location"] == "/admin/groups/material/"

        made = Material.objects.get()
        change = reverse("admin:groups_material_change", args=[made.pk])
        assert client.post(change, {**answers, "is_offered": ""})["Location"] == "/admin/groups/material/"
        assert not Material.objects.offered().exists()

    def test_something_none_of_which_can_be_ordered_is_refused(self, client: Client, admin: User) -> None:
        client.force_login(admin)

        page = client.post(self.ADD, {"name": "Brosjyre", "kind": "leaflet", "language": "no", "most_at_once": "0"})

        assert page.status_code == 200
        assert not Material.objects.exists()

    def test_coordinators_look_it_up(self, as_berit: Client, leaflet: Material) -> None:
        assert leaflet.name in words(as_berit.get("/admin/groups/material/"))
        assert as_berit.get(self.ADD).status_code == 403
        assert as_berit.post(self.ADD, {"name": "Min egen"}).status_code == 403
