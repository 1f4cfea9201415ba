"""All the examples at once."""

from __future__ import annotations

from django.db import transaction

from groups.demo import inquiries, material, meetings, self_help_groups, statistics
from groups.demo.people import People
from groups.models import Inquiry


def load() -> int:
    """Create the examples in a portal that has no inquiry yet. Returns how many inquiries there are then.

    Raises `DoesNotExist` where the demonstration's places and accounts are not loaded.
    """
    if Inquiry.objects.exists():
        return 0
    people = People.of_the_demonstration()
    with transaction.atomic():
        for part in (inquiries, self_help_groups, meetings, material, statistics):
            part.load(people)
    return Inquiry.objects.count()
