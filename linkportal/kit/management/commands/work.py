"""The background worker: mail, and what has to be done regularly."""

import asyncio
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from procrastinate.exceptions import ConnectorException

from linkportal.kit import worker
from linkportal.kit.checks import refuse_unsafe_server

START_IT_AGAIN = "Whatever watches it should start it again."


class Command(BaseCommand):
    help = "Does the background jobs until it is told to stop by SIGTERM or Ctrl-C; it then finishes what it has begun."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unsafe_server()
        asyncio.run(self._work())

    async def _work(self) -> None:
        work = asyncio.ensure_future(worker.run())
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, work.cancel)
        try:
            await work
        except asyncio.CancelledError:
            return  # as we were told
        except ConnectorException as error:
            raise CommandError(f"The worker has lost its database. {START_IT_AGAIN}") from error
        # procrastinate ends quietly when one of its parts fails.
        raise CommandError(f"The worker has stopped by itself. {START_IT_AGAIN}")
