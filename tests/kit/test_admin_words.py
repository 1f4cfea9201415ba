"""What the admin says is Norwegian, also where Django's own catalogue is not."""

from django.test import Client
from django.urls import reverse

from contactpoints.models import ContactPoint
from tests.admin_page import change, typed


def test_a_form_with_many_errors_says_so(as_admin: Client) -> None:
    formset = {"allocations-TOTAL_FORMS": "0", "allocations-INITIAL_FORMS": "0"}

    page = as_admin.post(reverse("admin:partners_expense_add"), formset).content.decode()

    assert "Rett feilene under." in page
    assert "Please" not in page


def test_a_form_with_one_error_says_so(as_admin: Client, bakken: ContactPoint) -> None:
    answer = as_admin.post(change(bakken), typed(as_admin.get(change(bakken)), name=""))

    assert "Rett feilen under." in answer.content.decode()
