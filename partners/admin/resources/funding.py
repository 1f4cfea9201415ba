"""Schemes, applications, awards, tranches and budgets as files."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from linkportal.kit.exchange.columns import Amount, Column, Day, Label, Money, Whole, YesNo
from linkportal.kit.exchange.resources import ScopedResource
from partners.admin.resources.shared import (
    DAY_HINT,
    OfGrant,
    OfProject,
    amount_column,
    category_column,
    label_column,
    organisation_column,
    scheme_column,
    year_column,
)
from partners.enums import ApplicationStatus, GrantStatus, TrancheStatus
from partners.models import BudgetLine, Grant, GrantApplication, GrantScheme, Tranche


class SchemeResource(ScopedResource):
    """The rules of the schemes, to take along."""

    name = Column("name", _("Navn"))
    funder = Column("funder", _("Tilskuddsgiver"))
    largest_share_percent = Column("largest_share_percent", _("Dekker høyst, i prosent"), Amount())
    least_own_share_percent = Column("least_own_share_percent", _("Egenandel minst, i prosent"), Amount())
    report_month = Column("report_month", _("Rapport innen, måned"), Whole())
    report_day = Column("report_day", _("Rapport innen, dag"), Whole())
    auditors_limit = Column("auditors_limit", _("Revisorerklæring fra"), Money())
    decided_yearly = Column("decided_yearly", _("Avgjøres for ett år om gangen"), YesNo())
    website = Column("website", _("Nettsted"))

    class Meta:
        model = GrantScheme

    related = ("funder",)


class ApplicationResource(OfProject):
    """One is known by project, scheme and what it asks for. What is there already is changed by hand, step by step."""

    scheme = scheme_column()
    title = Column("title", _("Hva det søkes om"), required=True)
    amount = amount_column(_("Søkt beløp"))
    status = label_column("status", _("Status"), ApplicationStatus, default=ApplicationStatus.DRAFT)
    due_on = Column("due_on", _("Søknadsfrist"), Day(), hint=DAY_HINT)
    sent_on = Column("sent_on", _("Sendt"), Day(), hint=DAY_HINT)
    decided_on = Column("decided_on", _("Vedtak"), Day(), hint=DAY_HINT)
    reference = Column("reference", _("Referanse"), hint=_("Tilskuddsgiverens"))
    decision = Column("decision", _("Begrunnelse i vedtaket"))

    class Meta:
        model = GrantApplication
        import_id_fields = ("project", "scheme", "title")

    changes_rows = False
    related = ("project", "scheme")


class GrantResource(OfProject):
    """New ones are drafts, until their tranches add up and somebody puts them in force."""

    scheme = scheme_column()
    granted_by = organisation_column("granted_by", _("Tildelt av"), required=True)
    title = Column("title", _("Til hva"), required=True)
    amount = amount_column()
    valid_from = Column("valid_from", _("Fra"), Day(), required=True, hint=DAY_HINT)
    valid_until = Column("valid_until", _("Til (ikke med)"), Day(), required=True, hint=DAY_HINT)
    letter_on = Column("letter_on", _("Tilsagnsbrev"), Day(), hint=DAY_HINT)
    reference = Column("reference", _("Referanse"), hint=_("Tilskuddsgiverens"))
    status = Column("status", _("Status"), Label(GrantStatus.choices), readonly=True)

    class Meta:
        model = Grant
        import_id_fields = ("project", "title", "valid_from")

    changes_rows = False
    related = ("project", "scheme", "granted_by")


class TrancheResource(OfGrant):
    """New ones are planned. Those of an award in force must add up to it, together with those that are there."""

    year = year_column()
    amount = amount_column()
    due_on = Column("due_on", _("Ventes"), Day(), hint=DAY_HINT)
    is_conditional = Column("is_conditional", _("Avhenger av årets vedtak"), YesNo(), hint=_("ja eller nei"))
    status = Column("status", _("Status"), Label(TrancheStatus.choices), readonly=True)
    paid_on = Column("paid_on", _("Utbetalt"), Day(), readonly=True)

    class Meta:
        model = Tranche
        import_id_fields = ("grant", "year", "due_on")

    changes_rows = False
    related = ("grant__project",)

    def _check_import_id_fields(self, headers: Any) -> None:
        """The day may be left out."""


class BudgetLineResource(OfGrant):
    """A line of a year is there once, and gets the amount that the file says."""

    year = year_column()
    category = category_column()
    amount = amount_column()

    class Meta:
        model = BudgetLine
        import_id_fields = ("grant", "year", "category")

    related = ("grant__project",)
