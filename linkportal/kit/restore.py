"""Taking back what was saved: an object and its parts as they stood before.

To take something back is to edit with what stands in the history: by the same rights, in the same fields, with the same
choices, checked by the same rules; and it is written down like any other change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, connection, models, transaction
from django.utils.translation import gettext as _

from linkportal.kit.changes import FieldChange, Row, Words, events_of, fields_of, is_tracked, number_of, row_of, save_of
from linkportal.kit.refusals import words_of

Model = type[models.Model]


class ChangedMeanwhile(Exception):
    """Somebody saved something else since the page was shown."""


class Refused(Exception):
    """It can't be done; `sentences` say why."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do to the rows of one model, on the page of the object that these belong to.

    `fields` are the names of those that their form lets them change; `choices` are the rows that a relation of it
    offers, None where nothing is kept from them.
    """

    add: bool = False
    change: bool = False
    delete: bool = False
    fields: frozenset[str] = frozenset()
    choices: Callable[[Any], models.QuerySet[Any]] | None = None


# A row that was deleted with another, and has no form of its own, comes and goes with it.
FOLLOWS = Rights(add=True)


@dataclass(slots=True)
class Step:
    """What becomes of one row: changed back, put back where it was deleted, or taken away where it was added."""

    row: Row
    then: Any  # the copy in the history; None where there was nothing
    now: Any  # the row of today; None where there is none
    rights: Rights
    changes: tuple[FieldChange, ...] = ()
    stays: list[str] = field(default_factory=list)  # fields that differ, and that who asks can't change
    refusals: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the row is called in a form."""
        model, pk = self.row
        return f"{model._meta.model_name}-{pk}"

    @property
    def what(self) -> str:
        """One sentence."""
        words = {"name": self.row[0]._meta.verbose_name}
        if self.then is None:
            return (_("%(name)s tas bort") % words).capitalize()
        return ((_("%(name)s legges tilbake") if self.now is None else _("%(name)s endres")) % words).capitalize()


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking back one save would do. `seen` stands for all that it was made from."""

    steps: list[Step]
    seen: str


def plan(model: Model, pk: Any, parts: Iterable[Model], event: Any, rights: Callable[[Model], Rights]) -> Plan:
    """What it takes for a row of `model` and its parts to stand as before the save that `event` is a copy of.

    Whatever was changed in the same rows after it is taken back as well; the steps say so. Rows that already stand as
    they did are left out.
    """
    history = events_of(model, pk, parts)
    before: dict[Row, Any] = {}
    touched: dict[Row, Any] = {}
    for one in history:
        row = row_of(one)
        if save_of(one) == save_of(event) and row not in touched:
            touched[row] = _as_before(before.get(row), one)
        before[row] = one
    for one in _deleted_with(touched.values()):
        touched.setdefault(row_of(one), one)
        before.setdefault(row_of(one), one)
    steps = [_step(row, then, rights) for row, then in touched.items() if then is not _UNKNOWN]
    words = Words(model, [state for step in steps for state in (step.then, step.now) if state is not None])
    put_back = {step.row for step in steps if step.now is None}
    for step in steps:
        _fill_in(step, words, put_back)
    seen = sha256(",".join(number_of(before[row]) for row in touched).encode()).hexdigest()
    return Plan([step for step in steps if step.changes or step.stays or step.then is None or step.now is None], seen)


_UNKNOWN = object()  # what stood there before the history began


def _as_before(before: Any, event: Any) -> Any:
    """The copy of a row as it stood before `event`; None if there was no row."""
    match event.pgh_label:
        case "insert":
            return None
        case "delete":
            return event
        case _:
            return _UNKNOWN if before is None else before


def _deleted_with(copies: Iterable[Any]) -> Iterable[Any]:
    """The copies of all rows that the database took away because these rows were deleted, parents first."""
    waiting = [copy for copy in copies if getattr(copy, "pgh_label", "") == "delete"]
    while waiting:
        parent = waiting.pop(0)
        for relation in parent.pgh_tracked_model._meta.get_fields(include_hidden=True):
            child: Any = relation.related_model
            if getattr(relation, "on_delete", None) is not models.CASCADE or not is_tracked(child):
                continue
            found = child.pgh_event_model.objects.filter(
                pgh_label="delete",
                pgh_created_at=parent.pgh_created_at,
                pgh_context=parent.pgh_context_id,
                **{relation.field.attname: parent.pgh_obj_id},
            )
            waiting += found
            yield from found


def _step(row: Row, then: Any, rights: Callable[[Model], Rights]) -> Step:
    model, pk = row
    return Step(row, then, model._base_manager.filter(pk=pk).first(), rights(model))


def _fill_in(step: Step, words: Words, put_back: set[Row]) -> None:
    """Say what changes, what stays, and what can't be done."""
    model, rights = step.row[0], step.rights
    if step.then is None:
        if step.now is not None:
            step.changes = words.between(step.now, None)
            step.refusals += [] if rights.delete else [_("Du kan ikke ta bort dette.")]
        return
    if step.now is None:
        step.changes = words.between(None, step.then)
        step.refusals += [] if rights.add else [_("Du kan ikke legge tilbake dette.")]
    else:
        differ = [one for one in fields_of(step.now) if _value(step.now, one) != _value(step.then, one)]
        mine = {one.name for one in differ if rights.change and one.name in rights.fields}
        step.stays = [str(one.verbose_name) for one in differ if one.name not in mine]
        step.changes = tuple(
            FieldChange(str(one.verbose_name), words.value(one, step.now), words.value(one, step.then))
            for one in differ
            if one.name in mine
        )
        if differ and not mine:
            step.refusals.append(_("Du kan ikke endre dette."))
    if not step.refusals:
        step.refusals += _wrong_relations(step, words, put_back, _changing(step, model))


def _changing(step: Step, model: Model) -> list[Any]:
    """The fields that get another value."""
    if step.now is None:
        return [one for one in model._meta.concrete_fields if not one.generated and not one.primary_key]
    names = step.rights.fields
    return [one for one in fields_of(step.now) if one.name in names and _value(step.now, one) != _value(step.then, one)]


def _wrong_relations(step: Step, words: Words, put_back: set[Row], changing: list[Any]) -> list[str]:
    """A sentence for each relation to what is there no more, or to what who asks could not choose."""
    wrong = []
    for one in changing:
        key = _value(step.then, one)
        target: Any = one.related_model
        if target is None or key is None or (target, key) in put_back:
            continue
        said = {"field": str(one.verbose_name).capitalize(), "value": words.name(target, key)}
        if not target._base_manager.filter(pk=key).exists():
            wrong.append(_("«%(field)s» var %(value)s, som ikke finnes lenger.") % said)
        elif step.rights.choices is not None and not step.rights.choices(one).filter(pk=key).exists():
            wrong.append(_("«%(field)s» var %(value)s, som du ikke kan velge.") % said)
    return wrong


def _value(state: Any, field_: Any) -> Any:
    return getattr(state, field_.attname)


def take_back(
    model: Model,
    pk: Any,
    make_plan: Callable[[], Plan],
    *,
    chosen: set[str],
    seen: str,
    still_theirs: Callable[[], bool],
) -> None:
    """Do the `chosen` steps of the plan, all or none.

    Raises `ChangedMeanwhile` if the plan is another than the one that was `seen`, `Refused` if a rule is broken or if
    who asks would not see the object afterwards.
    """
    try:
        with transaction.atomic():
            # Whoever saves the object in the admin writes its row first, and waits here.
            model._base_manager.select_for_update().filter(pk=pk).first()
            current = make_plan()
            if current.seen != seen:
                raise ChangedMeanwhile
            steps = [step for step in current.steps if step.key in chosen]
            _do(steps)
            connection.check_constraints()  # also the rules that wait for the end
            if not still_theirs():
                raise Refused([_("Da ville ikke dette lenger være ditt å se. Be noen med ansvar for begge steder.")])
    except models.ProtectedError as error:
        raise Refused([_("Noe av det som skulle tas bort, er i bruk.")]) from error
    except (IntegrityError, InternalError) as error:
        raise Refused([words_of(error)]) from error


def _do(steps: list[Step]) -> None:
    """What was added goes first, so that it is not in the way of what comes back."""
    refusals = [sentence for step in steps for sentence in step.refusals]
    if refusals or not steps:
        raise Refused(refusals or [_("Velg minst én rad.")])
    for step in reversed(steps):
        if step.then is None and step.now is not None:
            step.now.delete()
    for step in steps:
        if step.then is None:
            continue
        row = _put_back(step) if step.now is None else _changed_back(step)
        try:
            row.full_clean()
        except ValidationError as error:
            raise Refused(_sentences(row, error)) from error
        if step.now is None:
            row.save_base(raw=True, force_insert=True)  # exactly as it was, also what is derived
        else:
            row.save()


def _put_back(step: Step) -> models.Model:
    model, pk = step.row
    fields = [one for one in model._meta.concrete_fields if not one.generated and not one.primary_key]
    return model(pk=pk, **{one.attname: _value(step.then, one) for one in fields})


def _changed_back(step: Step) -> models.Model:
    for one in _changing(step, step.row[0]):
        setattr(step.now, one.attname, _value(step.then, one))
    return step.now  # type: ignore[no-any-return]


def _sentences(row: models.Model, error: ValidationError) -> list[str]:
    """What is wrong, each with the field it is about, or the kind of row where it is about more than one."""
    said = []
    for name, messages in error.message_dict.items():
        about = row._meta.verbose_name if name == "__all__" else row._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        said += [f"{str(about).capitalize()}: {message}" for message in messages]
    return said
