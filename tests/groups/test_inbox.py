"""The list of what waits."""

from django.test import Client
from django.urls import reverse

from contactpoints.models import User
from tests.groups.making import make_inquiry


def test_berit_sees_what_waits_at_her_office(client: Client, berit: User) -> None:
    inquiry = make_inquiry("3724")
    client.force_login(berit)

    response = client.get(reverse("groups:inbox"))

    assert response.status_code == 200
    assert inquiry.reference in response.content.decode()
