"""The question where an inquiry would go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from groups import fields
from linkportal.kit.forms import ClearForm, form_helper


class RoutingTestForm(ClearForm):
    """A place, asked by GET so that the answer is a link one can send."""

    sted = fields.place(
        label=_("Hvor bor den som spør?"),
        help_text=_("Postnummer eller kommune, for eksempel 3915"),
        error_messages={
            "required": _("Skriv et postnummer eller navnet på en kommune, for eksempel 3915 eller Porsgrunn."),
            "max_length": _("Skriv et postnummer med fire siffer, for eksempel 3915."),
        },
    )

    helper = form_helper("sted", submit=_("Se hvem som svarer"), method="get", purpose=_("før vi kan svare"))
