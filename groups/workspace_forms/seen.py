"""What every form of a step has in common: it holds the last event that its sender had seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linkportal.kit.forms import ClearForm, form_helper

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

_LARGEST_KEY = 2**63 - 1


class SeenForm(ClearForm):
    """A step without anything to fill in. `name` makes the ids of its fields its own among those of the page."""

    shown: ClassVar[tuple[str, ...]] = ()
    hidden: ClassVar[tuple[str, ...]] = ()
    submit: ClassVar[Text] = _("Lagre")

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=_LARGEST_KEY,
        error_messages={"required": _("Siden var gammel. Se over den og prøv igjen.")},
    )

    def __init__(self, *args: Any, name: str = "", action: str = "", **kwargs: Any) -> None:
        self.action = action
        names = ("seen", *self.hidden, *self.shown)
        self.helper = form_helper(*names, submit=self.submit, purpose=_("før vi kan lagre"), action=action)
        super().__init__(*args, auto_id=f"{name or 'id'}_%s", **kwargs)

    def show_as_seen(self, key: int) -> None:
        """Let the form, as it is shown now, be sent from what is on the page now."""
        changed = cast(QueryDict, self.data).copy()
        changed["seen"] = str(key)
        self.data = changed

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to fill in: a button is enough."""
        return not self.shown

    @property
    def kept(self) -> list[str]:
        """What was typed into it, for where the step can't be taken any more."""
        fields = (name for name in self.shown if isinstance(self.fields[name].widget, forms.Textarea))
        return [text for name in fields if (text := str(self[name].value() or "").strip())]

    @property
    def every_error(self) -> list[str]:
        """All that is wrong, for where no field is shown that could say it."""
        return [str(error) for errors in self.errors.values() for error in errors]
