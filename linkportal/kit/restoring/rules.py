"""Which fields of a row change when it goes back, which stay, and why something can't be done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.forms import ChoiceField, ModelChoiceField, MultipleChoiceField
from django.utils.translation import gettext as _

from linkportal.kit import links
from linkportal.kit.changes import FieldChange, Row, Words, fields_of, is_tracked
from linkportal.kit.restoring.steps import Model, Step


def taken_along(model: Model) -> Iterable[Any]:
    """The relations by which rows are deleted together with one of `model`."""
    for relation in model._meta.get_fields(include_hidden=True):
        related: Any = relation.related_model
        if getattr(relation, "on_delete", None) is models.CASCADE and not related._meta.auto_created:
            yield relation


def explain(step: Step, words: Words, put_back: set[Row]) -> None:
    """Fill in what changes, what stays and what can't be done. `put_back` are the rows that the plan makes anew."""
    if step.is_of_links:
        _explain_links(step, words, put_back)
    elif step.then is None:
        if step.now is not None:
            step.changes = words.between(step.now, None)
            step.refusals += [] if step.rights.delete else [_("Du kan ikke ta bort dette.")]
    elif step.now is None:
        step.changes = words.between(None, step.then)
        step.refusals += [] if step.rights.add else [_("Du kan ikke legge tilbake dette.")]
        if any(not is_tracked(relation.related_model) for relation in taken_along(step.row[0])):
            step.refusals.append(_("Innholdet er borte for godt, og derfor kan ikke dette legges tilbake."))
    else:
        _explain_change(step, words)
    if step.then is not None and not step.is_of_links and not step.refusals:
        step.refusals += _wrong_values(step, words, put_back)


def changing(step: Step) -> list[Any]:
    """The fields of a row that get another value."""
    if step.now is None:
        return [one for one in step.row[0]._meta.concrete_fields if not one.generated and not one.primary_key]
    mine = _may_change(step)
    return [one for one in _differing(step) if one.name in mine]


def _differing(step: Step) -> list[Any]:
    return [one for one in fields_of(step.now) if _value(step.now, one) != _value(step.then, one)]


def _may_change(step: Step) -> set[str]:
    """The fields that the form lets one change, but for those in which it does not offer what stood there."""
    if not step.rights.change or step.rights.form is None:
        return set()
    fields = step.rights.form(instance=step.now).fields.items()
    return {name for name, field in fields if not field.disabled and _offers(field, step.then, name)}


def _offers(field: Any, then: Any, name: str) -> bool:
    """Whether one may choose what stood there. A status may have gone on to where no way leads back."""
    if isinstance(field, (ModelChoiceField, MultipleChoiceField)) or not isinstance(field, ChoiceField):
        return True
    value = getattr(then, name, None)
    return value is None or field.valid_value(str(value))


def _explain_change(step: Step, words: Words) -> None:
    differ, mine = _differing(step), changing(step)
    step.stays = [str(one.verbose_name) for one in differ if one not in mine]
    step.changes = tuple(
        FieldChange(str(one.verbose_name), words.value(one, step.now), words.value(one, step.then)) for one in mine
    )
    if differ and not mine:
        step.refusals.append(_("Du kan ikke endre dette."))


def _explain_links(step: Step, words: Words, put_back: set[Row]) -> None:
    link, pk = step.row
    field = links.field_of(link)
    if step.then == step.now:
        return
    step.changes = (words.of_links(field, step.now, step.then),)
    if (field.model, pk) in put_back:
        return
    form = step.rights.form() if step.rights.change and step.rights.form else None
    if form is None or field.name not in form.fields:
        step.refusals.append(_("Du kan ikke endre dette."))
        return
    new = step.then - step.now
    offered: Any = form.fields[field.name]
    if offered.queryset.filter(pk__in=new).count() < len(new):
        step.refusals.append(_("Noe av dette kan du ikke velge."))


def _wrong_values(step: Step, words: Words, put_back: set[Row]) -> list[str]:
    """A sentence for each row that is named and is there no more, or that who asks could not choose in the form."""
    wrong = []
    form = step.rights.form(instance=step.now) if step.rights.form else None
    for one in changing(step):
        key, target = _value(step.then, one), one.related_model
        if key is None or (target, key) in put_back:
            continue
        said = {"field": str(one.verbose_name).capitalize(), "value": words.value(one, step.then)}
        offered: Any = form.fields.get(one.name) if form else None
        if target is not None and not target._base_manager.filter(pk=key).exists():
            wrong.append(_("«%(field)s» var %(value)s, som ikke finnes lenger.") % said)
        elif hasattr(offered, "queryset") and not offered.queryset.filter(pk=key).exists():
            wrong.append(_("«%(field)s» var %(value)s, som du ikke kan velge.") % said)
    return wrong


def _value(state: Any, field: Any) -> Any:
    """What stands in the field. A browser sends other ends of lines than a program; they are no difference."""
    value = getattr(state, field.attname)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
