"""The history of an object as sentences and values that a person can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.formats import date_format, localize, time_format
from django.utils.translation import gettext as _

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: what it is called, and what stood there before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was made, changed or taken away: when, by whom (nobody if a command did it), what."""

    at: datetime
    who: str
    what: str
    fields: tuple[FieldChange, ...]


def is_tracked(model: type[models.Model]) -> bool:
    """Whether the database writes down its history (`linkportal.kit.history.tracked`)."""
    return hasattr(model, "pgh_event_models")


def changes_of(obj: models.Model, parts: Iterable[type[models.Model]] = ()) -> list[Change]:
    """What happened to `obj`, and to the rows of `parts` that belong to it, the latest first."""
    events = list(_events(type(obj), pgh_obj_id=obj.pk))
    for part in parts:
        if is_tracked(part):
            owner = next(field for field in part._meta.fields if field.related_model is type(obj))
            events += _events(part, **{owner.attname: obj.pk})
    names = _Names(obj, events)
    before: dict[tuple[type[models.Model], int], Any] = {}
    changes = []
    # What was saved together has one time; then the object stands before its parts.
    for event in sorted(events, key=lambda event: event.pgh_created_at):
        row = (type(event), event.pgh_obj_id)
        changes.append(names.change(before.get(row), event))
        before[row] = event
    return changes[::-1]


def _events(model: Any, **where: Any) -> Iterable[Any]:
    return model.pgh_event_model.objects.filter(**where).select_related("pgh_context").order_by("pgh_id")  # type: ignore[no-any-return]


class _Names:
    """What people and related rows are called, fetched together: one query for each model."""

    def __init__(self, obj: models.Model, events: Iterable[Any]) -> None:
        self.owner = type(obj)
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for event in events:
            wanted[get_user_model()].add(_user_id(event))
            for field in _fields(event):
                if isinstance(field, models.ForeignKey):
                    wanted[field.remote_field.model].add(getattr(event, field.attname))
        self.found = {model: model._base_manager.in_bulk(ids - {None}) for model, ids in wanted.items()}

    def change(self, before: Any, event: Any) -> Change:
        verbs = {"insert": _("lagt til"), "update": _("endret"), "delete": _("slettet")}
        name = event.pgh_tracked_model._meta.verbose_name
        old, new = {"insert": (None, event), "delete": (event, None)}.get(event.pgh_label, (before, event))
        return Change(
            at=event.pgh_created_at,
            who=self.name(get_user_model(), _user_id(event)) if _user_id(event) else "",
            what=f"{name} {verbs[event.pgh_label]}".capitalize(),
            fields=tuple(
                change
                for field in _fields(event)
                if not self._says_whose(field, event)
                if (change := FieldChange(_label(field), self.value(field, old), self.value(field, new))).before
                != change.after
            ),
        )

    def _says_whose(self, field: Any, event: Any) -> bool:
        """Whether it only says that a part belongs to the object whose history this is."""
        is_part = event.pgh_tracked_model is not self.owner
        return is_part and field.related_model is self.owner

    def value(self, field: Any, event: Any) -> str:
        """What stood in the field, in words."""
        raw = getattr(event, field.attname) if event is not None else None
        if raw is not None and isinstance(field, models.ForeignKey):
            return self.name(field.remote_field.model, raw)
        return _in_words(raw, dict(getattr(field, "base_field", field).flatchoices))

    def name(self, model: type[models.Model], pk: Any) -> str:
        found = self.found[model].get(pk)
        return str(found) if found else f"{model._meta.verbose_name} {pk}"


def _user_id(event: Any) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _fields(event: Any) -> list[Any]:
    """Those that a person fills in: neither the history's own, nor what is derived from others."""
    tracked = event.pgh_tracked_model._meta
    own = [field for field in event._meta.fields if not field.name.startswith("pgh_") and field.name != tracked.pk.name]
    return [field for field in own if tracked.get_field(field.name).editable]


def _label(field: Any) -> str:
    return str(field.verbose_name)


def _in_words(raw: Any, choices: dict[Any, Any]) -> str:
    words: str
    match raw:
        case None | "" | []:
            words = NOTHING
        case bool():
            words = _("ja") if raw else _("nei")
        case list():
            words = ", ".join(str(choices.get(one, one)) for one in raw)
        case date():
            words = date_format(raw, "j. F Y")
        case time():
            words = time_format(raw, "H.i")
        case float():
            words = localize(raw)
        case _:
            words = str(choices.get(raw, raw))
    return words
