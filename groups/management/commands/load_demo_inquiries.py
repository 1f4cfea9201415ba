"""Brings example inquiries into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from groups import demo


class Command(BaseCommand):
    help = "Load example inquiries into a portal that has none. Needs `load_demo` before it."

    def handle(self, *args: Any, **options: Any) -> None:
        count = demo.load()
        if options["verbosity"]:
            self.stdout.write(f"Opprettet {count} henvendelser som eksempler.")
