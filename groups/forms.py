"""The inquiry form. The names of its fields are a contract; its words are read by people in a hard time."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any, cast

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.functional import cached_property, lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from contactpoints.coverage import CoverageDecision, NoNationalDesk, office_for
from contactpoints.gazetteer import OneCounty, OnePlace, SeveralPlaces, Unknown, understand
from contactpoints.models import ContactPoint
from contactpoints.place import Place
from groups.enums import PERSONAL_WISHES, ContactTime, LeaveMessage, Theme
from groups.intake import Wanted
from linkportal.kit import clock
from linkportal.kit.forms import ClearForm, Consent, Fieldset, OneOf, form_helper
from linkportal.kit.spam import SpamCareMixin
from linkportal.kit.text import fold

MESSAGE_LENGTH = 500
_NOT_18 = {"no", "nei", "false", "0"}


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
                sentence = _("%(name)s er et fylke. Skriv kommunen du bor i, eller postnummeret.")
                raise ValidationError(sentence, "county", {"name": county.name})
            case Unknown(suggestions=[first, *_rest]):
                sentence = _("Vi fant ikke «%(text)s». Mente du %(name)s? Skriv ellers postnummeret med fire siffer.")
                raise ValidationError(sentence, "unknown", {"text": text, "name": first})
            case _:
                sentence = _("Vi fant ikke «%(text)s». Skriv postnummeret ditt med fire siffer, for eksempel 3724.")
                raise ValidationError(sentence, "unknown", {"text": text})


def _ask(several: SeveralPlaces) -> ValidationError:
    """Which of them? Each label, typed in, means just that place."""
    names = _either([place.label for place in several.places])
    return ValidationError(_("Flere steder heter dette. Skriv %(names)s."), "several", {"names": names})


def _either(names: list[str]) -> str:
    return " eller ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _answering(place: Place) -> CoverageDecision | None:
    """Who answers today; None only in a portal that is not set up yet."""
    with suppress(NoNationalDesk):
        return office_for(place, clock.today())
    return None


def _meant(text: str) -> Place | None:
    match understand(text) if text else None:
        case OnePlace(place=place, others=[]):
            return place
    return None


_format_lazily = lazy(format_html, str)


class InquiryForm(SpamCareMixin, ClearForm):
    """What a person asks. The names of the fields are a contract; each error says what to write."""

    submission_id = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        required=False,
        error_messages={"invalid": _("Skjemaet var gammelt. Se over det og send det en gang til.")},
    )
    kontaktpunkt = forms.CharField(required=False, widget=forms.HiddenInput)
    wish = forms.ChoiceField(
        label=_("Hva ønsker du?"),
        choices=[(wish.value, wish.label) for wish in PERSONAL_WISHES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva du ønsker."), "invalid_choice": _("Velg ett av ønskene i listen.")},
    )
    sted = PlaceField(
        label=_("Hvor bor du?"),
        help_text=_("Postnummer eller kommune"),
        max_length=100,
        error_messages={
            "required": _("Skriv postnummeret ditt eller navnet på kommunen, for eksempel 3724 eller Skien."),
            "max_length": _("Skriv postnummeret ditt med fire siffer, for eksempel 3724."),
        },
    )
    theme = forms.ChoiceField(
        label=_("Hva vil du møte andre om?"),
        help_text=_("Velg det som ligger nærmest. Du kan bytte senere."),
        choices=[("", _("Velg tema")), *Theme.choices],
        required=False,
        error_messages={"invalid_choice": _("Velg et av temaene i listen, eller «Vil helst ikke si».")},
    )
    name = forms.CharField(
        label=_("Hva skal vi kalle deg?"),
        help_text=_("Fornavn eller et annet navn holder"),
        max_length=80,
        error_messages={
            "required": _("Skriv hva vi skal kalle deg. Fornavn eller et annet navn holder."),
            "max_length": _("Skriv et kortere navn, på høyst 80 tegn."),
        },
    )
    email = forms.EmailField(
        label=_("E-postadresse"),
        help_text=_("Vi skriver aldri hva det gjelder i emnefeltet"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _("Skriv inn en e-postadresse, for eksempel navn@eksempel.no."),
            "max_length": _("Skriv inn en kortere e-postadresse, på høyst 254 tegn."),
        },
    )
    phone = PhoneNumberField(
        label=_("Telefonnummer"),
        help_text=_("Åtte siffer, med eller uten mellomrom"),
        required=False,
        region="NO",
        max_length=30,
        error_messages={
            "invalid": _("Skriv inn et telefonnummer med åtte siffer, for eksempel 406 12 345."),
            "max_length": _("Skriv inn et telefonnummer med åtte siffer, for eksempel 406 12 345."),
        },
    )
    leave_message = forms.ChoiceField(
        label=_("Er det trygt å legge igjen en beskjed?"),
        help_text=_("Svar hvis du ga oss telefonnummeret. Tenk på om andre kan høre eller lese beskjeden."),
        choices=LeaveMessage,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Velg ett av svarene om beskjed.")},
    )
    contact_times = forms.MultipleChoiceField(
        label=_("Når passer det at vi tar kontakt?"),
        choices=ContactTime,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": _("Velg blant tidene i listen."),
            "invalid_list": _("Velg blant tidene i listen."),
        },
    )
    message = forms.CharField(
        label=_("Vil du si litt mer?"),
        help_text=_("Høyst 500 tegn. Ikke skriv om sykdom eller diagnose. Du kan fortelle mer når vi snakker sammen."),
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": _("Skriv høyst 500 tegn. Nå er det %(show_value)d.")},
        max_length=MESSAGE_LENGTH,
    )
    over_18 = forms.BooleanField(
        label=_("Jeg har fylt 18 år"),
        help_text=_format_lazily(
            '{} <a href="{}">{}</a>',
            _("Er du under 18 år?"),
            reverse_lazy("groups:under_18"),
            _("Her er noen som kan hjelpe deg"),
        ),
        error_messages={
            "required": _("Kryss av hvis du har fylt 18 år. Er du yngre, er det andre som kan hjelpe deg.")
        },
    )
    consent = forms.BooleanField(
        label="",
        help_text=_(
            "Navn, e-post, telefon og melding slettes senest 90 dager etter at saken er ferdig. "
            "Du kan trekke tilbake når som helst."
        ),
        error_messages={"required": _("Kryss av hvis det er greit at vi leser dette og svarer deg.")},
    )

    hints = {
        "sted": {"autocomplete": "postal-code"},
        "name": {"autocomplete": "given-name"},
        "phone": {"autocomplete": "tel", "inputmode": "tel", "type": "tel"},
    }

    helper = form_helper(
        "submission_id",
        "stamp",
        "kontaktpunkt",
        "wish",
        "sted",
        "theme",
        Fieldset(_("Hvordan når vi deg trygt?"), "name", OneOf("email", "phone"), "leave_message", "contact_times"),
        "message",
        Div("website", css_class="trap", aria_hidden="true"),
        "over_18",
        Consent(),
        submit=_("Send henvendelsen"),
    )

    def __init__(self, *args: Any, contact_point: ContactPoint | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact_point = contact_point
        # It must be answered where a phone is given, which its help says: a tag "Valgfritt" would be wrong.
        self.fields["leave_message"].one_of = True  # type: ignore[attr-defined]
        # Asked for when it is drawn: a form that is in order is not, and needs no look at who covers what.
        self.fields["consent"].label = lazy(self._consent, str)()

    def clean_kontaktpunkt(self) -> ContactPoint | None:
        if self.cleaned_data["kontaktpunkt"] and self.contact_point is None:
            # The field is hidden, so the person can't empty it: the page that says so does.
            self._put("kontaktpunkt", "")
            raise ValidationError(_("Vi kjenner ikke dette kontaktpunktet. Finn det på nytt i søket, eller send uten."))
        return self.contact_point

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.require_one_of(
            "email", "phone", message=_("Skriv e-postadressen eller telefonnummeret ditt, så vi kan svare.")
        )
        if self.has_error("submission_id"):
            self._put("submission_id", str(uuid.uuid4()))
        phone = self.cleaned_data.get("phone")
        if not phone:
            self.cleaned_data["leave_message"] = LeaveMessage.NO
        elif not self.cleaned_data.get("leave_message") and not self.has_error("leave_message"):
            self.add_error(
                "leave_message", ValidationError(_("Velg om det er trygt å legge igjen en beskjed."), "required")
            )
        return self.cleaned_data

    def _put(self, name: str, value: str) -> None:
        """Change what the page shows in a hidden field."""
        changed = cast(QueryDict, self.data).copy()
        changed[name] = value
        self.data = changed

    @property
    def says_under_18(self) -> bool:
        """Whether the person has said outright to be under 18: then nothing of what was sent is kept."""
        return str(self.data.get("over_18", "")).lower() in _NOT_18

    @cached_property
    def coverage(self) -> CoverageDecision | None:
        """Which office answers, as far as it is known yet: by the chosen contact point, else by the place typed."""
        if self.contact_point:
            return _answering(Place.of_contact_point(self.contact_point))
        place = self.cleaned_data.get("sted") if self.is_bound else _meant(self.initial.get("sted", ""))
        return _answering(place) if place else None

    def _consent(self) -> str:
        """The words of the consent: it names who may read. Changing them means a new `intake.CONSENT_VERSION`."""
        if self.contact_point and self.coverage and not self.contact_point.can_receive_inquiries():
            return str(_("Det er greit at %(office)s leser dette og svarer meg")) % {
                "office": self.coverage.office.name
            }
        if self.contact_point is None or self.coverage is None:
            return str(
                _("Det er greit at distriktskontoret som svarer for stedet der jeg bor, leser dette og svarer meg")
            )
        names = {"contact_point": self.contact_point.name, "office": self.coverage.office.name}
        return str(_("Det er greit at %(contact_point)s og %(office)s leser dette og svarer meg")) % names

    @property
    def wanted(self) -> Wanted:
        """What the valid form asks. A `submission_id` that is missing becomes a new one."""
        said = self.cleaned_data
        phone = said["phone"]
        return Wanted(
            submission_id=said["submission_id"] or uuid.uuid4(),
            wish=said["wish"],
            place=said["sted"],
            contact_point=said["kontaktpunkt"],
            name=said["name"],
            email=said["email"],
            phone=phone.as_e164 if phone else "",
            theme=said["theme"],
            message=said["message"],
            leave_message=said["leave_message"],
            contact_times=said["contact_times"],
        )
