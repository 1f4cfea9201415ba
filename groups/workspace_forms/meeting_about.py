"""What people read about an event, who organises it, and who sees it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from contactpoints.models import ContactPoint
from groups.enums import PUBLIC_KINDS, EventKind
from groups.meetings.plans import About
from groups.models import Event
from groups.models.meetings import LONGEST_TITLE
from linkportal.kit.forms import ClearForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

MOST_PLACES = 2000
LONGEST_TEXT = 4000
_PLACES = _("Skriv et tall fra 1 til 2000, eller la feltet stå tomt.")


class Audience(models.TextChoices):
    """Who sees an event, and whether one signs up for it."""

    DRAFT = "draft", _("Bare vi. Det er et utkast")
    PUBLIC = "public", _("Alle, på nettsiden. En trenger ikke melde seg på")
    SIGN_UP = "sign_up", _("Alle, på nettsiden. En melder seg på")

    @classmethod
    def of(cls, event: Event) -> Audience:
        if not event.is_public:
            return cls.DRAFT
        return cls.SIGN_UP if event.takes_sign_ups else cls.PUBLIC


class AboutForm(ClearForm):
    """What people read about an event, who organises it, who sees it, and how many there is room for.

    `partners` are those one may choose; of `own`, if there are any, at least one has to be among them.
    """

    hints = {"title": {"autocomplete": "off"}, "places": {"inputmode": "numeric", "size": "6"}}

    kind = forms.ChoiceField(
        label=_("Hva slags arrangement?"),
        choices=[("", _("Velg")), *((kind.value, kind.label) for kind in PUBLIC_KINDS)],
        error_messages={"required": _("Velg hva slags arrangement det er.")},
    )
    title = forms.CharField(
        label=_("Tittel"),
        max_length=LONGEST_TITLE,
        help_text=_("Den leses av alle. Ikke skriv navn på folk eller grupper."),
        error_messages={"required": _("Skriv hva arrangementet heter.")},
    )
    text = forms.CharField(
        label=_("Om arrangementet"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "5"}),
        help_text=_("Hva skal skje, hvem er det for, og hva bør en vite på forhånd?"),
    )
    contact_points = forms.MultipleChoiceField(
        label=_("Sammen med"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("De som jobber der, ser hvem som melder seg på, og kan endre arrangementet."),
        error_messages={"invalid_choice": _("Velg blant kontaktpunktene i listen.")},
    )
    audience = forms.ChoiceField(
        label=_("Hvem ser det?"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem som ser det.")},
    )
    places = forms.IntegerField(
        label=_("Antall plasser"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        widget=forms.TextInput,
        help_text=_("Er det fullt, kommer de neste på venteliste. La det stå tomt når alle får plass."),
        error_messages={"invalid": _PLACES, "min_value": _PLACES, "max_value": _PLACES},
    )
    own_words: ClassVar[Text] = _("Kryss av for %(names)s, ellers kan dere ikke se arrangementet selv.")

    def __init__(
        self, *args: Any, partners: Iterable[ContactPoint], own: Iterable[ContactPoint] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own = list(own)
        first = {one.pk for one in self.own}
        self.partners = {one.slug: one for one in sorted(partners, key=lambda one: one.pk not in first)}
        field: Any = self.fields["contact_points"]
        field.choices = [(slug, one.name) for slug, one in self.partners.items()]
        if not self.partners:
            del self.fields["contact_points"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if said.get("places") and said.get("audience") in (Audience.DRAFT, Audience.PUBLIC):
            sentence = _("Plasser telles bare når en melder seg på. Velg det over, eller la feltet stå tomt.")
            self.add_error("places", ValidationError(sentence, "no_sign_up"))
        chosen = said.get("contact_points")
        if self.needs_own and chosen is not None and not {one.slug for one in self.own} & set(chosen):
            names = _(" eller ").join(one.name for one in self.own)
            self.add_error("contact_points", ValidationError(self.own_words, "own", {"names": names}))
        return said

    @property
    def needs_own(self) -> bool:
        """Whether its planners would lose sight of it without a contact point of theirs."""
        return bool(self.own)

    @property
    def chosen(self) -> frozenset[ContactPoint]:
        """The contact points that organise it."""
        return frozenset(self.partners[slug] for slug in self.cleaned_data.get("contact_points", ()))

    @property
    def about(self) -> About:
        """What the valid form says."""
        said = self.cleaned_data
        return About(
            kind=EventKind(said["kind"]),
            title=said["title"],
            text=said["text"],
            contact_points=self.chosen,
            is_public=said["audience"] != Audience.DRAFT,
            takes_sign_ups=said["audience"] == Audience.SIGN_UP,
            places=said["places"],
        )


def partners_in(form: AboutForm) -> list[str]:
    """The field of those one may organise it with, if there are any."""
    return [name for name in ("contact_points",) if name in form.fields]
