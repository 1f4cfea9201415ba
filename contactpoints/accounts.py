"""Looking after accounts: a link for a new password, and closing those that nobody uses."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import int_to_base36
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from contactpoints.models import User
from linkportal.kit import clock, mail

NOBODY = 0
logger = logging.getLogger("linkportal.accounts")


def ask_for_new_password(email: str) -> None:
    """Queue a link for a new password to this address, if somebody has an account with it.

    For nobody a job is queued too, which then does nothing: so the answer takes as long, and tells nothing.
    """
    user_id = User.objects.get_queryset().filter(email=email.lower(), is_active=True).values_list("pk", flat=True)
    job = app.configure_task("contactpoints.send_password_link", queue="mail", allow_unknown=False)
    job.defer(user_id=user_id.first() or NOBODY, asked=secrets.token_hex(8))


def send_password_link(user_id: int, asked: str) -> None:
    """Make the link and send it. It works once, for as long as PASSWORD_RESET_TIMEOUT says."""
    user = User.objects.get_queryset().filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": int_to_base36(user.pk), "key": key})
    body = _(
        "Hei!\n\n"
        "Noen, helst du selv, har bedt om nytt passord til kontoen din. Åpne lenken for å velge et:\n%(link)s\n\n"
        "Var det ikke deg, kan du la e-posten ligge. Passordet er da som før.\n\n"
        "Hilsen LINKportal"
    ) % {"link": settings.SITE_URL + path}
    mail.send(user.email, _("Lenke til nytt passord"), body, key=f"password-{user.pk}-{asked}")


def close_unused() -> int:
    """Close every account into which nobody has logged in for ACCOUNT_UNUSED_DAYS; returns how many there were.

    Who never has counts from the day the account was made. Whoever is needed again is invited again.
    """
    since = clock.now() - timedelta(days=settings.ACCOUNT_UNUSED_DAYS)
    in_use = User.objects.get_queryset().filter(is_active=True)
    unused = in_use.annotate(used_at=Coalesce("last_login", "date_joined")).filter(used_at__lt=since)
    closed = unused.update(is_active=False, session_version=F("session_version") + 1)
    if closed:
        logger.info("%d unused accounts closed", closed)
    return closed
