"""Columns that several files have."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linkportal.kit.exchange.columns import Column, Known, Label, Money, Whole
from linkportal.kit.exchange.resources import ScopedResource
from partners.admin.formsets import not_of_the_years
from partners.enums import Category

PROJECT = _("Prosjekt")
AMOUNT = _("Beløp")
WITHIN_PROJECT = (PROJECT, "project__name__iexact", "project__slug")
AMOUNT_HINT = _("Som 1 234,50")
DAY_HINT = _("Som 31.12.2024")
YEAR_HINT = _("Fire siffer")


def digits(text: str) -> str:
    """An organisation number as it is kept: without spaces, and without NO and MVA around it."""
    return re.sub(r"^NO|MVA$", "", re.sub(r"[\s.]", "", text).upper())


def number_or_nothing(text: str) -> str:
    """The organisation number that is written, or nothing if it is a name."""
    number = digits(text)
    return number if len(number) == 9 and number.isdecimal() else ""


def project_column() -> Column:
    """Which of one's projects."""
    known = Known("slug", "name__iexact", shown=("name",))
    return Column("project", PROJECT, known, required=True, hint=_("Navnet, eller det som står i adressen"))


def grant_column() -> Column:
    """Which of the awards of the project."""
    known = Known("reference__iexact", "title__iexact", shown=("reference", "title"), within=WITHIN_PROJECT)
    hint = _("Referansen, eller hva den er til. Heter flere det samme, skriv prosjektets navn i kolonnen Prosjekt.")
    return Column("grant", _("Tildeling"), known, required=True, hint=hint)


def organisation_column(attribute: str, heading: Any, **options: Any) -> Column:
    """An organisation, by its number or name."""
    known = Known("number", "name__iexact", shown=("name",), prepare={"number": number_or_nothing})
    return Column(attribute, heading, known, hint=_("Navnet eller organisasjonsnummeret"), **options)


def scheme_column() -> Column:
    known = Known("name__iexact", shown=("name",))
    return Column("scheme", _("Ordning"), known, required=True, hint=_("Navnet på tilskuddsordningen"))


def amount_column(heading: Any = AMOUNT, attribute: str = "amount", **options: Any) -> Column:
    return Column(attribute, heading, Money(), hint=AMOUNT_HINT, **{"required": True, **options})


def year_column() -> Column:
    return Column("year", _("År"), Whole(), required=True, hint=YEAR_HINT)


def category_column() -> Column:
    return label_column("category", _("Linje"), Category, required=True)


def label_column(attribute: str, heading: Any, words: Any, **options: Any) -> Column:
    """One of a closed list of words."""
    hint = ", ".join(str(label) for label in words.labels)
    return Column(attribute, heading, Label(words.choices), hint=hint, **options)


class OfProject(ScopedResource):
    """What hangs on a project, directly."""

    project = project_column()


class OfGrant(ScopedResource):
    """What hangs on an award. The project says which of several that are called the same."""

    project = Column("grant__project", PROJECT, readonly=True)
    grant = grant_column()

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Also the year, which the database looks at only in the end, and then without saying which row it is."""
        super().validate_instance(instance, import_validation_errors, validate_unique)
        if instance.year not in instance.grant.years:
            raise ValidationError({"year": not_of_the_years(instance.grant)})
