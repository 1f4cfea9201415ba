"""Who changed what is written down by the database itself, for ever, and never about what a person wrote."""

from datetime import date

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from contactpoints.models import ContactPoint, CoverageArea, DistrictOffice, Membership, User
from groups.models import Inquiry, InquiryText
from linkportal.kit.changes import changes_of, is_tracked


def labels(row: ContactPoint | CoverageArea | Membership) -> list[str]:
    """What happened to the row, oldest first."""
    events = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk)  # type: ignore[union-attr]
    return list(events.order_by("pgh_id").values_list("pgh_label", flat=True))


def test_nothing_escapes_not_even_what_is_changed_in_bulk_or_deleted(tonsberg: DistrictOffice) -> None:
    area = tonsberg.coverage.get(county__name="Telemark")

    tonsberg.coverage.update(valid_until=date(2027, 1, 1))
    CoverageArea.objects.filter(pk=area.pk).delete()

    assert labels(area) == ["insert", "update", "delete"]


def test_what_is_written_past_the_models_is_written_down_too(bakken: ContactPoint) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contactpoints_contactpoint SET name = 'Nytt navn' WHERE id = %s", [bakken.pk])

    assert changes_of(bakken)[0].fields[0].after == "Nytt navn"


def test_saving_without_changing_anything_is_no_change(bakken: ContactPoint) -> None:
    bakken.save()

    assert labels(bakken) == ["insert"]


def test_it_says_who_and_by_which_page_but_not_its_address(client: Client, berit: User, bakken: ContactPoint) -> None:
    client.force_login(berit)
    chosen = {"action": "confirm", "_selected_action": [bakken.pk]}

    client.post(reverse("admin:contactpoints_contactpoint_changelist") + "?q=bakken", chosen)

    event = ContactPoint.pgh_event_model.objects.latest("pgh_id")  # type: ignore[attr-defined]
    assert event.pgh_context.metadata == {"user": berit.pk, "route": "admin:contactpoints_contactpoint_changelist"}


def test_a_change_by_a_command_is_nobodys(bakken: ContactPoint) -> None:
    bakken.phone = "35 00 00 00"
    bakken.save()

    latest = changes_of(bakken)[0]
    assert latest.who == ""
    assert [(field.label, field.before, field.after) for field in latest.fields] == [("telefon", "–", "35 00 00 00")]


@pytest.mark.parametrize("model", [Inquiry, InquiryText, User])
def test_nothing_is_kept_of_what_must_be_erasable(model: type[Inquiry | InquiryText | User]) -> None:
    assert not is_tracked(model)


def test_all_that_says_who_may_do_what_is_tracked() -> None:
    tracked = {
        model._meta.model_name for model in apps.get_app_config("contactpoints").get_models() if is_tracked(model)
    }

    assert tracked >= {"districtoffice", "coveragearea", "contactpoint", "openinghours", "closedperiod", "membership"}


@pytest.mark.parametrize("statement", ["UPDATE {} SET name = 'Noe annet'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_web_can_not_rewrite_history(bakken: ContactPoint, statement: str) -> None:
    table = ContactPoint.pgh_event_model._meta.db_table  # type: ignore[attr-defined]

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
