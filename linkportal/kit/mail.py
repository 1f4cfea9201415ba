"""One outgoing mail: plain text and perhaps files, from the portal, recognisably the same if it has to be sent twice.

A mail is sent at least once: a worker that dies between the mail server's yes and its own note of it sends again. The
second copy carries the same Message-ID, by which mail programs know it and keep one.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from linkportal.kit.jobs import Hopeless

logger = logging.getLogger("linkportal.mail")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail: what it is called, what it holds (UTF-8), of which kind it is."""

    name: str
    content: bytes
    mime_type: str


class MailNotSent(Exception):
    """The mail server did not take it; the message names neither person nor address. To be tried again."""


def message_id(key: str) -> str:
    """The Message-ID of the one mail that `key` stands for; the same each time it is asked for.

    A second, different mail about the same thing needs another key: a receiver may throw away what has an ID that was
    there before. The ID itself tells nothing to those who carry the mail.
    """
    digest = sha256(key.encode()).hexdigest()
    return f"<{digest[:32]}@{urlsplit(settings.SITE_URL).hostname}>"


def send(to: str, subject: str, body: str, *, key: str, attachments: Sequence[Attachment] = ()) -> None:
    """Hand one mail to the mail server of EMAIL_URL, and return when that has taken it.

    Raises `MailNotSent`, after which it is to be tried again, or `Hopeless` if no mail can be made of this address or
    subject. Neither tells what the mail server said: that often repeats the receiver's address, and a worker's
    exceptions end in the log.
    """
    headers = {
        "Message-ID": message_id(key),
        # No holiday greeting shall answer, and no other robot (RFC 3834; the second is for Exchange).
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    try:
        validate_email(to)
        files = [(each.name, each.content, each.mime_type) for each in attachments]
        EmailMessage(subject=subject, body=body, to=[to], headers=headers, attachments=files).send()
    except (SMTPException, OSError) as error:
        raise MailNotSent(f"{headers['Message-ID']}: {_kind(error)}") from None
    except (ValidationError, ValueError):  # an address that is none, or a line break in a header
        raise Hopeless(f"{headers['Message-ID']}: no mail can be made of its headers") from None
    logger.info("mail %s handed over", headers["Message-ID"])


def _kind(error: Exception) -> str:
    """What went wrong, without a word of the mail server's."""
    codes: list[int] = []
    if isinstance(error, SMTPResponseException):
        codes = [error.smtp_code]
    elif isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _said in error.recipients.values()]
    return " ".join([type(error).__name__, *map(str, codes)])
