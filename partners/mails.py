"""The words of the mails about deadlines, to the address of an office. They hold no amounts and no person."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contactpoints.models import DistrictOffice
from linkportal.kit import mail
from partners.deadlines import Deadline

MOST = 30  # how many lines a mail has; the page has all


def send(office: DistrictOffice, deadlines: list[Deadline], *, key: str) -> None:
    """Tell the office of these. `key` is what tells this mail from every other."""
    count = len(deadlines)
    subject = ngettext("%(count)d frist i samarbeidet", "%(count)d frister i samarbeidet", count) % {"count": count}
    lines = [_line(one) for one in deadlines[:MOST]]
    if count > MOST:
        lines.append(_("– og %(more)d til") % {"more": count - MOST})
    body = _(
        "Hei!\n\nDette er over fristen, eller nær den:\n\n%(lines)s\n\nSe alle fristene:\n%(link)s\n\n%(greeting)s"
    ) % {
        "lines": "\n".join(lines),
        "link": settings.SITE_URL + reverse("partners:deadlines"),
        "greeting": _("Hilsen LINKportal"),
    }
    mail.send(office.email, subject, body, key=key)


def _line(deadline: Deadline) -> str:
    words = {
        "what": deadline.what,
        "project": deadline.project.name,
        "when": _when(deadline.days_left),
        "day": date_format(deadline.day, "j. F Y"),
    }
    return _("– %(day)s (%(when)s): %(what)s. %(project)s") % words


def _when(days: int) -> str:
    """How far away it is: `om 7 dager`, `i dag`, `for 14 dager siden`."""
    if days == 0:
        return _("i dag")
    if days < 0:
        return ngettext("for %(days)d dag siden", "for %(days)d dager siden", -days) % {"days": -days}
    return ngettext("om %(days)d dag", "om %(days)d dager", days) % {"days": days}
