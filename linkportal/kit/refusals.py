"""What the database refuses, in the words of the rule that it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db import Error
from django.utils.translation import gettext as _

# Of rules that no model can say as a constraint, because a trigger keeps them.
_of_triggers: dict[str, Any] = {}


def explain(sentences: Mapping[str, Any]) -> None:
    """Say in words what triggers keep, by the names of constraints that they raise. Called when the apps are ready."""
    _of_triggers.update(sentences)


def words_of(error: Error) -> str:
    """The sentence of the rule that `error` names; a general one where it names none, or one without words."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    if sentence := _of_triggers.get(name) or _of_constraints().get(name):
        return str(sentence)
    return _("Dette passer ikke sammen med noe annet som er lagret.")


@cache
def _of_constraints() -> dict[str, Any]:
    """The sentence of every constraint that has one of its own, by its name."""
    return {
        constraint.name: constraint.violation_error_message
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }
