"""References in addresses, as people type them and as nobody should."""

import pytest
from django.test import Client

from contactpoints.models import User
from groups.references import tidy


@pytest.mark.parametrize("typed", ["K7M-49Q", "k7m49q", " k7m 49q "])
def test_it_is_found_however_it_is_typed(typed: str) -> None:
    assert tidy(typed) == "K7M-49Q"


@pytest.mark.parametrize("reference", ["K7M", "9" * 300, "%E2%80%AE"])
@pytest.mark.parametrize(
    "address", ["henvendelser/{}/", "grupper/{}/", "materiell/{}/sendt/", "materiell/{}/avbestill/"]
)
def test_what_is_no_reference_is_not_found(client: Client, berit: User, address: str, reference: str) -> None:
    client.force_login(berit)
    path = "/arbeidsflate/" + address.format(reference)

    answer = client.post(path) if "materiell" in address else client.get(path)

    assert answer.status_code == 404
