"""What the receiver of a mail fills in, without logging in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups import fields
from groups.enums import DeclineReason
from groups.models import Inquiry
from linkportal.kit.forms import ClearForm, SubmitRow, form_helper


class ActForm(ClearForm):
    """That one has seen what happened so far: a step is refused if more has happened since."""

    inquiry = fields.about()
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, inquiry: Inquiry | None = None, **kwargs: Any) -> None:
        newest = inquiry.events.order_by("pk").last() if inquiry else None
        if inquiry and newest:
            kwargs["initial"] = {"inquiry": inquiry.reference, "seen": newest.pk}
        super().__init__(*args, **kwargs)

    @property
    def last_seen(self) -> int:
        return self.cleaned_data.get("seen") or 0


class AcceptForm(ActForm):
    """Yes, we take it on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("inquiry", "seen", submit=_("Ta imot henvendelsen"), action=reverse("groups:accept"))


class DeclineForm(ActForm):
    """No, and why: in closed words, because nothing about the person is to be written here."""

    why = forms.ChoiceField(
        label=_("Hvorfor kan dere ikke?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg hvorfor dere ikke kan ta den."),
            "invalid_choice": _("Velg en av grunnene i listen."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="nei_%s", **kwargs)
        self.helper = form_helper(
            "inquiry",
            "seen",
            "why",
            SubmitRow(_("Gi den tilbake"), quiet=True),
            action=reverse("groups:decline"),
            purpose=_("før dere kan gi den tilbake"),
        )
