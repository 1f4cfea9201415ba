"""What the lists of the workspace are asked: which list, narrowed to what, which page."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contactpoints.gazetteer import OneCounty, OnePlace, PartOfName, SeveralPlaces, understand
from contactpoints.models import County, Municipality
from groups import fields
from groups.enums import Channel, Selection, Theme, Wish
from groups.inquiries.inbox import AGES, OLDER, Filters
from groups.references import ALPHABET, tidy
from linkportal.kit.forms import ClearForm, form_helper

LONGEST_TEXT = 100
LAST_PAGE = 10**5
FILTERS = ("onske", "tema", "kommune", "kanal", "alder")


class InboxForm(forms.Form):
    """A list by GET. What can't be understood is left out, and `remarks` says so."""

    utvalg = forms.ChoiceField(choices=Selection, required=False)
    hos = forms.CharField(max_length=LONGEST_TEXT, required=False)
    onske = forms.ChoiceField(
        label=gettext_lazy("Ønske"), required=False, choices=[("", gettext_lazy("Alle")), *Wish.choices]
    )
    tema = forms.ChoiceField(
        label=gettext_lazy("Tema"), required=False, choices=[("", gettext_lazy("Alle")), *Theme.choices]
    )
    kanal = forms.ChoiceField(
        label=gettext_lazy("Kom som"), required=False, choices=[("", gettext_lazy("Alle")), *Channel.choices]
    )
    alder = forms.ChoiceField(
        label=gettext_lazy("Kom"),
        required=False,
        choices=[("", gettext_lazy("Når som helst")), *AGES.items(), (OLDER, gettext_lazy("For lenger siden"))],
    )
    kommune = forms.CharField(label=gettext_lazy("Kommune"), max_length=LONGEST_TEXT, required=False)
    side = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name in FILTERS:
            self.fields[name].widget.attrs["class"] = "ds-input"

    @property
    def selection(self) -> Selection:
        return Selection(self.cleaned_data.get("utvalg") or Selection.OPEN)

    @property
    def place(self) -> str:
        """Whose list: "" for one's own, `BELOW`, or one place by its key."""
        return str(self.cleaned_data.get("hos", ""))

    @property
    def page(self) -> int:
        return self.cleaned_data.get("side") or 1

    @cached_property
    def filters(self) -> Filters:
        asked = self.cleaned_data
        return Filters(
            wish=asked.get("onske", ""),
            theme=asked.get("tema", ""),
            channel=asked.get("kanal", ""),
            age=asked.get("alder", ""),
            area=asked.get("kommune") or None,
        )

    @property
    def chosen(self) -> list[str]:
        """What the list is narrowed to, in words."""
        words = [str(self.cleaned_data.get(name) or "") for name in FILTERS]
        labels = [
            dict(getattr(self.fields[name], "choices", [])).get(word, word)
            for name, word in zip(FILTERS, words, strict=True)
        ]
        return [str(label) for label, word in zip(labels, words, strict=True) if word]

    @property
    def filter_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FILTERS]

    def clean_kommune(self) -> Municipality | County | None:
        """The municipality or county that was typed, by name or postal code."""
        text = self.cleaned_data["kommune"]
        match understand(text) if text else None:
            case OnePlace(place=place):
                return place.municipality
            case OneCounty(county=county):
                return county
            case SeveralPlaces(places=places):
                names = _(" eller ").join(place.label for place in places)
                raise ValidationError(
                    _("Flere steder heter «%(text)s». Skriv %(names)s."), "several", _said(text, names)
                )
            case None:
                return None
            case PartOfName() | _:
                raise ValidationError(
                    _("Vi fant ikke «%(text)s». Skriv et postnummer eller navnet på en kommune."),
                    "unknown",
                    _said(text),
                )

    @property
    def remarks(self) -> list[str]:
        """What was left out, and what to do about it."""
        found = [str(message) for message in self.errors.get("kommune", [])]
        if set(self.errors) - {"kommune"}:
            found.append(_("Vi kjenner ikke alle valgene i adressen. Listen er uten dem vi ikke kjenner."))
        return found

    def query(self, **changed: str) -> str:
        """The list as the query of an address, from the first page; `changed` replaces or, if empty, removes."""
        asked = {name: self.data.get(name, "") for name in ("utvalg", "hos", *FILTERS) if name not in self.errors}
        return urlencode({name: value for name, value in (asked | changed).items() if value})

    @property
    def without_filters(self) -> str:
        return self.query(**dict.fromkeys(FILTERS, ""))


def _said(text: str, names: str = "") -> dict[str, str]:
    return {"text": text, "names": names}


class SearchForm(ClearForm):
    """A reference as one says it, or exactly an e-mail address or a telephone number."""

    sok = forms.CharField(
        label=gettext_lazy("Referanse, e-post eller telefon"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Skriv en referanse, en e-postadresse eller et telefonnummer."),
            "max_length": gettext_lazy("Skriv en referanse, en e-postadresse eller et telefonnummer."),
        },
    )

    hints = {"sok": {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}}

    reference = ""
    contact = ""

    @property
    def helper(self) -> FormHelper:
        """Sent to the same address from every page that has the search."""
        return form_helper("sok", submit=_("Søk"), purpose=_("før vi kan søke"), action=reverse("groups:search"))

    def clean_sok(self) -> str:
        """The text; `reference` or `contact` (an address, or a number in E.164) is then what it says."""
        text = str(self.cleaned_data["sok"])
        said = tidy(text)
        if len(said) == 7 and set(said) <= {*ALPHABET, "-"}:
            self.reference = said
        elif "@" in text:
            self.contact = fields.email().clean(text)
        else:
            self.contact = self._number(text)
        return text

    def _number(self, text: str) -> str:
        try:
            return str(fields.phone().clean(text).as_e164)
        except ValidationError:
            raise ValidationError(
                _("Skriv en referanse som K7M-49Q, hele e-postadressen eller hele telefonnummeret."), "unknown"
            ) from None
