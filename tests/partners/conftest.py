"""The project that the stories are about, the money it was granted, and who works with it, on the first of June."""

import pytest

from contactpoints.models import DistrictOffice
from partners.models import Grant, PartnershipProject
from tests.groups.conftest import _june
from tests.partners.making import make_grant, make_project

__all__ = ["_june"]


@pytest.fixture
def link(tonsberg: DistrictOffice) -> PartnershipProject:
    """LINK Vestfold og Telemark, a project of the Tønsberg office."""
    return make_project(tonsberg)


@pytest.fixture
def million(link: PartnershipProject) -> Grant:
    """One million kroner over the years 2021 to 2024, in four equal tranches."""
    return make_grant(link)
