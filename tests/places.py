"""The places that the tests' stories are about; all of Norway is in the database."""

from contactpoints.gazetteer import OnePlace, understand
from contactpoints.models import Municipality, PostalCode
from contactpoints.place import Place

OSLO = "0301"
HEROY_IN_MORE_OG_ROMSDAL = "1515"
HEROY_IN_NORDLAND = "1818"
VALER_IN_OSTFOLD = "3114"
VALER_IN_INNLANDET = "3419"
TONSBERG = "3905"
SKIEN = "4003"
TROMSO = "5501"
KARASJOK = "5610"
SVALBARD = "2100"
JAN_MAYEN = "2211"


def municipality(number: str) -> Municipality:
    """The municipality, or territory, with its county."""
    found: Municipality = Municipality.objects.select_related("county").get(number=number)
    return found


def place_of(number: str) -> Place:
    """The municipality as a place."""
    return Place.of_municipality(municipality(number))


def place_at_code(code: str) -> Place:
    """The place of a postal code."""
    return Place.of_postal_code(PostalCode.objects.select_related("municipality__county").get(code=code))


def place_typed(text: str) -> Place:
    """The one place that the text means, as a person types it."""
    meaning = understand(text)
    assert isinstance(meaning, OnePlace), meaning
    return meaning.place
