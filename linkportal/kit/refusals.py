"""What the database refuses, in the words of the rule that it keeps."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db import Error
from django.utils.translation import gettext as _


def words_of(error: Error) -> str:
    """The sentence of the rule that `error` names; a general one where it names none, or one without words."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if name in _sentences():
        return str(_sentences()[name])
    return _("Dette passer ikke sammen med noe annet som er lagret.")


@cache
def _sentences() -> dict[str, object]:
    """The sentence of every rule that has one of its own, by the name of the rule."""
    return {
        constraint.name: constraint.violation_error_message
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }
