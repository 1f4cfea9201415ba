"""A form that is received once, however often it is sent."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.http import QueryDict

from groups import fields
from linkportal.kit.forms import ClearForm


class SentOnce(ClearForm):
    """Carries a number of its own; one whose number can't be read gets a new one, to be sent again."""

    submission_id = fields.submission_id()

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.has_error("submission_id"):
            self.put("submission_id", str(uuid.uuid4()))
        return self.cleaned_data

    def put(self, name: str, value: str) -> None:
        """Change what the page shows in a hidden field."""
        changed = cast(QueryDict, self.data).copy()
        changed[name] = value
        self.data = changed
