"""What may stand in a field of the registry."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as NumberError
from stdnum.no import orgnr


def phone_number(value: str) -> None:
    """A place's number, also a short one such as 116 123, hence digits rather than a numbering plan."""
    if not re.fullmatch(r"\+?[0-9 ]{3,19}", value):
        raise ValidationError(_("Skriv telefonnummeret med siffer, for eksempel 00 00 00 00."))


def organisation_number(value: str) -> None:
    """Nine digits with their check digit (Brønnøysundregistrene, modulus 11)."""
    try:
        orgnr.validate(value)
    except InvalidChecksum as error:
        raise ValidationError(
            _("Dette organisasjonsnummeret finnes ikke. Se etter om to siffer er byttet om.")
        ) from error
    except NumberError as error:
        raise ValidationError(_("Skriv organisasjonsnummeret med ni siffer, for eksempel 974 760 673.")) from error
