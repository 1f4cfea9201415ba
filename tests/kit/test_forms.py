"""A small form of somebody who wants to borrow a room, drawn by our pack."""

from collections.abc import Mapping
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from linkportal.kit.forms import ClearForm, Consent, Fieldset, OneOf, SubmitRow, form_helper
from tests.markup import Element, read


class RoomForm(ClearForm):
    hints = {"name": {"autocomplete": "given-name"}, "phone": {"type": "tel", "autocomplete": "tel"}}

    day = forms.ChoiceField(
        label="Hvilken dag?", choices=[("tue", "Tirsdag"), ("wed", "Onsdag")], widget=forms.RadioSelect
    )
    name = forms.CharField(
        label="Hva heter du?",
        max_length=20,
        help_text="Fornavn holder",
        error_messages={"required": "Skriv hva du heter."},
    )
    email = forms.EmailField(label="E-postadresse", required=False)
    phone = forms.CharField(label="Telefonnummer", required=False)
    needs = forms.MultipleChoiceField(
        label="Hva trengs?",
        required=False,
        choices=[("tea", "Te"), ("piano", "Piano")],
        widget=forms.CheckboxSelectMultiple,
    )
    wishes = forms.CharField(label="Andre ønsker", required=False, max_length=30, widget=forms.Textarea)
    size = forms.ChoiceField(label="Hvor stort?", choices=[("", "Velg"), ("s", "Lite"), ("l", "Stort")])
    consent = forms.BooleanField(label="Jeg rydder etter meg", help_text="Bordene også")
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)

    helper = form_helper(
        "day",
        Fieldset("Om deg", "name", OneOf("email", "phone")),
        "needs",
        "wishes",
        "size",
        Consent(),
        "ticket",
        submit="Lån rommet",
        cancel=("/", "Avbryt"),
        purpose="før du kan låne",
    )

    def clean(self) -> dict[str, Any]:
        self.require_one_of("email", "phone", message="Skriv en adresse eller et nummer.")
        return self.cleaned_data


GOOD = {"day": "tue", "name": "Kari", "phone": "x", "size": "s", "consent": "on"}


def drawn(data: Mapping[str, str] | None = None) -> Element:
    return read(render_crispy_form(RoomForm(data)))


def test_label_stands_before_help_and_help_before_the_input() -> None:
    page = drawn()
    field = next(each for each in page.all(class_="ds-field") if each.all(id="id_name"))

    assert [each.tag for each in field.children] == ["label", "p", "input"]
    assert field.one("label").attrs["for"] == "id_name"
    assert field.one("input").attrs["aria-describedby"] == field.one("p").attrs["id"]


def test_optional_fields_are_tagged_and_nothing_has_an_asterisk() -> None:
    page = drawn()
    tagged = {each.text for each in page if each.tag in {"label", "legend"} and "Valgfritt" in each.text}

    assert tagged == {"Hva trengs? Valgfritt", "Andre ønsker Valgfritt"}
    assert "*" not in page.text
    assert "Alle felt må fylles ut, bortsett fra dem merket «Valgfritt»." in page.text


def test_a_choice_is_a_fieldset_with_a_legend_and_a_label_for_each() -> None:
    group = next(each for each in drawn().all("fieldset") if each.all(id="id_day_0"))

    assert group.one("legend").text == "Hvilken dag?"
    assert [each.attrs["for"] for each in group.all("label")] == ["id_day_0", "id_day_1"]
    assert all(each.attrs["class"] == "ds-input" for each in group.all("input"))


def test_what_is_wrong_stands_on_top_in_the_words_of_the_field_and_leads_to_it() -> None:
    page = drawn({"email": "kari.eksempel"})
    summary = page.one(id="feil")

    assert summary.attrs["role"] == "group"
    assert summary.attrs["tabindex"] == "-1"
    assert summary.one("h2").text == "Fem ting mangler før du kan låne"
    assert [(each.attrs["href"], each.text) for each in summary.all("a")] == [
        ("#id_day_0", "Velg et svar under «Hvilken dag?»."),
        ("#id_name", "Skriv hva du heter."),
        ("#id_email", "Skriv inn en e-postadresse, for eksempel navn@eksempel.no."),
        ("#id_size", "Velg et svar under «Hvor stort?»."),
        ("#id_consent", "Kryss av for «Jeg rydder etter meg»."),
    ]
    at_the_fields = [each.text for each in page.all(class_="ds-validation-message")]
    assert at_the_fields == [each.text for each in summary.all("a")]
    ids = {each.attrs["id"] for each in page if "id" in each.attrs}
    assert {each.attrs["href"][1:] for each in summary.all("a")} <= ids


def test_a_wrong_field_says_so_to_a_screen_reader() -> None:
    page = drawn({**GOOD, "name": ""})
    name = page.one(id="id_name")

    assert name.attrs["aria-invalid"] == "true"
    described_by = [page.one(id=each).text for each in name.attrs["aria-describedby"].split()]
    assert described_by == ["Fornavn holder", "Skriv hva du heter."]
    assert page.one(id="feil").one("h2").text == "Én ting mangler før du kan låne"


def test_a_group_of_choices_is_described_by_its_error() -> None:
    page = drawn({**GOOD, "day": "sun"})
    group = next(each for each in page.all("fieldset") if each.all(id="id_day_0"))

    assert page.one(id=group.attrs["aria-describedby"]).text == "Velg et av svarene under «Hvilken dag?»."


def test_sending_leads_to_the_summary_and_the_browser_keeps_its_own_words_to_itself() -> None:
    form = drawn().one("form")

    assert form.attrs["action"] == "#feil"
    assert "novalidate" in form.attrs
    assert not [each for each in form if "required" in each.attrs]


def test_neither_address_nor_number_is_one_error_at_the_first() -> None:
    form = RoomForm({**GOOD, "phone": ""})

    assert form.errors == {"email": ["Skriv en adresse eller et nummer."]}


def test_a_wrong_address_is_not_also_a_missing_one() -> None:
    form = RoomForm({**GOOD, "phone": "", "email": "kari"})

    assert form.errors == {"email": ["Skriv inn en e-postadresse, for eksempel navn@eksempel.no."]}


def test_too_long_a_text_says_how_long_it_is_and_is_kept() -> None:
    page = drawn({**GOOD, "wishes": "Vi trenger et rom med mye lys, og te."})

    assert page.one("textarea").text == "Vi trenger et rom med mye lys, og te."
    assert "maxlength" not in page.one("textarea").attrs
    assert page.one(id="feil").one("a").text == "Skriv høyst 30 tegn i «Andre ønsker». Nå er det 37."


@pytest.mark.parametrize(
    ("control", "attributes"),
    [
        ("id_name", {"autocomplete": "given-name"}),
        ("id_email", {"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        ("id_phone", {"type": "tel", "autocomplete": "tel"}),
    ],
)
def test_phones_are_told_what_a_field_is_for(control: str, attributes: dict[str, str]) -> None:
    found = drawn().one(id=control).attrs

    assert {name: found[name] for name in attributes} == attributes


def test_consent_stands_apart_and_shows_when_it_is_missing() -> None:
    assert drawn(GOOD).one(class_="consent").one("label").text == "Jeg rydder etter meg"
    assert drawn({**GOOD, "consent": ""}).one(class_="consent consent--wrong").one(id="id_consent_error")


def test_hidden_fields_are_drawn_without_words_and_the_button_says_what_it_does() -> None:
    page = drawn(GOOD)

    assert page.one(id="id_ticket").attrs["type"] == "hidden"
    assert page.one("button").text == "Lån rommet"
    assert page.one("a", href="/").text == "Avbryt"
    assert not page.all(id="feil")


def test_an_error_of_the_whole_form_leads_nowhere_and_comes_first() -> None:
    form = RoomForm({**GOOD, "name": ""})
    form.add_error(None, "Rommet er lånt bort.")
    summary = read(render_crispy_form(form)).one(id="feil")

    assert [each.text for each in summary.all("li")] == ["Rommet er lånt bort.", "Skriv hva du heter."]
    assert len(summary.all("a")) == 1


def test_a_form_with_a_button_row_of_its_own_gets_no_second_one() -> None:
    class TeaForm(ClearForm):
        cups = forms.CharField(label="Kopper")
        helper = form_helper("cups", SubmitRow("Kok te"), method="get", action="/te/")

    page = read(render_crispy_form(TeaForm()))

    assert page.one("form").attrs["action"] == "/te/"
    assert [each.text for each in page.all("button")] == ["Kok te"]
    assert not page.all(class_="form__rule")


def test_what_people_type_is_never_markup() -> None:
    page = drawn({**GOOD, "name": '"><script>alert(1)</script>'})

    assert page.one(id="id_name").attrs["value"] == '"><script>alert(1)</script>'
    assert not page.all("script")
