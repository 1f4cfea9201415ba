"""News of projects for readers of feeds: what is in one, that it stays the same one, and that it is safe to show."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from linkportal.kit import clock
from partners.models import PartnershipProject
from tests.conftest import TODAY
from tests.markup import read
from tests.partners.making import make_project

ALL = "/samarbeid/oppdateringer.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '<script>alert("x")</script> & ]]> «mer» \x08\ufffe'


class Feed:
    """A feed as a program reads it."""

    def __init__(self, client: Client, path: str = ALL) -> None:
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=900"}
        assert not response.cookies
        self.root = ElementTree.fromstring(response.content)  # noqa: S314 - our own

    def text(self, name: str, of: ElementTree.Element | None = None) -> str:
        found = (self.root if of is None else of).find(ATOM + name)
        assert found is not None
        return found.text or ""

    def links(self, of: ElementTree.Element | None = None) -> dict[str, str]:
        found = (self.root if of is None else of).findall(f"{ATOM}link")
        return {each.attrib.get("rel", "alternate"): each.attrib["href"] for each in found}

    @property
    def entries(self) -> list[ElementTree.Element]:
        return self.root.findall(f"{ATOM}entry")

    def titles(self) -> list[str]:
        return [self.text("title", entry) for entry in self.entries]


class Tags(HTMLParser):
    """The tags of what a reader of feeds would draw."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.said = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.fixture(autouse=True)
def _somewhere(settings: Settings) -> None:
    settings.SITE_URL = "https://link.example.no"


def test_one_project_has_its_own_and_all_have_one_together(client: Client, link: PartnershipProject) -> None:
    other = make_project(link.office, "Sammen i Buskerud")
    link.updates.create(title="LINK etableres", published_on=date(2020, 11, 20), is_published=True)
    other.updates.create(title="Vi er i gang", published_on=date(2025, 2, 1), is_published=True)

    assert Feed(client).titles() == ["Vi er i gang", "LINK etableres"]
    own = Feed(client, f"{link.get_absolute_url()}oppdateringer.atom")
    assert own.titles() == ["LINK etableres"]
    assert own.text("title") == "Nytt fra LINK Vestfold og Telemark"


def test_only_what_is_published_by_today_and_of_a_public_project(client: Client, link: PartnershipProject) -> None:
    link.updates.create(title="Utkast")
    link.updates.create(title="I morgen", published_on=TODAY + timedelta(days=1), is_published=True)
    hidden = make_project(link.office, "Et skjult", is_public=False)
    hidden.updates.create(title="Skjult", is_published=True)

    assert Feed(client).titles() == []
    assert client.get(f"{hidden.get_absolute_url()}oppdateringer.atom").status_code == 404


def test_an_entry_keeps_its_id_and_says_when_it_was_changed(client: Client, link: PartnershipProject) -> None:
    update = link.updates.create(title="Førti kom", published_on=date(2021, 3, 11), is_published=True)
    [before] = Feed(client).entries
    with clock.moved_to(clock.now() + timedelta(days=1)):
        update.title = "Femti kom"
        update.save()
        feed = Feed(client)
    [after] = feed.entries

    assert feed.text("id", before) == feed.text("id", after) == f"urn:uuid:{update.public_id}"
    assert feed.text("published", after) == "2021-03-11T00:00:00+01:00"
    assert feed.text("updated", before) == "2026-06-01T12:00:00+00:00"
    assert feed.text("updated", after) == feed.text("updated") == "2026-06-02T12:00:00+00:00"


def test_addresses_are_those_of_the_portal_whoever_asks(client: Client, link: PartnershipProject) -> None:
    update = link.updates.create(title="Hei", is_published=True)
    page = f"https://link.example.no{link.get_absolute_url()}"

    feed = Feed(client, f"{link.get_absolute_url()}oppdateringer.atom")

    assert feed.links() == {"alternate": page, "self": f"{page}oppdateringer.atom"}
    assert feed.text("id") == f"{page}oppdateringer.atom"
    assert feed.links(feed.entries[0]) == {"alternate": f"{page}#nytt-{update.public_id}"}
    shown = read(client.get(link.get_absolute_url()).content)
    assert shown.one("li", id=f"nytt-{update.public_id}")


def test_what_is_typed_is_text_in_every_reader(client: Client, link: PartnershipProject) -> None:
    link.name = f"LINK {HOSTILE}"
    link.save()
    link.updates.create(title=HOSTILE, text=f"{HOSTILE}\n\nnytt avsnitt", is_published=True)

    feed = Feed(client)

    [entry] = feed.entries
    assert feed.text("title", entry) == '<script>alert("x")</script> & ]]> «mer» '
    title = entry.find(f"{ATOM}title")
    assert title is not None
    assert "type" not in title.attrib  # so it is text
    drawn = Tags(feed.text("summary", entry))
    assert drawn.found == ["p", "p"]
    assert '<script>alert("x")</script>' in drawn.said


def test_who_has_it_is_told_so_until_something_changes(
    client: Client,
    link: PartnershipProject,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    update = link.updates.create(title="Hei", is_published=True)
    etag = client.get(ALL)["ETag"]

    with django_assert_num_queries(1):
        again = client.get(ALL, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    update.delete()
    assert client.get(ALL, headers={"If-None-Match": etag}).status_code == 200


def test_the_pages_name_their_feeds(client: Client, link: PartnershipProject) -> None:
    link.updates.create(title="Hei", is_published=True)

    for page, feed in (("/samarbeid/", ALL), (link.get_absolute_url(), f"{link.get_absolute_url()}oppdateringer.atom")):
        named = read(client.get(page).content).one("link", rel="alternate")
        assert (named.attrs["type"], named.attrs["href"]) == ("application/atom+xml", feed)
        assert read(client.get(page).content).one("main").one("a", href=feed)


def test_it_holds_the_thirty_newest(client: Client, link: PartnershipProject) -> None:
    for number in range(31):
        day = date(2024, 1, 1) + timedelta(days=number)
        link.updates.create(title=f"Nummer {number}", published_on=day, is_published=True)

    titles = Feed(client).titles()

    assert (len(titles), titles[0], titles[-1]) == (30, "Nummer 30", "Nummer 1")
