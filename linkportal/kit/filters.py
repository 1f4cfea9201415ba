"""Filters of lists in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from linkportal.kit.scope import scope

MOST_CHOICES = 30  # in one filter


class VisibleRelatedFilter(admin.RelatedFieldListFilter):
    """Filters by what is visible and occurs in the list.

    Among more than `MOST_CHOICES` nobody finds the right one: then there is only the one that is chosen already, by an
    address, and one searches instead.
    """

    include_empty_choice = False

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[Any]:
        occurring = model_admin.get_queryset(request).order_by().values(f"{self.field_path}__pk")
        rows = scope(request, field.remote_field.model).filter(pk__in=occurring)
        rows = rows.order_by(*self.field_admin_ordering(field, request, model_admin))
        found = list(rows[: MOST_CHOICES + 1])
        if len(found) > MOST_CHOICES:
            chosen = [models.Q(pk=value) for value in self.lookup_val or () if value.isdecimal()]
            found = list(rows.filter(models.Q(*chosen, _connector=models.Q.OR))) if chosen else []
        return [(row.pk, str(row)) for row in found]

    def has_output(self) -> bool:
        """Whether there is something to choose, or something chosen to be let go."""
        return bool(self.lookup_val) or super().has_output()


admin.FieldListFilter.register(lambda field: bool(field.remote_field), VisibleRelatedFilter, take_priority=True)
