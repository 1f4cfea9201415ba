"""Personal text is unreadable in the database, and a key can be changed without losing any."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import FieldError
from django.db import connection
from django.db.models import Value
from pytest_django.fixtures import Settings

from contactpoints.models import DistrictOffice
from groups.models import Inquiry
from linkportal.kit.encryption import box
from tests.groups.making import make_inquiry


def stored(inquiry: Inquiry, field: str) -> str:
    """What the database holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {field} FROM groups_inquiry WHERE id = %s", [inquiry.pk])
        return str(cursor.fetchone()[0])


def test_the_database_holds_no_name_and_the_portal_reads_it(tonsberg: DistrictOffice) -> None:
    inquiry = make_inquiry("3724", name="Kári Ærlig 🌱", message="Første linje\nandre linje")

    assert "Kári" not in stored(inquiry, "name")
    read = Inquiry.objects.get(pk=inquiry.pk)
    assert (read.name, read.message) == ("Kári Ærlig 🌱", "Første linje\nandre linje")


def test_the_same_name_is_stored_differently_each_time(tonsberg: DistrictOffice) -> None:
    first, second = make_inquiry("3724", name="Kari"), make_inquiry("3724", name="Kari")

    assert stored(first, "name") != stored(second, "name")


def test_what_is_stored_does_not_say_when_it_was_written(tonsberg: DistrictOffice) -> None:
    assert box().extract_timestamp(stored(make_inquiry("3724"), "name").encode()) == 0


def test_nothing_stays_nothing(tonsberg: DistrictOffice) -> None:
    assert stored(make_inquiry("3724", message=""), "message") == ""


def test_it_is_encrypted_by_every_way_of_writing(tonsberg: DistrictOffice) -> None:
    inquiry = make_inquiry("3724")

    Inquiry.objects.filter(pk=inquiry.pk).update(name="Ola")
    assert stored(inquiry, "name") != "Ola"
    assert Inquiry.objects.get(pk=inquiry.pk).name == "Ola"

    # What the database puts together itself, it would put there in plain text.
    with pytest.raises(FieldError, match="can't be written by an expression"):
        Inquiry.objects.filter(pk=inquiry.pk).update(name=Value("Nora"))


def test_a_new_key_in_front_writes_and_the_old_one_still_reads(tonsberg: DistrictOffice, settings: Settings) -> None:
    before = make_inquiry("3724", name="Kari")
    old, new = settings.FIELD_ENCRYPTION_KEYS[0], Fernet.generate_key().decode()

    settings.FIELD_ENCRYPTION_KEYS = [new, old]
    after = make_inquiry("3724", name="Ola")
    assert [Inquiry.objects.get(pk=one.pk).name for one in (before, after)] == ["Kari", "Ola"]

    Inquiry.objects.get(pk=before.pk).save()
    settings.FIELD_ENCRYPTION_KEYS = [new]
    assert [Inquiry.objects.get(pk=one.pk).name for one in (before, after)] == ["Kari", "Ola"]


def test_without_the_key_nothing_is_read(tonsberg: DistrictOffice, settings: Settings) -> None:
    inquiry = make_inquiry("3724", name="Kari")

    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(InvalidToken):
        Inquiry.objects.get(pk=inquiry.pk)


def test_what_someone_has_tampered_with_is_refused(tonsberg: DistrictOffice) -> None:
    inquiry = make_inquiry("3724", name="Kari")
    forged = box().encrypt(b"Ola")[:-4].decode() + "AAA="
    with connection.cursor() as cursor:
        cursor.execute("UPDATE groups_inquiry SET name = %s WHERE id = %s", [forged, inquiry.pk])

    with pytest.raises(InvalidToken):
        Inquiry.objects.get(pk=inquiry.pk)


@pytest.mark.parametrize("lookup", ["name", "name__contains", "name__in", "message__startswith"])
def test_it_can_not_be_searched(db: None, lookup: str) -> None:
    with pytest.raises(FieldError, match="encrypted and can't be searched"):
        Inquiry.objects.filter(**{lookup: "Kari"})
