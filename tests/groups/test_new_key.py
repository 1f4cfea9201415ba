"""A key is changed: the new one is put first, `reencrypt` runs, and the old one goes."""

from cryptography.fernet import Fernet
from django.core.management import call_command
from pytest_django import Settings

from contactpoints.models import DistrictOffice, User
from groups.models import Inquiry
from tests.groups.making import make_inquiry


def test_everything_is_read_and_found_with_the_new_key_alone(
    tonsberg: DistrictOffice, berit: User, settings: Settings
) -> None:
    old, new = settings.FIELD_ENCRYPTION_KEYS, Fernet.generate_key().decode()
    inquiry = make_inquiry("3724", email="kari@example.no", message="Helst på kveldstid.")
    inquiry.note("Ring etter fire.", by=berit)

    settings.FIELD_ENCRYPTION_KEYS = [new, *old]
    assert Inquiry.objects.found_by("kari@example.no").get() == inquiry  # before anything is written anew
    call_command("reencrypt", verbosity=0)
    settings.FIELD_ENCRYPTION_KEYS = [new]

    read = Inquiry.objects.found_by("kari@example.no").get()
    assert (read.email, read.message) == ("kari@example.no", "Helst på kveldstid.")
    assert [text.text for text in read.texts.all()] == ["Ring etter fire."]
