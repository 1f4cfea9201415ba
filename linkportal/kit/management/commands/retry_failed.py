"""Try again what was given up, after the reason for it is gone: /helse/drift counts the mails that have failed."""

from typing import Any

from django.core.management.base import BaseCommand

from linkportal.kit import jobs


class Command(BaseCommand):
    help = "Puts every job that has failed back into its queue."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{jobs.retry_failed()} jobs will be tried again.")
