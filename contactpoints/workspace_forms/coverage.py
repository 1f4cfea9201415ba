"""What a coordinator wishes about coverage: each form plans the steps, and knows what they would change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contactpoints import coverage_wishes as wishes
from contactpoints.coverage_changes import Change, Step, preview, whole_table
from contactpoints.models import CoverageArea, DistrictOffice, User
from contactpoints.workspace_forms.fields import AreasField, DayField
from linkportal.kit import clock
from linkportal.kit.forms import ClearForm, form_helper

SHOW = _("Vis hva som endres")
PURPOSE = _("før vi kan vise hva som endres")
ONE_ON_EACH_LINE = _("Én på hver linje. Skriv «Telemark fylke» for hele fylket.")


class OfficeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """One of the offices that are not closed yet."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": _("Velg et kontor."), "invalid_choice": _("Velg et av kontorene i listen.")}
        given: dict[str, Any] = {"empty_label": _("Velg kontor"), "error_messages": messages, **kwargs}
        super().__init__(DistrictOffice.objects.none(), to_field_name="slug", **given)


class CoverageForm(ClearForm):
    """What the forms below share. After `is_valid()`: `steps` fulfil the wish, `changes` are what they change."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.steps: Sequence[Step] = ()
        self.changes: Sequence[Change] = ()
        for field in self.fields.values():
            if isinstance(field, OfficeField):
                field.queryset = DistrictOffice.objects.by_name().exclude(closed_on__lte=clock.today())

    def plan(self) -> Sequence[Step]:
        """The steps of the wish, from `cleaned_data`. Raises `NotPossible`."""
        raise NotImplementedError

    def clean(self) -> None:
        """Plans, and looks whether this person may do it. Four queries."""
        if self.errors:
            return
        self.table = whole_table()
        try:
            self.steps = self.plan()
        except wishes.NotPossible as problem:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)
            return
        self.changes = preview(self.steps, clock.today(), self.table)
        if refused := wishes.refusal(self.user, self.steps, self.changes):
            self.add_error(None, refused)


def _helper(*names: str) -> FormHelper:
    cancel = (reverse("contactpoints:coverage"), _("Avbryt"))
    return form_helper(*names, submit=SHOW, purpose=PURPOSE, cancel=cancel)


class CoverForm(CoverageForm):
    """An office begins to answer for municipalities or counties that have no row of their own."""

    office = OfficeField(label=_("Kontor"))
    areas = AreasField(
        counties=True,
        label=_("Kommuner eller fylker"),
        help_text=ONE_ON_EACH_LINE,
        error_messages={"required": _("Skriv minst én kommune eller ett fylke.")},
    )
    since = DayField(
        label=_("Fra og med"), from_today=True, error_messages={"required": _("Velg dagen kontoret begynner å svare.")}
    )
    last_day = DayField(
        label=_("Siste dag"), required=False, help_text=_("La den stå tom når det ikke er avtalt noen slutt.")
    )

    @property
    def helper(self) -> FormHelper:
        return _helper("office", "areas", "since", "last_day")

    def plan(self) -> Sequence[Step]:
        """Raises `NotPossible` also where it would end before it begins."""
        asked = self.cleaned_data
        until = asked["last_day"] + timedelta(days=1) if asked["last_day"] else None
        if until is not None and until <= asked["since"]:
            raise wishes.NotPossible("last_day", str(_("Siste dag kan ikke være før første dag.")))
        return wishes.covering(self.table, asked["office"], asked["areas"], asked["since"], until)


class HandOverForm(CoverageForm):
    """Areas go from whoever has them to another office."""

    areas = AreasField(
        counties=True,
        label=_("Hva gis videre?"),
        help_text=ONE_ON_EACH_LINE,
        error_messages={"required": _("Skriv minst én kommune eller ett fylke.")},
    )
    office = OfficeField(label=_("Til kontoret"))
    since = DayField(
        label=_("Fra og med"),
        from_today=True,
        error_messages={"required": _("Velg dagen det andre kontoret tar over.")},
    )

    @property
    def helper(self) -> FormHelper:
        return _helper("areas", "office", "since")

    def plan(self) -> Sequence[Step]:
        asked = self.cleaned_data
        return wishes.handing_over(self.table, asked["areas"], asked["office"], asked["since"])


class EndForm(CoverageForm):
    """A row of coverage ends."""

    on = DayField(
        label=_("Fra og med hvilken dag svarer kontoret ikke lenger her?"),
        from_today=True,
        error_messages={"required": _("Velg dagen.")},
    )

    def __init__(self, *args: Any, row: CoverageArea, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)

    @property
    def helper(self) -> FormHelper:
        return _helper("on")

    def plan(self) -> Sequence[Step]:
        return wishes.ending(self.row, self.cleaned_data["on"])


class CloseForm(CoverageForm):
    """An office is closed; its area goes to one heir, or each municipality to whoever is next."""

    on = DayField(
        label=_("Første dag kontoret er lagt ned"), from_today=True, error_messages={"required": _("Velg dagen.")}
    )
    heir = OfficeField(
        label=_("Hvem tar over?"), required=False, empty_label=_("Det nærmeste kontoret, kommune for kommune")
    )

    def __init__(self, *args: Any, office: DistrictOffice, **kwargs: Any) -> None:
        self.office = office
        super().__init__(*args, **kwargs)
        field = self.fields["heir"]
        assert isinstance(field, OfficeField)  # noqa: S101 - for the types
        field.queryset = field.queryset.exclude(pk=office.pk)  # type: ignore[union-attr]

    @property
    def helper(self) -> FormHelper:
        cancel = (reverse("contactpoints:office", args=[self.office.slug]), _("Avbryt"))
        return form_helper("on", "heir", submit=SHOW, purpose=PURPOSE, cancel=cancel)

    def plan(self) -> Sequence[Step]:
        asked = self.cleaned_data
        return wishes.closing(self.table, self.office, asked["on"], asked["heir"])
