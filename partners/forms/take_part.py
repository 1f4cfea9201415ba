"""The form by which a volunteer, an organisation, a private or a public body offers to take part in a partnership."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groups import fields
from groups.enums import LeaveMessage, OfferedAs, Wish
from groups.forms.offer import LONGEST_NAME, OfferingForm, offering_helper
from groups.inquiries.intake import Wanted
from linkportal.kit.forms import Fieldset
from partners.models import PartnershipProject


class TakePartForm(OfferingForm):
    """Who they are, what they can offer and where, and whom the office may talk with."""

    prosjekt = forms.CharField(required=False, widget=forms.HiddenInput)
    offered_as = forms.ChoiceField(
        label=_("Hvem er det som vil være med?"),
        choices=OfferedAs.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg hvem det er som vil være med."),
            "invalid_choice": _("Velg et av svarene om hvem som vil være med."),
        },
    )
    organisation = forms.CharField(
        label=_("Hva heter organisasjonen eller virksomheten?"),
        help_text=_("Er du med på egne vegne, lar du feltet stå tomt."),
        required=False,
        max_length=LONGEST_NAME,
        error_messages={"max_length": _("Skriv et kortere navn, på høyst 120 tegn.")},
    )
    message = fields.message(
        label=_("Hva kan dere bidra med?"),
        help_text=_("Høyst 500 tegn. For eksempel tid, et rom, erfaring, kurs eller noen å spille på lag med."),
        required=True,
        error_messages={
            "required": _("Skriv kort hva dere kan bidra med."),
            "max_length": _("Skriv høyst 500 tegn. Nå er det %(show_value)d."),
        },
    )

    helper = offering_helper(
        "prosjekt", Fieldset(_("Om dere"), "offered_as", "organisation", "message", "sted"), last=()
    )

    def __init__(self, *args: Any, project: PartnershipProject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"prosjekt": project.slug if project else ""}, **kwargs)
        self.project = project
        # It must be answered by all but volunteers, which its help says: a tag "Valgfritt" would be wrong.
        self.fields["organisation"].one_of = True  # type: ignore[attr-defined]

    def clean_prosjekt(self) -> str:
        """The address of the project. An error where it can't be joined, or is no more."""
        slug: str = self.cleaned_data["prosjekt"]
        if slug and self.project is None:
            # The field is hidden, so nobody can empty it: the page that says so does.
            self.put("prosjekt", "")
            raise ValidationError(_("Prosjektet tar ikke imot flere her. Send skjemaet uten, så svarer kontoret."))
        return slug

    def clean(self) -> dict[str, Any]:
        """Of one who comes on their own behalf no organisation is kept; the others say what theirs is called."""
        super().clean()
        offered_as = self.cleaned_data.get("offered_as")
        if offered_as == OfferedAs.VOLUNTEER:
            self.cleaned_data["organisation"] = ""
        elif offered_as and not self.cleaned_data.get("organisation") and not self.has_error("organisation"):
            sentence = _("Skriv hva organisasjonen eller virksomheten heter.")
            self.add_error("organisation", ValidationError(sentence, "required"))
        return self.cleaned_data

    @property
    def wanted(self) -> Wanted:
        """What the valid form offers."""
        offered_as = self.cleaned_data["offered_as"]
        # A volunteer's telephone is their own: others may hear what is said there.
        may = LeaveMessage.CALL_BACK if offered_as == OfferedAs.VOLUNTEER else LeaveMessage.YES
        return self.wanted_as(Wish.PARTNER, may, offered_as=offered_as)
