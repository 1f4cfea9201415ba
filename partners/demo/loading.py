"""All the examples at once."""

from __future__ import annotations

from django.db import transaction

from contactpoints.demo.accounts import BERIT
from contactpoints.models import DistrictOffice, User
from partners.demo import letter, link, link_money, sent_reports, smaller
from partners.demo.people import OFFICES, People
from partners.models import PartnershipProject


def load() -> int:
    """Create the examples in a portal that has no project yet. Returns how many projects there are then.

    Raises `DoesNotExist` where the demonstration's places and accounts are not loaded.
    """
    if PartnershipProject.objects.exists():
        return 0
    with transaction.atomic():
        people = People.of_the_demonstration()
        project = link.load(people)
        letter.load(link_money.load(project, people), people)
        smaller.load(people)
        sent_reports.load(people)
    return PartnershipProject.objects.count()


def complete() -> int:
    """As `load`, in a portal that has the demonstration of an earlier version, without projects. In others nothing."""
    has_berit = User.objects.get_queryset().filter(email=BERIT).exists()
    offices = DistrictOffice.objects.filter(slug__in=OFFICES).count()
    return load() if has_berit and offices == len(OFFICES) else 0
