"""Making a group: what, where and when first, and then whose it is and who is asked."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contactpoints.models import ContactPoint, Municipality, User
from groups.enums import GROUP_THEMES, ContactTime, Theme
from groups.forming.gathering import office_that_gathers
from groups.forming.numbers import how_far
from groups.forming.reach import Askable, Spot, suggested
from groups.forms.once import SentOnce
from groups.models import Inquiry
from groups.workplaces import Workplace
from groups.workspace_forms import where
from groups.workspace_forms.log import key_of
from linkportal.kit import clock
from linkportal.kit.forms import ClearForm, form_helper

FEW_HOSTS = 3  # so many are easier to choose among when one sees them all


class SpotForm(ClearForm):
    """What the group is to be about, where and when. Sent as the query of an address; nothing personal is in it."""

    hints = {"kommune": {"autocomplete": "off"}}

    tema = forms.ChoiceField(
        label=gettext_lazy("Hva skal gruppen handle om?"),
        choices=[("", gettext_lazy("Velg tema")), *((one.value, one.label) for one in GROUP_THEMES)],
        error_messages={
            "required": gettext_lazy("Velg hva gruppen skal handle om, eller «På tvers av problemer»."),
            "invalid_choice": gettext_lazy("Velg et av temaene i listen, eller «På tvers av problemer»."),
        },
    )
    kommune = where.municipality(label=gettext_lazy("Hvor skal den møtes?"))
    tid = forms.ChoiceField(
        label=gettext_lazy("Når på dagen?"),
        required=False,
        choices=[("", gettext_lazy("Ikke bestemt")), *ContactTime.choices],
        error_messages={"invalid_choice": gettext_lazy("Velg en av tidene i listen, eller «Ikke bestemt».")},
    )

    helper = form_helper(
        "tema",
        "kommune",
        "tid",
        submit=gettext_lazy("Vis hvem som venter"),
        cancel=("../", gettext_lazy("Avbryt")),
        purpose=gettext_lazy("før vi kan vise hvem som venter"),
        method="get",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.office_id = 0

    def clean_kommune(self) -> Municipality:
        """The municipality. An error for one that has ended, and for one of another office's."""
        place: Municipality = self.cleaned_data["kommune"]
        where.refuse_ended(place, clock.today())
        self.office_id = where.require_office(office_that_gathers(place, self.user), place)
        return place

    @property
    def spot(self) -> Spot:
        """What a valid form says."""
        said = self.cleaned_data
        return Spot(self.office_id, said["tema"], said["kommune"], said["tid"])

    @property
    def title(self) -> str:
        """The same in words, as in "Sorg og tap, Skien, kveld"."""
        said = self.spot
        when = [str(ContactTime(said.time_of_day).label).lower()] if said.time_of_day else []
        return ", ".join([str(Theme(said.theme).label), said.municipality.label, *when])

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        return urlencode({name: self.data.get(name, "") for name in self.fields})


class GatherForm(SentOnce):
    """Who helps the group, and whom to ask: those who are still there to be asked, and no others."""

    host = forms.ChoiceField(
        label=gettext_lazy("Hvem hjelper gruppen i gang?"),
        help_text=gettext_lazy("De som blir spurt, får vite hvem det er."),
        error_messages={
            "required": gettext_lazy("Velg hvem som skal hjelpe gruppen i gang."),
            "invalid_choice": gettext_lazy("Dette stedet kan ikke hjelpe gruppen. Velg et annet."),
        },
    )
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Hvem vil dere spørre?"),
        help_text=gettext_lazy(
            "De får en e-post uten innhold, og svarer bak lenken sin. Sier de ja, får de som hjelper gruppen vite hva "
            "de vil kalles."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy(
                "Noen av dem har nettopp blitt spurt om en annen gruppe, eller venter ikke lenger. De andre er "
                "fortsatt krysset av. Se over listen, og lag gruppen en gang til."
            ),
            "invalid_list": gettext_lazy("Velg blant dem i listen."),
        },
    )

    def __init__(self, *args: Any, hosts: list[Workplace], people: list[Askable], query: str, **kwargs: Any) -> None:
        self.hosts = {key_of(one): one for one in hosts}
        self.askable = {one.key: one for one in people}
        self.query = query
        ticked = [one.key for one in suggested(people)]
        initial = {"host": next(iter(self.hosts), ""), "people": ticked, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        choices = [(key, _host_words(one)) for key, one in self.hosts.items()]
        cast(forms.ChoiceField, self.fields["host"]).choices = choices
        if len(choices) <= FEW_HOSTS:
            self.fields["host"].widget = forms.RadioSelect(choices=choices)
        cast(forms.MultipleChoiceField, self.fields["people"]).choices = [
            (one.key, " · ".join(part for part in (one.label, one.details) if part)) for one in people
        ]

    @property
    def helper(self) -> FormHelper:
        """Sent back to the page with the same query."""
        return form_helper(
            "submission_id",
            "host",
            *(["people"] if self.askable or "people" in self.data else []),
            submit=_("Lag gruppen og spør dem") if self.askable else _("Lag gruppen"),
            cancel=("../innen-rekkevidde/", _("Avbryt")),
            purpose=_("før vi kan lage gruppen"),
            action=f"?{self.query}",
        )

    @property
    def standing(self) -> str:
        """How many wait for just this, and how many more it takes."""
        number = sum(one.is_same_theme for one in self.askable.values())
        said = _("%(number)d venter på dette innen rekkevidde.") % {"number": number}
        return f"{said} {how_far(number)}"

    @property
    def helped_by(self) -> Workplace:
        """Who is to help it."""
        return self.hosts[self.cleaned_data["host"]]

    @property
    def chosen(self) -> list[Inquiry]:
        """Those who are to be asked."""
        return [self.askable[key].inquiry for key in self.cleaned_data.get("people", [])]


def _host_words(place: Workplace) -> str:
    return f"{place.name}, {place.municipality.label}" if isinstance(place, ContactPoint) else place.name


def where_first(places: list[Workplace]) -> str:
    """Where most groups of these places meet: in the municipality of the first."""
    first = next(iter(places), None)
    return "" if first is None else first.municipality.label if isinstance(first, ContactPoint) else first.town
