"""Which mails go to those who signed up, and when one that was promised is still to be sent.

A mail is queued in the transaction of what it tells, as a job that carries ids only; the text is made when it is sent,
and says what is true then.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from groups.meetings import calendar
from groups.meetings.letters import Mail, body_of, subject_of
from groups.models import SignUp
from linkportal.kit import mail as kits_mail

__all__ = ("Mail", "queue", "send")


def queue(sign_up: SignUp, mail: Mail) -> bool:
    """Queue this mail to one who signed up; False if there is no address, so that somebody must call or tell them."""
    if not sign_up.email:
        return False
    # By name, because the job (groups/tasks.py) imports this module.
    job = app.configure_task("groups.send_sign_up_mail", queue="mail", allow_unknown=False)
    job.defer(sign_up_id=sign_up.pk, kind=mail.value, sequence=sign_up.event.sequence)
    return True


def send(sign_up_id: int, kind: str, sequence: int, job_id: int) -> bool:
    """Send a mail that was promised when the event was at that `sequence`; whether it still had something to say.

    The job tells this mail from every other, also from one of the same kind: who asks for it again shall get it again.
    """
    sign_up = SignUp.objects.select_related("event__municipality").filter(pk=sign_up_id).first()
    if sign_up is None or not _is_still_to_be_said(Mail(kind), sign_up, sequence):
        return False
    key = f"sign-up-{sign_up.public_id.hex}-{kind}-{sequence}-{job_id}"
    subject, body = subject_of(Mail(kind)), body_of(Mail(kind), sign_up)
    kits_mail.send(sign_up.email, subject, body, key=key, attachments=_appointment(sign_up))
    return True


def _appointment(sign_up: SignUp) -> list[kits_mail.Attachment]:
    """For the calendar of whoever has a place; on the waiting list one has no appointment."""
    if not sign_up.has_place:
        return []
    kind = f"text/calendar; method={calendar.METHOD}"
    return [kits_mail.Attachment("avtale.ics", calendar.for_mail(sign_up.event), kind)]


def _is_still_to_be_said(mail: Mail, sign_up: SignUp, sequence: int) -> bool:
    """Whether it is true now; where it is not, another mail was queued that is, or it is too late for any."""
    event = sign_up.event
    if not sign_up.email or event.is_over:
        return False
    if event.is_cancelled or mail == Mail.CANCELLED:
        return event.is_cancelled and mail == Mail.CANCELLED
    match mail:
        case Mail.ON_LIST:
            return not sign_up.has_place and not event.has_begun
        case Mail.MOVED:
            return sequence == event.sequence
        case Mail.REMINDER if sequence != event.sequence:
            return False  # that it was moved says when it is now
        case _:
            return sign_up.has_place and not event.has_begun
