"""Who wants to take part is linked to the project that they join, by a coordinator."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.models import DistrictOffice, User
from groups.enums import OfferedAs, Status, Wish
from groups.models import Inquiry
from partners.enums import ProjectStatus
from partners.models import PartnershipProject, ProjectInterest
from tests.conftest import TODAY
from tests.groups.conftest import stamp_of_a_minute_ago
from tests.groups.making import make_inquiry
from tests.markup import read
from tests.partners.making import make_project
from tests.partners.test_take_part import OFFER, PAGE, sends


@pytest.fixture
def offer(tonsberg: DistrictOffice) -> Inquiry:
    """A public body in Skien wants to take part."""
    return make_inquiry(wish=Wish.PARTNER, organisation="Sanitetshuset", offered_as=OfferedAs.PUBLIC)


def page_of(inquiry: Inquiry) -> str:
    return reverse("partners:link_interest", args=[inquiry.reference])


# From the page of a project


def test_the_form_names_the_project_one_came_from_and_proposes_it(client: Client, link: PartnershipProject) -> None:
    page = read(client.get(PAGE, {"prosjekt": link.slug}).content)
    assert page.one("h1").text == "Vil dere være med i LINK Vestfold og Telemark?"
    hidden = next(each for each in page.all("input") if each.attrs["name"] == "prosjekt")

    inquiry = sends(client, prosjekt=hidden.attrs["value"])

    row = ProjectInterest.objects.get()
    assert (row.project, row.inquiry, row.linked_by, row.linked_on) == (link, inquiry, None, None)


def test_sent_twice_it_is_proposed_once(client: Client, link: PartnershipProject) -> None:
    hidden = {"submission_id": str(client.get(PAGE).context["form"]["submission_id"].value()), "prosjekt": link.slug}

    sends(client, **hidden)
    sends(client, **hidden)

    assert ProjectInterest.objects.count() == 1


@pytest.mark.parametrize("change", [{"is_public": False}, {"status": ProjectStatus.ENDED}, {"slug": "et-annet"}])
def test_a_project_that_cannot_be_joined_is_not_named_and_the_second_sending_goes_without(
    client: Client, link: PartnershipProject, change: dict[str, object]
) -> None:
    slug = link.slug
    PartnershipProject.objects.update(**change)

    assert link.name not in client.get(PAGE, {"prosjekt": slug}).content.decode()
    refused = client.post(PAGE, {**OFFER, "prosjekt": slug, "stamp": stamp_of_a_minute_ago()})
    assert refused.status_code == 422
    assert "Prosjektet tar ikke imot flere her. Send skjemaet uten" in refused.content.decode()
    assert refused.context["form"]["prosjekt"].value() == ""
    sends(client)
    assert not ProjectInterest.objects.exists()


# At the desk of the coordinator


def test_berit_links_it_and_changes_her_mind(
    as_berit: Client, berit: User, offer: Inquiry, link: PartnershipProject
) -> None:
    other = make_project(link.office, "Senioruka")
    case = as_berit.get(reverse("groups:case", args=[offer.reference])).content.decode()
    assert f'href="{page_of(offer)}"' in case

    answer = as_berit.post(page_of(offer), {"project": link.slug}, follow=True)
    assert "Henvendelsen er knyttet til LINK Vestfold og Telemark." in answer.content.decode()
    row = ProjectInterest.objects.get()
    assert (row.project, row.inquiry, row.linked_by, row.linked_on) == (link, offer, berit, TODAY)
    assert "Knyttet til LINK Vestfold og Telemark av berit@example.no 1. juni 2026." in _text(as_berit, offer)

    as_berit.post(page_of(offer), {"project": other.slug})
    assert ProjectInterest.objects.get().project == other
    as_berit.post(page_of(offer), {"project": ""})
    assert not ProjectInterest.objects.exists()


def test_what_was_proposed_is_chosen_beforehand(as_berit: Client, offer: Inquiry, link: PartnershipProject) -> None:
    make_project(link.office, "Annet arbeid")
    ProjectInterest.objects.create(project=link, inquiry=offer)

    page = read(as_berit.get(page_of(offer)).content)

    assert "Skjemaet ble sendt fra siden til LINK Vestfold og Telemark." in page.one("main").text
    chosen = [each.attrs["value"] for each in page.all("option") if "selected" in each.attrs]
    assert chosen == [link.slug]
    assert offer.name not in page.one("main").text


def test_of_another_offices_project_it_says_whose_it_is(
    as_berit: Client, offer: Inquiry, link: PartnershipProject, alta: DistrictOffice
) -> None:
    northern = make_project(alta, "LINK Finnmark")
    ProjectInterest.objects.create(project=northern, inquiry=offer)

    page = read(as_berit.get(page_of(offer)).content)

    assert "Prosjektet hører til Distriktskontoret i Alta." in page.one("main").text
    assert northern.slug not in [each.attrs["value"] for each in page.all("option")]
    refused = as_berit.post(page_of(offer), {"project": northern.slug})
    assert refused.status_code == 422
    assert refused.content.decode().count("Velg et av prosjektene i listen.") == 2
    PartnershipProject.objects.filter(pk=northern.pk).update(is_public=False)
    assert "LINK Finnmark" not in _text(as_berit, offer)


def test_saving_without_a_project_says_what_to_choose(
    as_berit: Client, offer: Inquiry, link: PartnershipProject
) -> None:
    refused = as_berit.post(page_of(offer), {"project": ""})

    assert refused.status_code == 422
    assert refused.content.decode().count("Velg hvilket prosjekt det gjelder.") == 2


def test_an_ended_project_is_not_offered(as_berit: Client, offer: Inquiry, link: PartnershipProject) -> None:
    PartnershipProject.objects.update(status=ProjectStatus.ENDED, ends_on=date(2026, 1, 1))

    assert link.slug not in [each.attrs["value"] for each in read(as_berit.get(page_of(offer)).content).all("option")]


def test_only_what_offers_to_take_part_and_has_been_looked_at_can_be_linked(as_berit: Client, offer: Inquiry) -> None:
    assert as_berit.get(page_of(make_inquiry())).status_code == 404
    Inquiry.objects.filter(pk=offer.pk).update(status=Status.QUARANTINED)
    assert as_berit.get(page_of(offer)).status_code == 404
    assert page_of(offer) not in as_berit.get(reverse("groups:case", args=[offer.reference])).content.decode()


def test_it_is_the_offices_own(client: Client, offer: Inquiry, outsider: User, ola: User) -> None:
    assert client.get(page_of(offer))["Location"].startswith("/konto/logg-inn/")
    for user in (outsider, ola):
        client.force_login(user)
        assert client.get(page_of(offer)).status_code == client.post(page_of(offer)).status_code == 404


def test_the_page_asks_a_bounded_number_of_times(
    as_berit: Client, offer: Inquiry, link: PartnershipProject, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        make_project(link.office, f"Prosjekt {number}")
    as_berit.get(page_of(offer))

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        as_berit.get(page_of(offer))


def test_withdrawn_it_still_counts_and_names_nobody(client: Client, link: PartnershipProject) -> None:
    inquiry = sends(client, prosjekt=link.slug)
    client.get(f"/min-henvendelse/{inquiry.secret_token}/", follow=True)
    client.post("/min-henvendelse/trekk-tilbake/")

    row = ProjectInterest.objects.select_related("inquiry").get()
    assert (row.project, row.inquiry.name, row.inquiry.status) == (link, "", Status.WITHDRAWN)
    assert str(row) == inquiry.reference


def _text(client: Client, inquiry: Inquiry) -> str:
    return read(client.get(page_of(inquiry)).content).one("main").text
