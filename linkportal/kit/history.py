"""Who changed what, before and after: written by database triggers, so that no bulk update escapes.

Never on personal data: history is kept, and personal data must be erasable.
"""

from typing import TypeVar, cast

import pghistory
from django.db import models

M = TypeVar("M", bound=models.Model)


def tracked_links(model: type[M]) -> type[M]:
    """Class decorator for a proxy of the table between two models: keep a copy of each link made and taken away."""
    events = (pghistory.InsertEvent(), pghistory.DeleteEvent())
    return cast(type[M], pghistory.track(*events, obj_field=None)(model))


def tracked(model: type[M]) -> type[M]:
    """Class decorator: keep a copy of each row at insert, update and delete (by default the library omits deletes)."""
    # Made anew for each model, because a tracker remembers the fields of the first one it sees.
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return cast(type[M], pghistory.track(*events)(model))
