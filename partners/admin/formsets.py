"""Parts of an award or a voucher that must agree with the whole: said in words before the database has to refuse."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from linkportal.kit.money import kroner
from partners.enums import GrantStatus, TrancheStatus, UnusedDecision
from partners.models import Grant

if TYPE_CHECKING:
    _FormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    _FormSet = forms.BaseInlineFormSet


class PartsFormSet(_FormSet):
    """Rows of a whole, `self.instance`, which may itself have been filled in wrongly."""

    def kept(self) -> list[Any]:
        """The forms that are filled in rightly, without those that are about to be deleted."""
        return [
            form for form in self.forms if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]

    def get_unique_error_message(self, unique_check: Any) -> str:
        return self.get_form_error()

    def get_form_error(self) -> str:
        return _("To av linjene er om det samme. Slå dem sammen, eller slett den ene.")


class YearsFormSet(PartsFormSet):
    """Rows that are each about a year of an award."""

    def clean(self) -> None:
        super().clean()
        grant = self.instance
        if not _has_years(grant):
            return
        for form in self.kept():
            if form.cleaned_data["year"] not in grant.years:
                form.add_error("year", not_of_the_years(grant))


class TrancheFormSet(YearsFormSet):
    """Tranches, which add up to the award unless that is a draft. One that lapsed keeps its amount."""

    def clean(self) -> None:
        super().clean()
        grant, kept = self.instance, self.kept()
        if grant.amount is None or grant.is_draft:
            return
        total = sum((form.cleaned_data["amount"] for form in kept), Decimal(0))
        if total != grant.amount:
            said = _("Ratene er til sammen %(total)s kroner, men tildelingen er på %(amount)s kroner.")
            raise ValidationError(said % {"total": kroner(total), "amount": kroner(grant.amount)})
        waits = any(form.cleaned_data["status"] == TrancheStatus.PLANNED for form in kept)
        if grant.status == GrantStatus.SETTLED and waits:
            raise ValidationError(_("En rate venter ennå. Sett den til utbetalt eller falt bort før alt er gjort opp."))


class UnusedFundsFormSet(YearsFormSet):
    """What was left, year by year. What is left of the last year has no year of the award to be carried over to."""

    def clean(self) -> None:
        super().clean()
        grant = self.instance
        if not _has_years(grant):
            return
        for form in self.kept():
            given = form.cleaned_data
            if given["year"] == grant.years[-1] and given["decision"] == UnusedDecision.CARRIED_OVER:
                said = _("%(year)s er det siste året. Forleng tildelingen først, eller velg «%(repaid)s».")
                form.add_error("decision", said % {"year": given["year"], "repaid": UnusedDecision.REPAID.label})


class AllocationFormSet(PartsFormSet):
    """What of a voucher is covered: never more than it says, by awards to its project for its day."""

    def clean(self) -> None:
        super().clean()
        expense, kept = self.instance, self.kept()
        self._are_for(expense, kept)
        total = sum((form.cleaned_data["amount"] for form in kept), Decimal(0))
        if expense.amount is not None and total > expense.amount:
            said = _("Bilag %(voucher)s er på %(amount)s kroner, men %(total)s kroner er fordelt.")
            raise ValidationError(
                said % {"voucher": expense.voucher, "amount": kroner(expense.amount), "total": kroner(total)}
            )

    def _are_for(self, expense: Any, kept: Iterable[Any]) -> None:
        for form in kept:
            grant = form.cleaned_data["grant"]
            if expense.project_id and grant.project_id != expense.project_id:
                form.add_error("grant", _("Tildelingen er til et annet prosjekt: %(name)s.") % {"name": grant.project})
            elif expense.spent_on and not grant.valid_from <= expense.spent_on < grant.valid_until:
                said = _("Tildelingen gjelder fra %(first)s til %(last)s. Bilaget er fra %(day)s.")
                days = {"first": grant.valid_from, "last": grant.last_day, "day": expense.spent_on}
                form.add_error("grant", said % {name: date_format(day, "j. F Y") for name, day in days.items()})


def _has_years(grant: Grant) -> bool:
    """Whether the period is filled in, and rightly."""
    return bool(grant.valid_from and grant.valid_until and grant.years)


def not_of_the_years(grant: Grant) -> str:
    """What is said of a year in which an award has no days."""
    years = grant.years
    if len(years) == 1:
        return _("Tildelingen gjelder bare %(year)s.") % {"year": years[0]}
    return _("Skriv et år fra %(first)s til %(last)s, som tildelingen gjelder.") % {
        "first": years[0],
        "last": years[-1],
    }
