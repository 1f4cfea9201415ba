"""Taking a save back, all of what was chosen or none of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, connection, models, transaction
from django.utils.translation import gettext as _

from linkportal.kit import links
from linkportal.kit.refusals import words_of
from linkportal.kit.restoring.rules import changing
from linkportal.kit.restoring.steps import Model, Plan, Step


class ChangedMeanwhile(Exception):
    """Somebody saved something else since the page was shown."""


class Refused(Exception):
    """It can't be done; `sentences` say why."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


def take_back(
    model: Model,
    pk: Any,
    make_plan: Callable[[], Plan],
    *,
    chosen: set[str],
    seen: str,
    finish: Callable[[], None],
) -> None:
    """Do the `chosen` steps of the plan and then `finish`, all or none.

    Raises `ChangedMeanwhile` if the plan is another than the one that was `seen`, `Refused` if a rule is broken or
    `finish` says so.
    """
    try:
        with transaction.atomic():
            # Whoever saves the object in the admin writes its row first, and waits here.
            model._base_manager.select_for_update(no_key=True).filter(pk=pk).first()
            current = make_plan()
            if current.seen != seen:
                raise ChangedMeanwhile
            steps = [step for step in current.steps if step.key in chosen]
            _do(steps)
            finish()
            connection.check_constraints()  # also the rules that wait for the end
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
        if step.is_of_links:
            _tie(step)
        elif step.then is not None:
            _write(step)


def _tie(step: Step) -> None:
    link, pk = step.row
    owner = links.field_of(link).model._base_manager.filter(pk=pk).first()
    if owner is not None:  # else it was left out, and there is nothing to tie
        getattr(owner, links.field_of(link).name).set(step.then)


def _write(step: Step) -> None:
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
    return model(pk=pk, **{one.attname: getattr(step.then, one.attname) for one in fields})


def _changed_back(step: Step) -> models.Model:
    for one in changing(step):
        setattr(step.now, one.attname, getattr(step.then, one.attname))
    return step.now  # type: ignore[no-any-return]


def _sentences(row: models.Model, error: ValidationError) -> list[str]:
    """What is wrong, each with the field it is about, or the kind of row where it is about more than one."""
    said = []
    for name, messages in error.message_dict.items():
        about = row._meta.verbose_name if name == "__all__" else row._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        said += [f"{str(about).capitalize()}: {message}" for message in messages]
    return said
