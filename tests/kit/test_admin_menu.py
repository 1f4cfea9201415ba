"""The menu of the admin: every subject that one may open, by its app, and where one is."""

from django.test import Client
from django.urls import reverse

from contactpoints.models import User
from tests.markup import Element, read


def menu(client: Client, page: str) -> Element:
    return read(client.get(page).content).one("nav", class_="subjects")


def test_it_says_where_one_is(as_berit: Client) -> None:
    subjects = menu(as_berit, reverse("admin:partners_expense_changelist"))

    assert [one.text for one in subjects.all("summary")] == ["Henvendelser", "Kontaktpunkter", "Samarbeid"]
    assert [one.text for one in subjects.all("summary", class_="here")] == ["Samarbeid"]
    assert [one.text for one in subjects.all("a", aria_current="true")] == ["Utgifter"]


def test_it_has_only_what_one_may_open(client: Client, berit: User, admin: User) -> None:
    links = {}
    for user in (berit, admin):
        client.force_login(user)
        links[user] = [
            link.attrs["href"] for link in menu(client, reverse("admin:contactpoints_contactpoint_changelist")).all("a")
        ]
        assert all(client.get(link).status_code == 200 for link in links[user])

    assert links[berit] != links[admin]
    assert len(links[berit]) > 10
