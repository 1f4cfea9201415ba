"""Numbers in forms, as people write them."""

from decimal import Decimal

import pytest
from django import forms

from linkportal.kit.numbers import WrittenDecimal


class Form(forms.Form):
    amount = WrittenDecimal(max_digits=14, decimal_places=2, required=False)
    share = WrittenDecimal(max_digits=5, decimal_places=1, required=False)


@pytest.mark.parametrize("typed", ["1 234,50", "1\N{NO-BREAK SPACE}234,5", "1234.50", "kr 1 234,50"])
def test_it_is_read_however_it_is_written(typed: str) -> None:
    form = Form({"amount": typed})

    assert form.is_valid()
    assert form.cleaned_data == {"amount": Decimal("1234.5"), "share": None}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("mye", "«mye» er ikke et tall. Skriv det som 1 234,50."), ("1.234", "Skriv 1 234 eller 1,234.")],
)
def test_what_is_no_number_or_could_be_two_says_how_to_write(typed: str, sentence: str) -> None:
    form = Form({"amount": typed})

    assert sentence in str(form.errors["amount"])
    assert form["amount"].value() == typed


def test_it_is_shown_the_norwegian_way_and_read_back_as_it_was() -> None:
    form = Form(initial={"amount": Decimal("-1234567.5"), "share": Decimal("0.7")})

    assert form["amount"].value() == "-1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,50"
    assert form["share"].value() == "0,7"
    again = Form({"amount": form["amount"].value(), "share": "0,7"}, initial=form.initial)
    assert again.is_valid()
    assert not again.has_changed()
    assert 'inputmode="decimal"' in str(form["amount"])
