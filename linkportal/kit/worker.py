"""How the worker runs: `manage.py work`."""

from django.conf import settings
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import DjangoApp, app, connector_params

CONCURRENCY = 4  # jobs at a time, each in a thread; a mail server that hangs holds one of them
DATABASE_AWAY = 10  # seconds to wait for a connection, after which the worker ends and is started again


async def run() -> None:
    """Do jobs as they come, until cancelled; what has begun is then finished.

    With an app of its own. The library's own command gives the one app a second connection to the database, and then
    a task that queues another job does so outside of its transaction: the job would stay where the row it is about
    was rolled back.

    Raises `procrastinate.exceptions.ConnectorException` if the database is away, or returns without an error.
    """
    worker = DjangoApp(connector=PsycopgConnector(kwargs=connector_params(), timeout=DATABASE_AWAY))
    worker.tasks, worker.periodic_registry = app.tasks, app.periodic_registry
    async with worker.open_async():
        await worker.run_worker_async(
            name="linkportal",
            concurrency=CONCURRENCY,
            update_heartbeat_interval=settings.WORKER_SILENT_SECONDS / 3,
            stalled_worker_timeout=settings.WORKER_SILENT_SECONDS,
            install_signal_handlers=False,
        )
