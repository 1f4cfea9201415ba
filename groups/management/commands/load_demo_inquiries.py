"""Brings examples into the database: inquiries, groups, events and material."""

from typing import Any

from django.core.management.base import BaseCommand

from groups.demo import loading


class Command(BaseCommand):
    help = "Load examples into a portal that has no inquiry. Needs `load_demo` before it."

    def handle(self, *args: Any, **options: Any) -> None:
        count = loading.load()
        if options["verbosity"]:
            self.stdout.write(f"Opprettet {count} henvendelser som eksempler, med grupper, arrangementer og materiell.")
