"""Who works where, from when to when."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from contactpoints.enums import Role
from contactpoints.models import DistrictOffice, Membership, User
from groups.models import Inquiry
from tests.conftest import make_user
from tests.groups.making import make_inquiry


def test_an_auditor_has_no_other_role_in_the_same_days(berit: User, tonsberg: DistrictOffice) -> None:
    both = Membership(user=berit, role=Role.AUDITOR, valid_from=date(2026, 1, 1))

    with pytest.raises(ValidationError, match="Den som er revisor"):
        both.full_clean()
    with pytest.raises(IntegrityError, match="membership_auditor_is_nothing_else"):
        both.save()


def test_a_coordinator_may_become_an_auditor(berit: User) -> None:
    berit.memberships.update(valid_until=date(2026, 1, 1))

    Membership.objects.create(user=berit, role=Role.AUDITOR, valid_from=date(2026, 1, 1))

    assert berit.roles == {Role.AUDITOR}


def test_an_auditor_of_an_office_reads_none_of_its_inquiries(tonsberg: DistrictOffice, berit: User) -> None:
    auditor = make_user("revisor@example.no", Role.AUDITOR, office=tonsberg)
    inquiry = make_inquiry()

    assert inquiry in Inquiry.objects.visible_to(berit)
    assert inquiry not in Inquiry.objects.visible_to(auditor)
    assert tonsberg in DistrictOffice.objects.visible_to(auditor)


def test_an_ended_membership_opens_nothing(berit: User) -> None:
    berit.memberships.update(valid_until=date(2026, 1, 1))

    assert not berit.is_staff
    assert not berit.has_perm("contactpoints.view_contactpoint")
    assert not DistrictOffice.objects.visible_to(berit).exists()
