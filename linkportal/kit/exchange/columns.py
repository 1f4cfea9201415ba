"""The columns of a file: how each is called, what it says of a row, and how what somebody wrote there is understood.

A kind of column (`Text`, `Amount`, …) reads a cell with `clean`, which raises `ValueError` with a sentence that says
what to write, and gives back a typed value with `render`, which the writers of XLSX and CSV put down in their way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from linkportal.kit.exchange import values

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text_

_ORE, _MOST = Decimal("0.01"), Decimal(10) ** 15


class Column(Field):  # type: ignore[misc]
    """A column: `attribute` of the row (a path with `__`, or a method), under `heading`.

    `required` when reading; `hint` says how it is written; with `readonly` it only goes out. What is empty is
    `default` in a row that is made.
    """

    def __init__(
        self,
        attribute: str,
        heading: Text_,
        widget: Widget | None = None,
        *,
        required: bool = False,
        hint: Text_ = "",
        **options: Any,
    ) -> None:
        super().__init__(attribute=attribute, column_name=heading, widget=widget or Text(), **options)
        self.required, self.hint = required, hint

    @property
    def heading(self) -> str:
        return str(capfirst(str(self.column_name)))

    def clean(self, row: Any, **kwargs: Any) -> Any:
        cleaned = super().clean(row, **kwargs)
        if self.required and cleaned in self.empty_values:
            raise ValueError(_("Dette må fylles ut."))
        return cleaned


class Text(Widget):  # type: ignore[misc]
    """A text as it stands."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> str:
        return values.text(value)

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> Any:
        return str(value) if isinstance(value, Promise | models.Model) else value


class _Typed(Widget):  # type: ignore[misc]
    """A value that keeps its type on the way out."""

    read: Callable[[Any], Any]

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
        return type(self).read(value)

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> Any:
        return value


class Amount(_Typed):
    """A number with decimals, never a float."""

    read = staticmethod(values.number)


class Money(Amount):
    """An amount of kroner, with its øre."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        amount = super().clean(value, row, **kwargs)
        with_ore = amount.quantize(_ORE) if amount is not None and abs(amount) < _MOST else None
        return with_ore if with_ore is not None and with_ore == amount else amount  # what is finer is refused later


class Whole(_Typed):
    """A whole number."""

    read = staticmethod(values.whole_number)


class Day(_Typed):
    """A day."""

    read = staticmethod(values.day)


class YesNo(_Typed):
    """Ja or nei; nothing stands for nei."""

    read = staticmethod(lambda value: values.yes_or_no(value) or False)


class Label(Widget):  # type: ignore[misc]
    """One of `choices`, written as it is shown; capital letters make no difference."""

    def __init__(self, choices: Iterable[tuple[Any, Text_]]) -> None:
        super().__init__()
        self.labels = {value: label for value, label in choices if value not in (None, "")}

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
        said = values.text(value)
        for known, label in self.labels.items():
            if said.casefold() in {str(label).casefold(), str(known).casefold()}:
                return known
        if said:
            allowed = ", ".join(f"«{label}»" for label in self.labels.values())
            raise ValueError(
                _("«%(said)s» er ikke et av valgene: %(allowed)s.") % {"said": said[:40], "allowed": allowed}
            )
        return ""

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        return str(self.labels.get(value, value if value is not None else ""))


class Known(Widget):  # type: ignore[misc]
    """A row of another table, found among those that who reads the file may choose, by one of the lookups `by`.

    `shown` names the fields of which the first that says anything is written. `prepare` brings what is written into
    the form that a lookup asks for. `within` narrows it down by what another column says: its heading, and lookups.
    One that others alone can see is as unknown as one that does not exist.
    """

    def __init__(
        self,
        *by: str,
        shown: Iterable[str],
        prepare: Mapping[str, Callable[[str], str]] | None = None,
        within: tuple[Text_, *tuple[str, ...]] | None = None,
    ) -> None:
        super().__init__()
        self.by, self.shown, self.prepare, self.within = by, tuple(shown), prepare or {}, within
        self.rows: models.QuerySet[Any] | None = None
        self._found: dict[tuple[str, str], Any] = {}

    def bind(self, rows: models.QuerySet[Any]) -> None:
        """Say among which rows to look."""
        self.rows = rows

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
        said = values.text(value)
        return self.find(said, row) if said else None

    def find(self, said: str, row: Any) -> Any:
        """The one that is called that; each is looked up once. Raises `ValueError` if there is none, or several."""
        narrowed = values.text((row or {}).get(str(self.within[0]))) if self.within else ""
        if (said, narrowed) not in self._found:
            self._found[said, narrowed] = self._look_up(said, narrowed)
        return self._found[said, narrowed]

    def _look_up(self, said: str, narrowed: str) -> Any:
        if self.rows is None:
            raise ImproperlyConfigured("Nobody has said among which rows to look.")
        rows = self.rows
        if self.within and narrowed:
            rows = rows.filter(models.Q(*((lookup, narrowed) for lookup in self.within[1:]), _connector=models.Q.OR))
        for lookup in self.by:
            wanted = self.prepare.get(lookup, str)(said)
            found = list(rows.filter(**{lookup: wanted})[:2]) if wanted else []
            if len(found) == 1:
                return found[0]
            if found:
                raise ValueError(_("Det er flere som heter «%(said)s».") % {"said": said[:60]})
        raise ValueError(_("Vi finner ikke «%(said)s» blant det du kan velge.") % {"said": said[:60]})

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        return next((said for name in self.shown if value and (said := str(getattr(value, name)))), "")


class Derived(Column):
    """A column that only goes out: what `say` makes of the row."""

    def __init__(self, heading: Text_, say: Callable[[Any], Any]) -> None:
        super().__init__("pk", heading, _AsIs(), readonly=True)
        self.say = say

    def get_value(self, instance: Any) -> Any:
        return self.say(instance)


class _AsIs(Widget):  # type: ignore[misc]
    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> Any:
        return value
