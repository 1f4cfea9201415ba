"""Telephone numbers as one reads them aloud."""

import phonenumbers
from django import template

register = template.Library()
NORWAY = 47


@register.filter
def readable_phone(e164: str) -> str:
    """`+4740612345` as `40 61 23 45`, and a number abroad with its country; anything else as it is."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    at_home = number.country_code == NORWAY
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, form))
