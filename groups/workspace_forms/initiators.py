"""The form of one entry in the register of initiators."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contactpoints.areas import typed
from contactpoints.models import ContactPoint
from contactpoints.workspace_forms.fields import BEFORE_SAVING, AreasField, DayField
from groups import fields
from groups.forms.once import SentOnce
from groups.initiators import Entry, Keeper
from groups.models import Initiator
from groups.workspace_forms.log import key_of
from linkportal.kit import clock
from linkportal.kit.forms import ClearForm, Consent, OneOf, form_helper


class EntryForm(ClearForm):
    """What is right about an initiator. Nobody's browser fills in its own address for theirs."""

    hints = {
        "name": {"autocomplete": "off"},
        "email": {"autocomplete": "off"},
        "phone": {"autocomplete": "off", "inputmode": "tel", "type": "tel"},
    }

    name = fields.name(
        label=_("Navn"), help_text="", error_messages={"required": _("Skriv hva personen heter eller vil kalles.")}
    )
    phone = fields.phone(help_text="")
    email = fields.email(help_text="")
    municipalities = AreasField(
        counties=False,
        label=_("Hvor kan personen hjelpe grupper?"),
        help_text=_("Kommuner, én på hver linje."),
        error_messages={"required": _("Skriv minst én kommune der personen kan hjelpe, for eksempel Skien.")},
    )
    trained_on = DayField(
        label=_("Tok igangsetteropplæring"),
        required=False,
        help_text=_("Dagen opplæringen var ferdig. La den stå tom når personen ikke har tatt den ennå."),
    )

    def clean_trained_on(self) -> date | None:
        """Not a day to come: then nobody has been trained yet."""
        day: date | None = self.cleaned_data["trained_on"]
        if day is not None and day > clock.today():
            sentence = _("Den dagen er ikke kommet ennå. La feltet stå tomt til opplæringen er tatt.")
            raise ValidationError(sentence, "not_yet")
        return day

    def clean(self) -> dict[str, Any]:
        """One way to reach them."""
        super().clean()
        self.require_one_of("phone", "email", message=_("Skriv et telefonnummer eller en e-postadresse."))
        return self.cleaned_data

    @property
    def entry(self) -> Entry:
        """What the valid form says."""
        said = self.cleaned_data
        return Entry(
            name=said["name"],
            email=said["email"],
            phone=said["phone"].as_e164 if said["phone"] else "",
            municipalities=said["municipalities"],
            trained_on=said["trained_on"],
        )


class NewInitiatorForm(SentOnce, EntryForm):
    """Somebody who has agreed to stand in the register, and who looks after the entry."""

    at = forms.ChoiceField(
        label=_("Hvem følger opp personen?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg stedet som følger opp personen."),
            "invalid_choice": _("Velg et av stedene."),
        },
    )
    consent = forms.BooleanField(
        label=_("Personen har sagt ja til å stå i registeret over igangsettere"),
        help_text=_(
            "Si at vi, distriktskontoret og kontaktpunkter i de samme kommunene kan se navn og telefon eller e-post, "
            "og at alt slettes med en gang personen ikke vil være med lenger."
        ),
        error_messages={"required": _("Spør personen om det er greit, og kryss av når svaret er ja.")},
    )

    def __init__(self, *args: Any, keepers: list[Keeper], action: str, **kwargs: Any) -> None:
        self.keepers = {key_of(keeper): keeper for keeper in keepers}
        self.helper = form_helper(
            "submission_id",
            "at",
            "name",
            OneOf("phone", "email", legend=_("Slik når vi personen")),
            "municipalities",
            "trained_on",
            Consent(),
            submit=_("Lagre"),
            cancel=(reverse("groups:initiator_list"), _("Avbryt")),
            purpose=BEFORE_SAVING,
            action=action,
        )
        first = keepers[0]
        here = typed([first.municipality]) if isinstance(first, ContactPoint) else ""
        super().__init__(*args, initial={"at": key_of(first), "municipalities": here}, **kwargs)
        self.fields["at"].choices = [(key, one.name) for key, one in self.keepers.items()]  # type: ignore[attr-defined]
        if len(keepers) == 1:
            self.fields["at"].widget = forms.HiddenInput()

    @property
    def keeper(self) -> Keeper:
        """Who looks after the entry."""
        return self.keepers[self.cleaned_data["at"]]

    @property
    def number(self) -> uuid.UUID:
        """The number of this form, the same each time it is sent."""
        return self.cleaned_data["submission_id"] or uuid.uuid4()


class CorrectInitiatorForm(EntryForm):
    """The entry as it stands, to be put right."""

    def __init__(self, *args: Any, initiator: Initiator, **kwargs: Any) -> None:
        page = reverse("groups:initiator_page", args=[initiator.public_id])
        self.helper = form_helper(
            "name",
            OneOf("phone", "email", legend=_("Slik når vi personen")),
            "municipalities",
            "trained_on",
            submit=_("Lagre"),
            cancel=(page, _("Avbryt")),
            purpose=BEFORE_SAVING,
        )
        stands = {name: getattr(initiator, name) for name in ("name", "phone", "email", "trained_on")}
        stands["municipalities"] = typed(list(initiator.municipalities.select_related("county").by_name()))
        super().__init__(*args, initial=stands, **kwargs)
