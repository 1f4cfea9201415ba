"""Two people who edit one contact point at once: which version each of them saw, and what has changed since.

It reads the history that the database writes, so that a change by the admin or by a command counts as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from contactpoints import hours
from contactpoints.models import ContactPoint, OpeningHours, User
from contactpoints.models.registry import ServedMunicipality


class ChangedMeanwhile(Exception):
    """Somebody saved something else in the same fields since the form was opened. `told` is what to say about it;
    `theirs` are the fields they changed and `mine` those among them that the second has changed too.
    """

    def __init__(self, told: Told, theirs: set[str], mine: set[str]) -> None:
        super().__init__(", ".join(sorted(theirs)))
        self.told, self.theirs, self.mine = told, theirs, mine


@dataclass(frozen=True, slots=True)
class Told:
    """Who saved last (empty: no person) and when, and for each changed field its name and what stands there now."""

    who: str
    at: datetime | None
    now: tuple[tuple[str, str], ...]


def stamp(contact_point: ContactPoint) -> str:
    """The version of a contact point, its municipalities and its hours: their latest events. Three queries."""
    return "-".join(str(_latest(model, contact_point)) for model in _OWNER)


def refuse_to_overwrite(now: ContactPoint, values: Mapping[str, Any], seen: str) -> None:
    """Raises `ChangedMeanwhile` if something that `values` would change was changed by somebody since `seen`."""
    if seen == stamp(now):
        return
    before, current = _Before(now, seen), {name: _current(now, name) for name in values}
    wanted = {name: _comparable(name, value) for name, value in values.items()}
    theirs = {name for name in values if current[name] not in (before.value(name), wanted[name])}
    if theirs:
        mine = {name for name in theirs if wanted[name] != before.value(name)}
        labels = tuple((_label(name), _in_words(now, name)) for name in values if name in theirs)
        raise ChangedMeanwhile(Told(*before.last_editor(theirs), labels), theirs, mine)


# Whose rows the events of each table are; the order is that of a stamp.
_OWNER: dict[Any, str] = {
    ContactPoint: "pgh_obj_id",
    ServedMunicipality: "contactpoint_id",
    OpeningHours: "contact_point_id",
}
_PARTS: dict[str, Any] = {"serves": ServedMunicipality, "opening_hours": OpeningHours}


def _events(model: Any, contact_point: ContactPoint) -> Any:
    rows = model.pgh_event_model.objects.select_related("pgh_context")
    return rows.filter(**{_OWNER[model]: contact_point.pk})


def _latest(model: Any, contact_point: ContactPoint) -> int:
    found: int | None = _events(model, contact_point).aggregate(Max("pgh_id"))["pgh_id__max"]
    return found or 0


class _Before:
    """The contact point as it was at a stamp. Of a stamp that is none everything was otherwise."""

    def __init__(self, contact_point: ContactPoint, seen: str) -> None:
        self.contact_point = contact_point
        numbers = [int(part) if part.isdecimal() and len(part) < 19 else 0 for part in seen.split("-")]
        self.seen = dict(zip(_OWNER, numbers, strict=False))
        self.row = _events(ContactPoint, contact_point).filter(pgh_id=self.seen.get(ContactPoint, 0)).first()

    def value(self, name: str) -> Any:
        """What stood there, as `_comparable` has it; None if that is not known."""
        if name not in _PARTS:
            return getattr(self.row, _field(name).attname, None)
        model = _PARTS[name]
        last = {}
        for event in _events(model, self.contact_point).filter(pgh_id__lte=self.seen.get(model, 0)).order_by("pgh_id"):
            last[event.municipality_id if name == "serves" else event.pgh_obj_id] = event
        return {_part(name, event) for event in last.values() if event.pgh_label != "delete"}

    def last_editor(self, names: set[str]) -> tuple[str, datetime | None]:
        """Who changed one of these fields last, by name, and when. Who did something else is left out of it."""
        own = [_field(name).attname for name in names - _PARTS.keys()]
        versions = [
            self.row,
            *_events(ContactPoint, self.contact_point).filter(pgh_id__gt=self._since).order_by("pgh_id"),
        ]
        changes = [new for old, new in pairwise(versions) if any(_differ(old, new, field) for field in own)]
        changes += [
            _events(_PARTS[name], self.contact_point).order_by("pgh_id").last() for name in names & _PARTS.keys()
        ]
        latest = max((one for one in changes if one), key=lambda one: one.pgh_created_at, default=None)
        return (_name_of(latest), latest.pgh_created_at) if latest else ("", None)

    @property
    def _since(self) -> int:
        return self.row.pgh_id if self.row else 0


def _differ(old: Any, new: Any, field: str) -> bool:
    return old is None or getattr(old, field) != getattr(new, field)


def _name_of(event: Any) -> str:
    user_id = event.pgh_context.metadata.get("user") if event.pgh_context else None
    user = User.objects.get_queryset().filter(pk=user_id).first() if user_id else None
    return str(user) if user else ""


def _part(name: str, row: Any) -> Any:
    return row.municipality_id if name == "serves" else (row.weekday, row.opens, row.closes)


def _current(now: ContactPoint, name: str) -> Any:
    if name in _PARTS:
        return {_part(name, row) for row in _PARTS[name].objects.filter(**{_OWNER[_PARTS[name]]: now.pk})}
    return getattr(now, _field(name).attname)


def _field(name: str) -> Any:
    return ContactPoint._meta.get_field(name)


def _comparable(name: str, value: Any) -> Any:
    """A value as it stands in a row: a row by its key; parts as a set."""
    if name in _PARTS:
        return {getattr(one, "pk", one) for one in value}
    return getattr(value, "pk", value)


def _label(name: str) -> str:
    return _("åpningstider") if name == "opening_hours" else str(_field(name).verbose_name)


def _in_words(now: ContactPoint, name: str) -> str:
    match name:
        case "serves":
            return ", ".join(one.label for one in now.serves.select_related("county").by_name()) or "–"
        case "opening_hours":
            return "; ".join(hours.in_words(now.opening_hours.all())) or "–"
        case "languages":
            return ", ".join(now.language_names) or "–"
    shown = getattr(now, f"get_{name}_display", None)
    value = shown() if shown else getattr(now, name)
    if isinstance(value, bool):
        return str(_("ja") if value else _("nei"))
    return str(value or "–")
