"""Suggestions while one types in the admin: only what may be chosen in that field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db import models

if TYPE_CHECKING:
    from linkportal.kit.admin import ScopedAdmin, ScopedInline


class ScopedAutocomplete(AutocompleteJsonView):
    """Suggestions for a field that an admin of ours offers, and only what may be chosen there."""

    def get_queryset(self) -> models.QuerySet[Any]:
        choices = self._asking().choices(self.request, self.source_field)
        return super().get_queryset().filter(pk__in=choices.order_by().values("pk"))

    def _asking(self) -> ScopedAdmin | ScopedInline:
        """The admin, or the inline of one, that has the field. Raises `PermissionDenied` if none has."""
        registry: Any = self.admin_site._registry  # type: ignore[union-attr]
        for one in registry.values():
            for asking in (one, *one.get_inline_instances(self.request)):
                fields = asking.get_autocomplete_fields(self.request)
                if asking.model is self.source_field.model and self.source_field.name in fields:
                    return asking  # type: ignore[no-any-return]
        raise PermissionDenied
