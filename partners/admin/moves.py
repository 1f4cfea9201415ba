"""Statuses in the admin: a form offers where one may go from here, and saving goes there by the model's own method."""

from __future__ import annotations

from typing import Any

from django.db import connection, models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from linkportal.kit.admin import ScopedAdmin, ScopedForm


class MovesForm(ScopedForm):
    """A form of something whose status follows a table of moves.

    It offers the status that is and those that may follow; of something new, which may have come as far as it will
    before it was registered, all.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get("status")
        if field is None or self.instance.pk is None:
            return
        allowed = {self.instance.status, *self.instance.allowed_moves}
        field.choices = [(value, words) for value, words in field.choices if value in allowed]
        # The list was cut when the form was shown, and somebody may have gone on since.
        now = self.instance.get_status_display()
        field.error_messages["invalid_choice"] = _("Det står nå som «%(now)s». Velg på nytt.") % {"now": now}

    def clean_status(self) -> str:
        status: str = self.cleaned_data["status"]
        if self.instance.pk is not None and status != self.instance.status:
            self.instance.move(status)
        return status


class OneAtATime(ScopedAdmin):
    """Who saves waits for who saves the same object: each then sees what the other did, and is told in words."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model:
        found = super().get_object(request, object_id, from_field)
        if request.method != "POST" or not connection.in_atomic_block:
            return found
        # The lock first, then what it guards.
        list(self.model._base_manager.select_for_update(no_key=True).filter(pk=found.pk).values_list("pk"))
        return super().get_object(request, object_id, from_field)
