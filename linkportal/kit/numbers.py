"""Fields of forms for numbers as people write them: `1 000 000,50`, `kr 250 000`, `0,75`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from linkportal.kit.exchange import values
from linkportal.kit.money import kroner


class WrittenDecimal(forms.DecimalField):
    """An exact number, read the Norwegian way and shown so. What it can't read it says how to write."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        """Raises `ValidationError` with what to write."""
        try:
            return values.number(value) if value not in self.empty_values else None
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """In groups of three, with a comma; what was typed stays as it was typed."""
        if not isinstance(value, Decimal | int) or isinstance(value, bool):
            return value
        if self.decimal_places == 2:
            return kroner(value).replace("\N{MINUS SIGN}", "-")
        return str(value).replace(".", ",")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal"}
