"""Asking somebody to work at a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import Role
from contactpoints.invitations import PLACES, may_invite
from contactpoints.models import ContactPoint, DistrictOffice, User
from linkportal.kit.forms import ClearForm, form_helper


class InviteForm(ClearForm):
    """Whom to invite, and as what; only the roles that this person may give are there."""

    hints = {"email": {"autocomplete": "off"}}

    email = forms.EmailField(
        label=_("E-postadressen til den du inviterer"),
        help_text=format_lazy(
            _("Bruk adressen personen leser selv. Lenken virker én gang, i {hours} timer."),
            hours=settings.INVITATION_HOURS,
        ),
        error_messages={"required": _("Skriv e-postadressen til den du inviterer.")},
    )
    role = forms.ChoiceField(
        label=_("Rolle"), widget=forms.RadioSelect, error_messages={"required": _("Velg hvilken rolle personen får.")}
    )
    helper = form_helper("email", "role", submit=_("Send invitasjon"), purpose=_("før vi kan sende invitasjonen"))

    def __init__(self, *args: Any, user: User, place: ContactPoint | DistrictOffice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = [role for role in Role if role in PLACES and may_invite(user, role, place)]
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(role.value, role.label) for role in self.roles]
        if len(self.roles) == 1:
            self.initial["role"] = self.roles[0].value
