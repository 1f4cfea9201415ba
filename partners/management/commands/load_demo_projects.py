"""Brings examples of projects, partners and money into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from partners.demo import loading


class Command(BaseCommand):
    help = "Load examples into a portal that has no project. Needs `load_demo` before it."

    def handle(self, *args: Any, **options: Any) -> None:
        count = loading.load()
        if options["verbosity"]:
            self.stdout.write(f"Opprettet {count} prosjekter som eksempler.")
