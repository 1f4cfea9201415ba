"""What has to be done regularly, whatever the apps are about. procrastinate finds it by this file's name.

None of these has a `lock`: a worker that is killed would keep it, and with it the very job that takes up what the
dead left. They have a queueing lock, so that they don't pile up behind a mail server that hangs.
"""

from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.management import call_command
from procrastinate.contrib.django import app

from linkportal.kit import jobs

# How long the traces of what is done are kept, in hours. A mail that has failed stays until someone has seen to it.
KEEP_MAIL = 7 * 24
KEEP_UPKEEP = 1
KEEP_FAILED_UPKEEP = 7 * 24
FIRST = 10  # before any mail: what the dead left has waited longest


def _every(seconds: int) -> str:
    """A cron line, with seconds as its sixth field where it is less than a minute."""
    return "* * * * *" if seconds >= 60 else f"* * * * * */{seconds}"


@app.periodic(cron=_every(settings.WORKER_SILENT_SECONDS))
@app.task(name="kit.take_up_stalled_jobs", queue=jobs.UPKEEP, queueing_lock="take_up_stalled_jobs", priority=FIRST)
def take_up_stalled_jobs(timestamp: int) -> None:
    """Give back to the queue what workers that died had begun; by itself procrastinate leaves it "doing" for ever."""
    jobs.take_up_stalled()


@app.periodic(cron="17 * * * *")
@app.task(name="kit.delete_finished_jobs", queue=jobs.UPKEEP, queueing_lock="delete_finished_jobs")
def delete_finished_jobs(timestamp: int) -> None:
    """Delete the traces of what is done."""
    delete = async_to_sync(app.job_manager.delete_old_jobs)
    delete(KEEP_MAIL, queue=jobs.MAIL, include_cancelled=True, include_aborted=True)
    delete(KEEP_UPKEEP, queue=jobs.UPKEEP, include_cancelled=True, include_aborted=True)
    delete(KEEP_FAILED_UPKEEP, queue=jobs.UPKEEP, include_failed=True)


@app.periodic(cron="40 3 * * *")
@app.task(name="kit.clear_sessions", queue=jobs.UPKEEP, queueing_lock="clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Delete the sessions that have expired."""
    call_command("clearsessions")
