"""A form that is received once, however often it is sent."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.http import QueryDict

from groups import fields
from groups.inquiries.intake import Wanted
from linkportal.kit.forms import ClearForm


class SentOnce(ClearForm):
    """Carries a number of its own; one whose number can't be read gets a new one, to be sent again."""

    submission_id = fields.submission_id()

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.has_error("submission_id"):
            self.put("submission_id", str(uuid.uuid4()))
        return self.cleaned_data

    def wanted_with(self, **more: Any) -> Wanted:
        """What the valid form says in the fields that all of its kind have, and `more`.

        A `submission_id` that is missing becomes a new one.
        """
        said = self.cleaned_data
        return Wanted(
            submission_id=said["submission_id"] or uuid.uuid4(),
            place=said["sted"],
            name=said["name"],
            email=said["email"],
            phone=said["phone"].as_e164 if said["phone"] else "",
            message=said["message"],
            **more,
        )

    def put(self, name: str, value: str) -> None:
        """Change what the page shows in a hidden field."""
        changed = cast(QueryDict, self.data).copy()
        changed[name] = value
        self.data = changed
