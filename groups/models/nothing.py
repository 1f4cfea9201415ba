"""A condition that the database can check without a key."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast
from django.db.models.lookups import Exact


def nothing_in(name: str) -> Exact:
    """A condition for the database: the encrypted field `name` is empty."""
    return Exact(Cast(name, models.TextField()), Value(""))
