"""Brings the demonstration data into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contactpoints.demo import accounts, registry
from contactpoints.models import Municipality


class Command(BaseCommand):
    help = "Load example offices, contact points and two accounts. Safe to run again: creates only what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not Municipality.objects.exists():
            raise CommandError("Stedene i Norge mangler. Kjør først: manage.py load_places")
        created = registry.load()
        passwords = accounts.create()
        if options["verbosity"] == 0:
            return
        if created:
            self.stdout.write(f"Opprettet {created} distriktskontorer og kontaktpunkter som eksempler.")
        else:
            self.stdout.write("Eksemplene er lastet fra før, og ingenting er endret.")
        if passwords:
            self.stdout.write("\n".join([f"Nye kontoer, også i {accounts.path()}:", *accounts.lines(passwords)]))
