"""Five wait in two neighbouring municipalities and become a group, which begins, runs by itself and ends; with scripts
and without.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import Browser, BrowserContext, Page, expect

from contactpoints.models import ContactPoint, User
from groups.enums import CandidateAnswer, EndReason, EventKind, GroupStatus, Outcome, StartItem, Status
from groups.forming import asking
from groups.models import Candidate, Event, Inquiry, SelfHelpGroup
from linkportal.kit import clock
from tests.browser.conftest import PATIENCE, Window
from tests.conftest import make_contact_point
from tests.groups.forming import make_group, make_initiator, make_waiting
from tests.groups.traces import between
from tests.login import let_in
from tests.mailbox import Mailbox
from tests.processes import Serve, Web, wait_until

NAMES = {"Kari", "Eli", "Bo", "Geir", "Rita"}
QUESTION, NEWS = "Vi har et spørsmål til deg", "Noe nytt til deg"
ROOM = "Biblioteket, rom 3"


@pytest.fixture
def five(bakken: ContactPoint, ola: User) -> list[Inquiry]:
    """Kari, Eli and Bo wait in Skien, and two at another contact point in Porsgrunn."""
    porsgrunn = make_contact_point("Møteplassen", "Porsgrunn")
    return [
        make_waiting("3724", at=bakken, by=ola, name="Kari", email="kari@example.no"),
        make_waiting("3730", at=bakken, by=ola, name="Eli", email="", phone="+4740612345"),
        make_waiting("3717", at=bakken, by=ola, name="Bo", email="bo@example.no"),
        make_waiting("3915", at=porsgrunn, by=ola, name="Geir", email="geir@example.no"),
        make_waiting("3922", at=porsgrunn, by=ola, name="Rita", email="rita@example.no"),
    ]


@pytest.fixture
def at_home(browser: Browser, window: Window) -> Iterator[BrowserContext]:
    """Kari's own browser."""
    context = browser.new_context(
        java_script_enabled=window.scripts, viewport={"width": 360, "height": 740}, locale="nb-NO"
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def link_to_kari(mailbox: Mailbox, subject: str) -> str:
    """The link in her latest mail with that subject, when it has come."""
    wait_until(lambda: subject in mailbox.to("kari@example.no"))
    mail = [mail for mail in mailbox.mails if mail.subject == subject and "kari@example.no" in mail.receivers][-1]
    assert "gruppe" not in mail.text.lower()
    return str(re.findall(r"http\S+", mail.text)[0])


def days_pass(days: int) -> None:
    """All that is agreed on or has happened with the groups is so many days nearer, or longer ago."""
    by = timedelta(days=days)
    Event.objects.update(starts_at=F("starts_at") - by, ends_at=F("ends_at") - by)
    for name in ("since", "started_on", "followed_up_on"):
        SelfHelpGroup.objects.exclude(**{name: None}).update(**{name: F(name) - by})


class Story:
    """Ola at the page of the group, Kari at home, and everybody at the public page."""

    def __init__(self, portal: Web, page: Page, at_home: BrowserContext, mailbox: Mailbox) -> None:
        self.portal, self.page, self.mailbox = portal, page, mailbox
        self.hers, self.public = at_home.new_page(), at_home.new_page()

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.portal.url}{path}")
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 360

    def opens(self, words: str) -> None:
        self.page.locator("summary").get_by_text(words, exact=True).click()

    def presses(self, words: str, told: str) -> None:
        """And is told what was done."""
        self.page.get_by_role("button", name=words, exact=True).click()
        expect(self.page.get_by_text(told, exact=True)).to_be_visible()

    def plans(self, kind: EventKind, days: int) -> None:
        self.opens("Avtal et møte")
        form = self.page.locator("details[open]")
        form.get_by_label(str(kind.label)).check()
        form.get_by_label("Dag", exact=True).fill(f"{clock.today() + timedelta(days=days):%Y-%m-%d}")
        form.get_by_label("Begynner klokken").fill("18:00")
        form.get_by_label("Slutter klokken").fill("20:00")
        form.get_by_label("Sted og rom").fill(ROOM)
        self.presses("Lagre møtet", "Møtet er lagret.")

    def makes_a_group_of_those_within_reach(self) -> SelfHelpGroup:
        self.goes_to("/arbeidsflate/grupper/innen-rekkevidde/")
        expect(
            self.page.get_by_text("5 i Skien og Porsgrunn venter på en kveldsgruppe om sorg og tap.")
        ).to_be_visible()
        self.page.get_by_role("link", name=re.compile("^Lag gruppe:")).click()
        expect(self.page.get_by_label(re.compile("Kari, Skien"))).to_be_checked()
        assert self.page.get_by_label(re.compile("Noen som venter hos Møteplassen")).count() == 2
        assert "Geir" not in self.page.content()
        self.page.get_by_role("button", name="Lag gruppen og spør dem").click()
        expect(self.page.get_by_text("5 er spurt: 0 vil være med")).to_be_visible()
        return SelfHelpGroup.objects.get()

    def kari_says_yes(self) -> None:
        """Behind the link of her mail."""
        self.hers.goto(link_to_kari(self.mailbox, QUESTION))
        expect(self.hers.get_by_role("heading", name="Vil du være med i en")).to_be_visible()
        assert self.hers.evaluate("document.documentElement.scrollWidth") <= 360
        self.hers.get_by_role("button", name="Ja, jeg vil være med").click()
        expect(self.hers.get_by_role("heading", name="Du har sagt ja til en")).to_be_visible()

    def the_others_answer(self, eli: Inquiry, bo: Inquiry, geir: Inquiry, rita: Inquiry) -> None:
        """Eli on the telephone, Bo with a no."""
        self.goes_to(f"/arbeidsflate/henvendelser/{eli.reference}/")
        self.presses("Personen sa ja", f"{eli.reference}: Det er notert at personen vil være med.")
        for person, yes in ((bo, False), (geir, True), (rita, True)):
            asking.answer(person, person.candidacies.get().public_id, yes=yes)

    def meets_for_information(self) -> None:
        """Kari is told, and reads where; nobody else does."""
        self.plans(EventKind.INFORMATION_MEETING, days=7)
        self.hers.goto(link_to_kari(self.mailbox, NEWS))
        expect(self.hers.get_by_text(re.compile(f"Informasjonsmøte .*{ROOM}"))).to_be_visible()
        assert ROOM not in self.public.content()
        days_pass(8)
        self.page.reload()
        self.opens("Skriv hvor mange som kom")
        self.page.get_by_label("Hvor mange kom?").fill("4")
        self.presses("Lagre", "Det er notert hvor mange som kom.")

    def starts(self) -> None:
        """Its people become a number."""
        self.plans(EventKind.STARTUP_MEETING, days=7)
        days_pass(8)
        self.page.reload()
        self.page.get_by_role("link", name="Gruppen har startet").click()
        expect(self.page.get_by_text("Når du lagrer, tas alle navn bort fra gruppen.")).to_be_visible()
        expect(self.page.get_by_label(re.compile("^Kari"))).to_be_checked()
        expect(self.page.get_by_label(re.compile("^Bo"))).not_to_be_checked()
        self.page.get_by_label("Hvor mange andre kom?").fill("2")
        for item in StartItem:
            self.page.get_by_label(str(item.label)).check()
        self.page.get_by_role("button", name="Lagre at gruppen har startet").click()
        expect(self.page.get_by_role("heading", name="Hvem er spurt")).to_have_count(0)
        for name in NAMES:
            expect(self.page.get_by_text(name, exact=True)).to_have_count(0)

    def runs_by_itself(self) -> None:
        """The initiators withdraw, and after some weeks somebody hears how it goes."""
        days_pass(21)
        self.page.reload()
        self.presses("Igangsetterne har trukket seg ut", "Gruppen går av seg selv.")
        self.plans(EventKind.FOLLOW_UP_MEETING, days=21)
        days_pass(22)
        self.page.reload()
        self.opens("Skriv hvordan det går med gruppen")
        self.page.get_by_label("Hvor mange kom til oppfølgingsmøtet?").fill("4")
        self.page.get_by_label("Hvor mange er med i gruppen nå?").fill("5")
        self.page.get_by_label("Ja, det er plass til flere").check()
        self.presses("Lagre", "Det er notert hvordan det går.")

    def ends(self) -> None:
        self.opens("Gruppen er slutt")
        self.page.get_by_label(str(EndReason.FINISHED.label)).check()
        self.presses("Avslutt gruppen", "Gruppen er avsluttet.")

    def the_public_page_says(self, words: str, *, times: int = 1) -> None:
        self.public.goto(f"{self.portal.url}/grupper/")
        expect(self.public.get_by_text(words)).to_have_count(times)


def test_five_who_wait_become_a_group_that_runs_by_itself(
    window: Window,
    at_home: BrowserContext,
    serve: Serve,
    mailbox: Mailbox,
    bakken: ContactPoint,
    ola: User,
    five: list[Inquiry],
) -> None:
    make_initiator(bakken, by=ola, name="Ingrid")
    portal, page = serve.web(), window.page
    serve.worker(SITE_URL=portal.url)
    let_in(window.context, ola, portal.url)
    story = Story(portal, page, at_home, mailbox)

    group = story.makes_a_group_of_those_within_reach()
    story.kari_says_yes()
    story.the_others_answer(*five[1:])
    story.goes_to(f"/arbeidsflate/grupper/{group.reference}/")
    expect(page.get_by_text("5 er spurt: 4 vil være med, 1 vil ikke, 0 har ikke svart.")).to_be_visible()
    expect(page.get_by_text("Geir", exact=True)).to_be_visible()

    story.opens("Legg til en igangsetter")
    page.get_by_label("Ingrid (uten opplæring)").check()
    story.presses("Legg til", "Igangsetteren er med.")
    story.presses("Vis på nettsiden", "Gruppen vises på nettsiden.")
    story.the_public_page_says("Starter snart, det er plass")
    story.meets_for_information()

    story.starts()
    group.refresh_from_db()
    assert (group.status, group.participants) == (GroupStatus.STARTING, 6)
    ended = {one.name: one.outcome for one in Inquiry.objects.filter(status=Status.CLOSED)}
    assert ended == dict.fromkeys(NAMES - {"Bo"}, Outcome.JOINED)
    assert Inquiry.objects.get(status=Status.WAITING).name == "Bo"
    assert not Candidate.objects.exists()

    story.runs_by_itself()
    story.the_public_page_says("I gang, og tar imot nye")
    story.ends()
    story.the_public_page_says("I gang, og tar imot nye", times=0)
    group.refresh_from_db()
    assert (group.status, group.participants) == (GroupStatus.ENDED, 5)
    # All of this took some seconds, so that the moments tell nothing here.
    assert [found for found in between([group], five) if "same moment" not in found] == []
    assert window.complaints == []


def test_kari_says_no_and_changes_her_mind(
    window: Window, serve: Serve, mailbox: Mailbox, bakken: ContactPoint, ola: User
) -> None:
    portal, page = serve.web(), window.page
    serve.worker(SITE_URL=portal.url)
    kari = make_waiting("3724", at=bakken, by=ola)
    asking.ask(make_group(bakken, by=ola), [kari], by=ola)

    page.goto(link_to_kari(mailbox, QUESTION))
    page.get_by_role("button", name="Nei, ikke denne gruppen").click()
    expect(page.get_by_role("heading", name="Du har sagt nei til en")).to_be_visible()
    page.get_by_role("button", name="Jeg vil være med likevel").click()

    expect(page.get_by_role("heading", name="Du har sagt ja til en")).to_be_visible()
    assert Candidate.objects.get().answer == CandidateAnswer.YES
    assert window.complaints == []
