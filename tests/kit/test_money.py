"""Amounts and organisation numbers as one writes them, and what a list adds up to."""

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import DecimalField, QuerySet, Value
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from contactpoints.models import County, User
from linkportal.kit.admin import ScopedAdmin
from linkportal.kit.admin_site import PortalAdminSite
from linkportal.kit.money import in_threes, kroner, whole_kroner
from linkportal.kit.totals import SummingPaginator, kroner_column

A_PRICE = Value(Decimal("1000.10"), output_field=DecimalField())


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("1234.5"), "1 234,50"),
        (Decimal("1000000"), "1 000 000,00"),
        (Decimal("-500"), "−500,00"),
        (Decimal("0.005"), "0,01"),
        (Decimal("-0.001"), "0,00"),
        (0, "0,00"),
        (None, "–"),
    ],
)
def test_an_amount_is_written_as_in_norwegian(amount: Decimal | int | None, written: str) -> None:
    assert kroner(amount).replace("\xa0", " ") == written


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_every_amount_can_be_read_back_to_the_ore(amount: Decimal) -> None:
    plain = kroner(amount).replace("\xa0", "").replace("−", "-").replace(",", ".")

    assert Decimal(plain) == amount


def test_a_float_is_no_amount() -> None:
    with pytest.raises(TypeError):
        kroner(0.1)  # type: ignore[arg-type]


def test_running_text_leaves_out_ore_that_are_not_there() -> None:
    assert whole_kroner(Decimal("1000000")) == "1\xa0000\xa0000"
    assert whole_kroner(Decimal("0.50")) == "0,50"


@pytest.mark.parametrize("number", ["974778807", "974 778 807", " 97477 8807"])
def test_an_organisation_number_stands_in_threes(number: str) -> None:
    assert in_threes(number) == "974\xa0778\xa0807"


@pytest.mark.parametrize("number", ["", "12345678", "utenlandsk"])
def test_what_is_no_organisation_number_stays_as_it_is(number: str) -> None:
    assert in_threes(number) == number


def test_templates_write_them_alike() -> None:
    page = Template("{% load money %}{{ amount|kroner }} {{ amount|whole_kroner }} {{ number|in_threes }}")

    shown = page.render(Context({"amount": Decimal("1500"), "number": "974778807"}))

    assert shown == "1\xa0500,00 1\xa0500 974\xa0778\xa0807"


class PricedCounties(ScopedAdmin):
    """Counties that each cost a thousand kroner and ten øre."""

    list_display = ("name", kroner_column("price", "pris"), kroner_column("share", "andel", adds_up=False))
    search_fields = ("name",)
    list_per_page = 2

    def get_queryset(self, request: HttpRequest) -> QuerySet[County]:
        priced: QuerySet[County] = super().get_queryset(request).annotate(price=A_PRICE, share=A_PRICE)
        return priced


@pytest.mark.parametrize("search", ["Viken", "Vestfold", "and", ""])
def test_a_list_adds_up_exactly_what_is_filtered_also_what_is_on_the_next_page(
    rf: RequestFactory, admin: User, search: str
) -> None:
    request = rf.get("/admin/", {"q": search})
    request.user = admin
    expected = County.objects.filter(name__icontains=search).count() * Decimal("1000.10")

    page = PricedCounties(County, PortalAdminSite()).changelist_view(request)

    text = page.render().content.decode()  # type: ignore[attr-defined]
    assert f"<dt>Pris til sammen</dt><dd>{kroner(expected)}</dd>" in text
    assert "Andel til sammen" not in text


def summed(rows: Any, *columns: Any) -> SummingPaginator:
    paginator = SummingPaginator(rows, 50)
    paginator.columns = columns
    return paginator


def test_rows_are_counted_and_added_up_by_one_query(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = County.objects.annotate(price=A_PRICE, share=A_PRICE).order_by("pk")
    expected = County.objects.count() * Decimal("1000.10")
    pages = summed(rows, "name", kroner_column("price", "pris"), kroner_column("share", "andel"))

    with django_assert_num_queries(1):
        found = pages.count, [(total.label, total.amount) for total in pages.totals]

    assert found == (County.objects.count(), [("pris", expected), ("andel", expected)])


def test_a_list_without_money_has_nothing_to_add_up(db: None) -> None:
    pages = summed(County.objects.order_by("pk"), "name", "number")

    assert (pages.count, pages.totals) == (County.objects.count(), [])
