"""For somebody who has lost the telephone and the recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contactpoints import second_factor
from contactpoints.models import User


class Command(BaseCommand):
    help = "Take away a person's second factor and log them out; at the next login they set up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address they log in with")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.get_queryset().filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError("Nobody has an account with this address.")
        second_factor.forget(user)
        self.stdout.write("Done. Make sure beforehand, by voice, that it is them who ask.")
