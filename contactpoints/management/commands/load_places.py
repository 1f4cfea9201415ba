"""Brings the places of Norway into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from contactpoints import places_loader


class Command(BaseCommand):
    help = "Load counties, municipalities, postal codes and their names. Safe to run again: writes only what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = places_loader.load()
        if options["verbosity"] == 0:
            return
        if not loaded:
            self.stdout.write("Stedene i Norge er lastet fra før, og ingenting er endret.")
            return
        self.stdout.write(
            f"Skrevet: {loaded.counties} fylker, {loaded.municipalities} kommuner, {loaded.postal_codes} postnumre, "
            f"{loaded.names} stedsnavn. Fjernet: {loaded.names_removed} stedsnavn."
        )
