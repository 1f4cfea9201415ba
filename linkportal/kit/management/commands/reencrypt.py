"""Write every encrypted field, and what it is found by, with the first of FIELD_ENCRYPTION_KEYS; then others can go."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction

from linkportal.kit.encryption import EncryptedTextField, SearchKeyField, encrypted_elsewhere


class Command(BaseCommand):
    help = "Encrypts all personal fields anew with the first key. Safe to run again, and while the portal is in use."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            kinds = (EncryptedTextField, SearchKeyField)
            names = [field.name for field in model._meta.fields if isinstance(field, kinds)]
            if names:
                save = partial(models.Model.save, update_fields=names)
                self.stdout.write(f"{model._meta.label}: {each_row(model, save, names)} rows")
        for model, write in encrypted_elsewhere.items():
            self.stdout.write(f"{model._meta.label}: {each_row(model, write)} rows")


def each_row(model: type[models.Model], write: Callable[[Any], None], names: Sequence[str] = ()) -> int:
    """Read (only the named fields, if any are) and `write` each row, in a transaction of its own; returns how many."""
    keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            row = model._default_manager.select_for_update().only(*names).filter(pk=key).first()
            if row:
                write(row)
    return len(keys)
