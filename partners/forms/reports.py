"""What is written in a report, and that it is sent."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contactpoints.models import User
from linkportal.kit.forms import ClearForm, Consent, Fieldset, form_helper
from partners import reports
from partners.models import FunderReport, Grant, ReportDuty
from partners.reports.doings import measure_of
from partners.reports.layout import in_full

LONGEST = 4000


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": "6"})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=area, help_text=help_text)


class DutyField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own knows no arguments when it runs
    """One of the reports that are due."""

    def label_from_instance(self, obj: ReportDuty) -> str:
        """Which project, award and year it is about, and when it is due."""
        words = _("%(project)s: %(grant)s, %(year)d (frist %(day)s)")
        said = {"project": obj.grant.project, "grant": obj.grant, "year": obj.year, "day": in_full(obj.due_on)}
        return str(words % said)


class MakeForm(ClearForm):
    """Which of the reports that are due is to be made."""

    duty = DutyField(
        label=_("Hvilken rapport?"),
        queryset=ReportDuty.objects.none(),
        empty_label=_("Velg rapport"),
        error_messages={
            "required": _("Velg hvilken rapport du vil lage."),
            "invalid_choice": _("Velg en av rapportene i listen."),
        },
    )
    helper = form_helper("duty", submit=_("Lag rapporten"), purpose=_("før vi kan lage den"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ReportDuty.objects.visible_to(user).not_sent().filter(grant__in=Grant.objects.counting())
        field = self.fields["duty"]
        assert isinstance(field, DutyField)  # noqa: S101 - for the types
        field.queryset = rows.select_related("grant__project")


class WriteForm(ClearForm):
    """What the office says about the year and about each goal. Everything may be left empty until it is sent."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    summary = _text(
        _("Kort om året"), _("Hva ble gjort, og hva ble annerledes enn planlagt? Ikke skriv om enkeltpersoner.")
    )

    def __init__(self, *args: Any, report: FunderReport, **kwargs: Any) -> None:
        self.report = report
        self.goals = list(report.grant.project.goals.all())
        said = dict(report.texts.values_list("goal", "text"))
        first = {"seen": reports.stamp(report), "summary": report.summary}
        first |= {self._name(goal.pk): said.get(goal.pk, "") for goal in self.goals}
        page = reverse("partners:report", args=[report.public_id])
        parts = [Fieldset(_("Om målene"), *(self._name(goal.pk) for goal in self.goals))] if self.goals else []
        self.helper = form_helper(
            "seen", "summary", *parts, submit=_("Lagre"), cancel=(page, _("Tilbake")), purpose=_("før vi kan lagre")
        )
        fields = {self._name(goal.pk): _text(goal.title, measure_of(goal)) for goal in self.goals}
        self.base_fields = {**self.base_fields, **fields}  # type: ignore[misc]  # Django copies them, as it does ours
        super().__init__(*args, initial=first, **kwargs)
        for field in self.fields.values():
            field.one_of = True  # type: ignore[attr-defined]  # nothing has to be there, so nothing is tagged

    @property
    def texts(self) -> dict[int, str]:
        """What the valid form says about each goal, by its key."""
        return {goal.pk: self.cleaned_data[self._name(goal.pk)] for goal in self.goals}

    def say_that_it_has_changed(self, report: FunderReport) -> None:
        """Keep what was typed, to be saved over what somebody else has saved meanwhile, if one still wants to."""
        words = _("Noen andre har lagret siden du åpnet siden. Lagrer du på nytt, gjelder det som står her.")
        self.add_error(None, forms.ValidationError(words, "changed"))
        changed = cast(QueryDict, self.data).copy()
        changed["seen"] = reports.stamp(report)
        self.data = changed

    @staticmethod
    def _name(goal: int) -> str:
        return f"goal_{goal}"


class SendForm(ClearForm):
    """That a report is read and is to be sent; `seen` is what it said then."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    is_read = forms.BooleanField(
        label=_("Jeg har lest rapporten, og den er klar til å sendes"),
        error_messages={"required": _("Les rapporten, og kryss av for at den er klar.")},
    )

    def __init__(self, *args: Any, report: FunderReport, seen: str, **kwargs: Any) -> None:
        action = reverse("partners:report_send", args=[report.public_id])
        self.helper = form_helper(
            "seen", Consent("is_read"), submit=_("Frys rapporten"), purpose=_("før vi kan fryse den"), action=action
        )
        super().__init__(*args, initial={"seen": seen}, **kwargs)
