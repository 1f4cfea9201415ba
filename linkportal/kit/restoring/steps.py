"""What becomes of each row when a save is taken back, and what who asks may do to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.forms import ModelForm
from django.utils.translation import gettext as _

from linkportal.kit import links
from linkportal.kit.changes import FieldChange, Row

Model = type[models.Model]


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do to the rows of one model, on the page of the object that these belong to.

    `form` is the one in which they would: it says which fields they may change, and what they may choose there.
    """

    add: bool = False
    change: bool = False
    delete: bool = False
    form: type[ModelForm[Any]] | None = None


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
    def is_idle(self) -> bool:
        """Whether the row already stands as it did."""
        if self.then is None or self.now is None:
            return self.then is None and self.now is None
        return not self.changes and not self.stays

    @property
    def is_of_links(self) -> bool:
        """Whether it is about what the object is tied to: `then` and `now` are the keys of that."""
        return isinstance(self.then, frozenset)

    @property
    def what(self) -> str:
        """One sentence."""
        model, _pk = self.row
        name = links.field_of(model).verbose_name if self.is_of_links else model._meta.verbose_name
        if self.then is None:
            sentence = _("%(name)s tas bort")
        elif self.now is None:
            sentence = _("%(name)s legges tilbake")
        else:
            sentence = _("%(name)s endres")
        return (sentence % {"name": name}).capitalize()


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking back one save would do. `seen` stands for all that it was made from."""

    steps: list[Step]
    seen: str
