"""The form by which a contact point orders leaflets and posters."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contactpoints.models import ContactPoint
from groups.forms.once import SentOnce
from groups.material import address_of
from groups.models import Material
from linkportal.kit.forms import OneOf, form_helper

_PREFIX = "antall_"


class OrderForm(SentOnce):
    """How many of each thing that is offered, and where it is to be sent."""

    send_to = forms.CharField(
        label=_("Hvor skal det sendes?"),
        help_text=_("Stedets adresse, ikke en privat. Navn, gate, postnummer og sted."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "3", "autocomplete": "off"}),
        error_messages={"required": _("Skriv navn, gate, postnummer og sted.")},
    )

    def __init__(self, *args: Any, offered: Iterable[Material], contact_point: ContactPoint, **kwargs: Any) -> None:
        self.offered = {f"{_PREFIX}{one.pk}": one for one in offered}
        self.helper = form_helper(
            "submission_id",
            OneOf(*self.offered, legend=_("Hvor mange vil dere ha?"), help_text=_("Skriv antallet ved minst én ting.")),
            "send_to",
            submit=_("Bestill"),
            cancel=(reverse("groups:material"), _("Avbryt")),
            purpose=_("før vi kan bestille"),
            action=kwargs.pop("action", ""),
        )
        numbers = {name: _number_of(one) for name, one in self.offered.items()}
        self.base_fields = {**self.base_fields, **numbers}  # type: ignore[misc]  # Django copies them, as it does ours
        super().__init__(*args, initial={"send_to": address_of(contact_point)}, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Something is asked for, and nothing that is not offered any more."""
        super().clean()
        if any(name not in self.offered and str(self.data[name]).strip(" 0") for name in self._asked()):
            sentence = _("Noe av det du bestilte, kan ikke bestilles lenger. Se over antallene og bestill på nytt.")
            self.add_error(None, ValidationError(sentence, "gone"))
        elif not any(self.has_error(name) or self.cleaned_data.get(name) for name in self.offered):
            first = next(iter(self.offered), None)
            self.add_error(first, ValidationError(_("Skriv hvor mange dere vil ha av minst én ting."), "nothing"))
        return self.cleaned_data

    def clean_send_to(self) -> str:
        """The address in lines, as on a label."""
        return "\n".join(line.strip() for line in self.cleaned_data["send_to"].splitlines() if line.strip())

    def _asked(self) -> list[str]:
        return [name for name in self.data if name.startswith(_PREFIX)]

    @property
    def numbers(self) -> dict[Material, int]:
        """How many of each thing, none of them 0."""
        asked = {one: self.cleaned_data.get(name) for name, one in self.offered.items()}
        return {one: number for one, number in asked.items() if number}

    @property
    def number(self) -> uuid.UUID:
        """The number of this form, the same each time it is sent."""
        return self.cleaned_data["submission_id"] or uuid.uuid4()


def _number_of(material: Material) -> forms.IntegerField:
    words = {"most": material.most_at_once, "name": material.name}
    kind = (material.get_kind_display(), material.get_language_display(), _("høyst %(most)d") % words)
    about = f"{material.about.strip().rstrip('.')}. " if material.about.strip() else ""
    return forms.IntegerField(
        label=material.name,
        help_text=about + " · ".join(str(one) for one in kind),
        required=False,
        min_value=0,
        max_value=material.most_at_once,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Skriv med tall hvor mange dere vil ha av «%(name)s», for eksempel 20.") % words,
            "min_value": _("Skriv 0 eller mer for «%(name)s».") % words,
            "max_value": _("Skriv %(most)d eller mindre for «%(name)s». Trenger dere flere, ring kontoret.") % words,
        },
    )
