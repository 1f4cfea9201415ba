"""Fields that several forms about inquiries share. Each form may put them in words of its own."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from contactpoints.gazetteer import OneCounty, OnePlace, SeveralPlaces, Unknown, understand
from contactpoints.place import Place
from groups.enums import ContactChannel, ContactTime, LeaveMessage, Theme
from linkportal.kit.text import fold

MESSAGE_LENGTH = 500


class PlaceField(forms.CharField):
    """A postal code or the name of a municipality; its value is the `Place` that is meant."""

    def clean(self, value: Any) -> Place:
        """The place. Raises `ValidationError` with a sentence that says what to write instead."""
        text = super().clean(value)
        match understand(text):
            case OnePlace(others=[_first, *_rest]) as one:
                raise _ask(one.as_question())
            case OnePlace(place=place, typed=typed) if fold(place.municipality.name) in fold(typed) or not typed:
                return place
            case OnePlace(place=place):
                sentence = _("Vi kjenner ikke «%(text)s». Mente du %(name)s? Skriv det da slik.")
                raise ValidationError(sentence, "spelling", {"text": text, "name": place.label})
            case SeveralPlaces() as several:
                raise _ask(several)
            case OneCounty(county=county):
                sentence = _("%(name)s er et fylke. Skriv kommunen eller postnummeret.")
                raise ValidationError(sentence, "county", {"name": county.name})
            case Unknown(suggestions=[first, *_rest]):
                sentence = _("Vi fant ikke «%(text)s». Mente du %(name)s? Skriv ellers postnummeret med fire siffer.")
                raise ValidationError(sentence, "unknown", {"text": text, "name": first})
            case _:
                sentence = _("Vi fant ikke «%(text)s». Skriv postnummeret med fire siffer, for eksempel 3724.")
                raise ValidationError(sentence, "unknown", {"text": text})


def _ask(several: SeveralPlaces) -> ValidationError:
    """Which of them? Each label, typed in, means just that place."""
    names = _either([place.label for place in several.places])
    return ValidationError(_("Flere steder heter dette. Skriv %(names)s."), "several", {"names": names})


def _either(names: list[str]) -> str:
    return " eller ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def submission_id() -> forms.UUIDField:
    """The number of the form, by which a second sending is known."""
    return forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        required=False,
        error_messages={"invalid": _("Skjemaet var gammelt. Se over det og send det en gang til.")},
    )


def about() -> forms.CharField:
    """The reference of the inquiry on the page: in another window the browser may have opened another one since."""
    return forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


def place(**words: Any) -> PlaceField:
    """Where the person lives."""
    return PlaceField(
        **{
            "label": _("Hvor bor du?"),
            "help_text": _("Postnummer eller kommune"),
            "max_length": 100,
            "error_messages": {
                "required": _("Skriv postnummeret ditt eller navnet på kommunen, for eksempel 3724 eller Skien."),
                "max_length": _("Skriv postnummeret med fire siffer, for eksempel 3724."),
            },
            **words,
        }
    )


def theme(**words: Any) -> forms.ChoiceField:
    """What it is about, in broad words."""
    return forms.ChoiceField(
        **{
            "label": _("Hva vil du møte andre om?"),
            "help_text": _("Velg det som ligger nærmest. Du kan bytte senere."),
            "choices": [("", _("Velg tema")), *Theme.choices],
            "required": False,
            "error_messages": {"invalid_choice": _("Velg et av temaene i listen, eller «Vil helst ikke si».")},
            **words,
        }
    )


def name(**words: Any) -> forms.CharField:
    """What the person wants to be called."""
    return forms.CharField(
        **{
            "label": _("Hva skal vi kalle deg?"),
            "help_text": _("Fornavn eller et annet navn holder"),
            "max_length": 80,
            "error_messages": {
                "required": _("Skriv hva vi skal kalle deg. Fornavn eller et annet navn holder."),
                "max_length": _("Skriv et kortere navn, på høyst 80 tegn."),
            },
            **words,
        }
    )


def email(**words: Any) -> forms.EmailField:
    """The person's e-mail address."""
    return forms.EmailField(
        **{
            "label": _("E-postadresse"),
            "help_text": _("Vi skriver aldri hva det gjelder i emnefeltet"),
            "required": False,
            "max_length": 254,
            "error_messages": {
                "invalid": _("Skriv inn en e-postadresse, for eksempel navn@eksempel.no."),
                "max_length": _("Skriv inn en kortere e-postadresse, på høyst 254 tegn."),
            },
            **words,
        }
    )


def phone(**words: Any) -> PhoneNumberField:
    """The person's telephone number; its value has `as_e164`."""
    sentence = _("Skriv inn et telefonnummer med åtte siffer, for eksempel 406 12 345.")
    return PhoneNumberField(
        **{
            "label": _("Telefonnummer"),
            "help_text": _("Åtte siffer, med eller uten mellomrom"),
            "required": False,
            "region": "NO",
            "max_length": 30,
            "error_messages": {"invalid": sentence, "max_length": sentence},
            **words,
        }
    )


def leave_message(**words: Any) -> forms.ChoiceField:
    """Whether a message may be left on the telephone."""
    return forms.ChoiceField(
        **{
            "label": _("Er det trygt å legge igjen en beskjed?"),
            "help_text": _("Svar hvis du ga oss telefonnummeret. Tenk på om andre kan høre eller lese beskjeden."),
            "choices": LeaveMessage.choices,
            "widget": forms.RadioSelect,
            "required": False,
            "error_messages": {"invalid_choice": _("Velg ett av svarene om beskjed.")},
            **words,
        }
    )


def contact_by(**words: Any) -> forms.ChoiceField:
    """By which way the person would rather be reached."""
    return forms.ChoiceField(
        **{
            "label": _("Hvordan vil du helst at vi tar kontakt?"),
            "choices": [("", _("Det er det samme")), *ContactChannel.choices],
            "required": False,
            "error_messages": {"invalid_choice": _("Velg en av måtene i listen.")},
            **words,
        }
    )


def contact_times(**words: Any) -> forms.MultipleChoiceField:
    """When it suits the person to be called."""
    return forms.MultipleChoiceField(
        **{
            "label": _("Når passer det at vi tar kontakt?"),
            "choices": ContactTime.choices,
            "widget": forms.CheckboxSelectMultiple,
            "required": False,
            "error_messages": {
                "invalid_choice": _("Velg blant tidene i listen."),
                "invalid_list": _("Velg blant tidene i listen."),
            },
            **words,
        }
    )


def meeting_times(**words: Any) -> forms.MultipleChoiceField:
    """When it suits the person to come to a group; none is any time."""
    return contact_times(
        **{
            "label": _("Når passer det å møtes i en gruppe?"),
            "help_text": _("Uten kryss kan det være når som helst."),
            **words,
        }
    )


def message(**words: Any) -> forms.CharField:
    """What the person says."""
    return forms.CharField(
        **{
            "label": _("Vil du si litt mer?"),
            "help_text": _(
                "Høyst 500 tegn. Ikke skriv om sykdom eller diagnose. Du kan fortelle mer når vi snakker sammen."
            ),
            "required": False,
            "widget": forms.Textarea,
            "error_messages": {"max_length": _("Skriv høyst 500 tegn. Nå er det %(show_value)d.")},
            "max_length": MESSAGE_LENGTH,
            **words,
        }
    )
