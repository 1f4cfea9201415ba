"""Inquiries in the admin: found and read with care by offices, and nobody else's to see."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import LeaveMessage
from groups.models import Inquiry, InquiryReading
from tests.conftest import make_user
from tests.groups.making import make_inquiry

LIST = "/admin/groups/inquiry/"


def case(inquiry: Inquiry) -> str:
    return reverse("admin:groups_inquiry_change", args=[inquiry.pk])


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
            "Legg bare igjen «ring tilbake»",
            "Passer best: kveld",
        ):
            assert words in page
        assert "Distriktskontoret i Tønsberg har svart for fylket siden" in page
        assert "no-store" in answer["Cache-Control"]

    def test_what_was_taken_back_is_gone_from_the_case(self, as_berit: Client) -> None:
        inquiry = make_inquiry("3724", message="Torsdager passer.")
        inquiry.withdraw()

        page = as_berit.get(case(inquiry)).content.decode()

        assert "Opplysningene om personen er slettet" in page
        assert "Torsdager" not in page

    def test_contact_points_have_the_workspace_instead(self, client: Client, ola: User, bakken: ContactPoint) -> None:
        client.force_login(ola)
        his = make_inquiry("3724", wish="join", contact_point=bakken)

        assert [client.get(page).status_code for page in ("/admin/", LIST, case(his))] == [404] * 3
        assert client.get(reverse("groups:case", args=[his.reference])).status_code == 200

    def test_the_case_leads_to_where_one_works_on_it_and_changes_nothing(self, as_berit: Client) -> None:
        inquiry = make_inquiry("3724")

        page = as_berit.get(case(inquiry)).content.decode()

        assert reverse("groups:case", args=[inquiry.reference]) in page
        assert as_berit.post(case(inquiry)).status_code == 405

    def test_that_it_was_read_is_written_down(self, as_berit: Client, berit: User) -> None:
        inquiry = make_inquiry("3724")

        for _ in range(2):
            as_berit.get(case(inquiry))
        as_berit.get(LIST)

        assert [one.by for one in InquiryReading.objects.filter(inquiry=inquiry)] == [berit]

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

        assert {client.get(page).status_code for page in (LIST, case(inquiry))} == {404}
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
