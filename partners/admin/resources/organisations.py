"""The register of organisations as a file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from linkportal.kit.exchange import values
from linkportal.kit.exchange.columns import Column, Day, Text
from linkportal.kit.exchange.resources import ScopedResource
from partners.admin.resources.shared import digits, label_column
from partners.enums import OrganisationKind
from partners.models import Organisation

NUMBER = _("Organisasjonsnummer")


class Number(Text):
    """Nine digits, however they are grouped."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> str:
        return digits(values.text(value))


class OrganisationResource(ScopedResource):
    """One is known by its number; one without a number by its name."""

    name = Column("name", _("Navn"), required=True)
    short_name = Column("short_name", _("Kortnavn"))
    kind = label_column("kind", _("Slag"), OrganisationKind, required=True)
    number = Column("number", NUMBER, Number(), hint=_("Ni siffer, med eller uten mellomrom"))
    about = Column("about", _("Hva de gjør"))
    contact_role = Column("contact_role", _("Hvem en spør etter"), hint=_("En rolle og ikke et navn"))
    email = Column("email", _("E-post"), hint=_("Organisasjonens adresse, ikke en privat"))
    phone = Column("phone", _("Telefon"))
    website = Column("website", _("Nettsted"))
    dissolved_on = Column(
        "dissolved_on", _("Lagt ned"), Day(), hint=_("Den første dagen den ikke fantes lenger, som 31.12.2024")
    )

    class Meta:
        model = Organisation
        import_id_fields = ("name",)

    def get_instance(self, instance_loader: Any, row: Any) -> models.Model | None:
        """The one with the number; else the one with the name, if it has no other number."""
        rows = self.get_queryset()
        number, name = digits(values.text(row.get(str(NUMBER)))), values.text(row.get(str(_("Navn"))))
        if number and (found := rows.filter(number=number).first()):
            return found  # type: ignore[no-any-return]
        called = list(rows.filter(name__iexact=name, **({"number": ""} if number else {}))[:2])
        if len(called) > 1:
            raise ValidationError(_("Det er flere som heter dette. Skriv organisasjonsnummeret, eller rett for hånd."))
        return called[0] if called else None
