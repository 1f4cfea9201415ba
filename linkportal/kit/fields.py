"""Model fields that need a word more than Django's own."""

from typing import Any

from django.db import models
from django.forms import Field


class WebsiteField(models.URLField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """An address on the web; what is typed without a scheme is https."""

    def formfield(self, **kwargs: Any) -> Field | None:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
