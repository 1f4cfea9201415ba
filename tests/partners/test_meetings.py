"""Meetings of partners and of networks, and the projects that form a network."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from contactpoints.enums import Role
from contactpoints.models import DistrictOffice, User
from partners.enums import MeetingKind
from partners.models import GrantScheme, NetworkMeeting, PartnershipProject
from tests.admin_page import change, errors, typed
from tests.conftest import make_user
from tests.partners.making import make_meeting, make_organisation, make_project, make_scheme

LIST = "/admin/partners/networkmeeting/"
ADD = "/admin/partners/networkmeeting/add/"


@pytest.fixture
def scheme(db: None) -> GrantScheme:
    return make_scheme()


def plans(client: Client, **answers: Any) -> Any:
    """Fill in the form for a new meeting and save."""
    given = {"title": "Vårmøte", "venue": "Fylkeshuset", "starts_at_0": "1.9.2026", "starts_at_1": "10:00"}
    given |= {"ends_at_0": "1.9.2026", "ends_at_1": "14:00"}
    return client.post(ADD, typed(client.get(ADD), **{**given, **answers}))


def names_of(page: Any) -> list[str]:
    return [row.title for row in page.context["cl"].result_list]


def network_meeting(scheme: GrantScheme, **fields: Any) -> NetworkMeeting:
    return make_meeting(None, kind=MeetingKind.NETWORK, scheme=scheme, **fields)  # type: ignore[arg-type]


def test_the_partners_meet_and_who_presented_what_is_kept(as_berit: Client, link: PartnershipProject) -> None:
    partner = make_organisation("A-Larm")
    rows = {"presentations-0-organisation": partner.pk, "presentations-0-subject": "Slik begynte vi"}

    answer = plans(as_berit, kind="partnership", project=link.pk, **rows)

    assert answer["Location"] == change(link)
    meeting = link.meetings.get()
    assert [(one.organisation, one.subject) for one in meeting.presentations.all()] == [(partner, "Slik begynte vi")]


def test_a_network_meets_and_everybody_may_read_of_it(as_berit: Client, scheme: GrantScheme) -> None:
    answer = plans(as_berit, kind="network", scheme=scheme.pk, is_public="on")

    assert answer["Location"] == LIST
    assert NetworkMeeting.objects.public().to_come().get().scheme == scheme


WRONG = [
    ({"kind": "partnership"}, "Velg prosjektet som partnerne møtes om."),
    ({"kind": "network"}, "Velg tilskuddsordningen som prosjektene har penger fra."),
    ({"kind": "partnership", "project": "p", "scheme": "s"}, "La tilskuddsordningen stå tom."),
    ({"kind": "network", "project": "p", "scheme": "s"}, "La prosjektet stå tomt."),
    ({"kind": "partnership", "project": "p", "ends_at_1": "09:00"}, "Møtet kan ikke slutte før det begynner."),
]


@pytest.mark.parametrize(("answers", "sentence"), WRONG)
def test_what_is_wrong_is_said_once(
    as_berit: Client, link: PartnershipProject, scheme: GrantScheme, answers: dict[str, Any], sentence: str
) -> None:
    chosen = {name: {"p": link.pk, "s": scheme.pk}.get(value, value) for name, value in answers.items()}

    said = errors(plans(as_berit, **chosen))

    assert said.count(sentence) == 1
    assert "Velg prosjekt for et partnerskapsmøte" not in said
    assert not NetworkMeeting.objects.exists()


def test_a_network_is_everybodys_and_a_projects_meetings_are_its_offices(
    as_berit: Client,
    client: Client,
    link: PartnershipProject,
    alta: DistrictOffice,
    outsider: User,
    scheme: GrantScheme,
) -> None:
    mine, far = make_meeting(link, title="Vårt"), make_meeting(make_project(alta, "LINK Alta"), title="Deres")
    network_meeting(scheme, title="Alles")

    assert set(names_of(as_berit.get(LIST))) == {"Vårt", "Alles"}
    assert as_berit.get(change(far)).status_code == 404
    as_berit.force_login(outsider)
    assert set(names_of(as_berit.get(LIST))) == {"Deres", "Alles"}
    assert as_berit.get(change(mine)).status_code == 404


def test_the_list_is_narrowed_in_words(as_berit: Client, link: PartnershipProject, scheme: GrantScheme) -> None:
    make_meeting(link, title="Snart")
    network_meeting(scheme, title="Nettverk")

    assert names_of(as_berit.get(LIST, {"nar": "over"})) == []
    assert set(names_of(as_berit.get(LIST, {"nar": "framover"}))) == {"Snart", "Nettverk"}
    assert names_of(as_berit.get(LIST, {"kind__exact": "network"})) == ["Nettverk"]


def test_thirteen_projects_form_a_network(as_berit: Client, link: PartnershipProject, scheme: GrantScheme) -> None:
    rows: dict[str, Any] = {"network-TOTAL_FORMS": 13, "network-0-project": link.pk}
    rows |= {f"network-{number}-name": f"Prosjekt {number}" for number in range(1, 13)}

    answer = as_berit.post(change(scheme), typed(as_berit.get(change(scheme)), **rows))

    assert answer.status_code == 302, errors(answer)
    assert scheme.network.count() == 13
    assert scheme.network.get(project=link).name == link.name


def test_a_project_of_the_network_has_a_name(as_berit: Client, scheme: GrantScheme) -> None:
    organisation = make_organisation()
    row = {"network-0-organisation": organisation.pk}

    answer = as_berit.post(change(scheme), typed(as_berit.get(change(scheme)), **row))

    assert "Skriv hva prosjektet heter, eller velg et av dem som står i portalen." in errors(answer)


def test_the_page_of_the_scheme_leads_to_the_meetings_of_its_network(as_berit: Client, scheme: GrantScheme) -> None:
    meeting = network_meeting(scheme)

    page = as_berit.get(change(scheme)).content.decode()

    assert f'href="{change(meeting)}"' in page
    assert f"/admin/partners/networkmeeting/add/?scheme={scheme.pk}&amp;kind=network" in page


def test_a_network_does_not_name_a_project_that_one_does_not_see(
    as_berit: Client, scheme: GrantScheme, tonsberg: DistrictOffice, alta: DistrictOffice
) -> None:
    hidden = make_project(alta, "Det ingen vet om ennå", is_public=False)
    row = scheme.network.create(name="Noe i Finnmark", project=hidden)
    saved = as_berit.post(change(scheme), typed(as_berit.get(change(scheme)), about="Nytt"))

    row.refresh_from_db()
    assert (saved.status_code, row.project) == (302, hidden)
    auditor = Client()
    auditor.force_login(make_user("revisor@tonsberg.no", Role.AUDITOR, office=tonsberg))
    for browser in (as_berit, auditor):
        for page in (change(scheme), change(scheme).replace("change", "history")):
            said = browser.get(page).content.decode()
            assert "Noe i Finnmark" in said
            assert hidden.name not in said
