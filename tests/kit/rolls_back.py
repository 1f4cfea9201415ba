"""A worker that knows one task more: `python -m tests.kit.rolls_back`. See test_worker.py."""

import os

import django
from django.core.management import call_command
from django.db import transaction
from procrastinate.contrib.django import app


def promise_and_fail() -> None:
    """Queue a mail, and undo everything that was done with it."""
    with transaction.atomic():
        app.configure_task("tests.mail", queue="mail").defer()
        transaction.set_rollback(True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linkportal.settings")
    django.setup()
    app.task(name="tests.promise_and_fail")(promise_and_fail)
    call_command("work")
