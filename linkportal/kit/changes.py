"""The history of an object as sentences and values that a person can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.formats import date_format, localize, time_format
from django.utils.translation import gettext as _

from linkportal.kit import links
from linkportal.kit.money import in_groups
from linkportal.kit.text import norwegian_key

NOTHING = "–"
Row = tuple[type[models.Model], Any]  # a model, and the key that one row of it has or had


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


@dataclass(frozen=True, slots=True)
class Save:
    """All that was saved at once, of an object and its parts; `events` are its copies in the history."""

    at: datetime
    who: str
    is_restoring: bool
    changes: tuple[Change, ...]
    events: tuple[Any, ...]

    @property
    def number(self) -> str:
        """What it is called in an address."""
        return number_of(self.events[0])


def is_tracked(model: type[models.Model]) -> bool:
    """Whether the database writes down its history (`linkportal.kit.history.tracked`)."""
    return hasattr(model, "pgh_event_models") and hasattr(model, "pgh_event_model")


def number_of(event: Any) -> str:
    """What a copy in the history is called in an address: its model and its own number."""
    return f"{event.pgh_tracked_model._meta.model_name}-{event.pgh_id}"


def row_of(event: Any) -> Row:
    """The row that a copy is of; all links of one relation of an object count as one."""
    model = event.pgh_tracked_model
    return model, links.owner_id(event) if links.is_link(event) else event.pgh_obj_id


def events_of(model: type[models.Model], pk: Any, parts: Iterable[type[models.Model]] = ()) -> list[Any]:
    """The copies of one row, of its links and of the rows of `parts` that belong to it, the earliest first."""
    events = list(_events(model, pgh_obj_id=pk))
    for link in links.links_of(model):
        events += links.copies(link, pk)
    for part in parts:
        if is_tracked(part):
            events += _events(part, **{owner_of(part, model).attname: pk})
    # What was saved together has one time; then the object stands before its parts.
    return sorted(events, key=lambda event: event.pgh_created_at)


def owner_of(part: type[models.Model], model: type[models.Model]) -> Any:
    """The relation of a part that says to which row of `model` it belongs."""
    return next(field for field in part._meta.fields if field.related_model is model)


def save_of(event: Any) -> tuple[datetime, Any]:
    """What all that was saved at once has in common: the moment, and who did it in which request."""
    return event.pgh_created_at, event.pgh_context_id


def changes_of(obj: models.Model, parts: Iterable[type[models.Model]] = ()) -> list[Change]:
    """What happened to `obj`, and to the rows of `parts` that belong to it, the latest first."""
    return [change for save in saves_of(obj, parts) for change in reversed(save.changes)]


def saves_of(obj: models.Model, parts: Iterable[type[models.Model]] = ()) -> list[Save]:
    """As `changes_of`, but what was saved at once stands together."""
    events = events_of(type(obj), obj.pk, parts)
    words = Words(type(obj), events)
    together: dict[tuple[datetime, Any], list[Any]] = defaultdict(list)
    for event in events:
        together[save_of(event)].append(event)
    state: dict[Row, Any] = {}
    saves = []
    for (at, _context), here in together.items():
        changes = _changes(here, state, words)
        saves.append(Save(at, words.who(here[0]), _is_restoring(here[0]), tuple(changes), tuple(here)))
    return saves[::-1]


def _changes(together: Iterable[Any], state: dict[Row, Any], words: Words) -> list[Change]:
    """What was changed by one save; afterwards `state` has for each row its last copy, or what it was tied to."""
    changes: list[Change] = []
    tied: dict[Row, tuple[Any, frozenset[Any]]] = {}
    for event in together:
        row = row_of(event)
        if links.is_link(event):
            tied.setdefault(row, (event, state.get(row, frozenset())))
            state[row] = links.after(state.get(row, frozenset()), event)
        else:
            changes.append(words.change(state.get(row), event))
            state[row] = event
    return changes + [words.tied(event, before, state[row]) for row, (event, before) in tied.items()]


def _is_restoring(event: Any) -> bool:
    return bool(event.pgh_context) and str(event.pgh_context.metadata.get("route", "")).endswith("_restore")


def _events(model: Any, **where: Any) -> Iterable[Any]:
    return model.pgh_event_model.objects.filter(**where).select_related("pgh_context").order_by("pgh_id")  # type: ignore[no-any-return]


class Words:
    """What people and related rows are called, fetched together: one query for each model.

    `owner` is the model whose history this is; `rows` are copies in the history and rows of today.
    """

    def __init__(self, owner: type[models.Model], rows: Iterable[Any]) -> None:
        self.owner = owner
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for row in rows:
            wanted[get_user_model()].add(_user_id(row))
            for field in fields_of(row):
                if isinstance(field, models.ForeignKey):
                    wanted[field.remote_field.model].add(getattr(row, field.attname))
        self.found = {model: model._base_manager.in_bulk(ids - {None}) for model, ids in wanted.items()}

    def who(self, event: Any) -> str:
        return self.name(get_user_model(), _user_id(event)) if _user_id(event) else ""

    def change(self, before: Any, event: Any) -> Change:
        verbs = {"insert": _("lagt til"), "update": _("endret"), "delete": _("slettet")}
        name = event.pgh_tracked_model._meta.verbose_name
        old, new = {"insert": (None, event), "delete": (event, None)}.get(event.pgh_label, (before, event))
        what = f"{name} {verbs[event.pgh_label]}".capitalize()
        return Change(event.pgh_created_at, self.who(event), what, self.between(old, new))

    def tied(self, event: Any, before: frozenset[Any], after: frozenset[Any]) -> Change:
        """That the object is tied to other rows than before, in the relation that `event` is of."""
        field = links.field_of(event.pgh_tracked_model)
        what = (_("%(name)s endret") % {"name": field.verbose_name}).capitalize()
        return Change(event.pgh_created_at, self.who(event), what, (self.of_links(field, before, after),))

    def of_links(self, field: Any, before: frozenset[Any], after: frozenset[Any]) -> FieldChange:
        """What the relation led to before and after, by name."""
        said = []
        for keys in (before, after):
            names = sorted((self.name(field.related_model, key) for key in keys), key=norwegian_key)
            said.append(", ".join(names) or NOTHING)
        return FieldChange(str(field.verbose_name), *said)

    def between(self, old: Any, new: Any) -> tuple[FieldChange, ...]:
        """The fields in which two states of a row differ, either of them a copy, a row or None for nothing."""
        fields = [field for field in fields_of(new if new is not None else old) if not self._says_whose(field)]
        both = (FieldChange(_label(field), self.value(field, old), self.value(field, new)) for field in fields)
        return tuple(one for one in both if one.before != one.after)

    def _says_whose(self, field: Any) -> bool:
        """Whether it only says that a part belongs to the object whose history this is."""
        model = getattr(field.model, "pgh_tracked_model", field.model)
        return model is not self.owner and field.related_model is self.owner

    def value(self, field: Any, row: Any) -> str:
        """What stood in the field, in words."""
        raw = getattr(row, field.attname) if row is not None else None
        if raw is not None and isinstance(field, models.ForeignKey):
            model = getattr(field.model, "pgh_tracked_model", field.model)
            if field.name in getattr(model, "unnamed_in_history", ()):
                return f"{field.related_model._meta.verbose_name} {raw}"
            return self.name(field.remote_field.model, raw)
        return _in_words(raw, dict(getattr(field, "base_field", field).flatchoices))

    def name(self, model: type[models.Model], pk: Any) -> str:
        found = self.found.get(model, {}).get(pk)
        return str(found) if found else f"{model._meta.verbose_name} {pk}"


def _user_id(row: Any) -> int | None:
    context = getattr(row, "pgh_context", None)
    return context.metadata.get("user") if context else None


def fields_of(row: Any) -> list[Any]:
    """Those of a copy or a row that a person fills in: neither the history's own, nor what is derived from others."""
    tracked = getattr(row, "pgh_tracked_model", type(row))._meta
    own = [field for field in row._meta.fields if not field.name.startswith("pgh_") and field.name != tracked.pk.name]
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
        case Decimal():
            words = in_groups(raw)
        case float():
            words = localize(raw)
        case _:
            words = str(choices.get(raw, raw)).replace("\r\n", "\n")
    return words
