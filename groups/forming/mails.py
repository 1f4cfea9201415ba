"""The mail that tells who helps a group that the answers are in. It names nobody, and neither does its job.

It leaves with the next round of the hour and not with the last answer, so that no two rows are of one moment: the job
knows the group, and the case history of the one who answered knows the time.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from groups.enums import GroupStatus
from groups.models import SelfHelpGroup
from groups.models.self_help_groups import SelfHelpGroupQuerySet
from linkportal.kit import clock, mail
from linkportal.kit.each import Each


def answered() -> SelfHelpGroupQuerySet:
    """Groups whose hosts are to hear of the answers: all are in, or enough say yes to begin; and nobody told them."""
    everybody = Q(asked__gt=0, asked=F("yes") + F("no"))
    enough = Q(yes__gte=settings.GROUP_MIN_TO_START)
    gathering = SelfHelpGroup.objects.filter(status=GroupStatus.GATHERING, answers_told_on=None)
    return gathering.with_counts().filter(everybody | enough)


def tell_hosts() -> None:
    """Queue the mails that are due, each once."""
    each = Each()
    each.do(_tell_host, list(answered().values_list("pk", flat=True)))
    each.raise_if_failed()


def send(group_id: int) -> bool:
    """Send the mail to who helps the group; whether it still gathers, so that there is something to tell."""
    group = SelfHelpGroup.objects.with_places().with_counts().get(pk=group_id)
    if not group.is_gathering or group.answers_told_on is None:
        return False
    subject = _("Svar om gruppe %(reference)s") % {"reference": group.reference}
    key = f"group-answers-{group.reference}-{group.answers_told_on:%Y%m%d}"
    # A contact point that has taken away its address meanwhile must not make us silent.
    mail.send(group.host.email or group.office.email, subject, _body(group), key=key)
    return True


def _tell_host(group_id: int) -> None:
    with transaction.atomic():
        untold = SelfHelpGroup.objects.filter(pk=group_id, answers_told_on=None)
        if untold.update(answers_told_on=clock.today()):
            app.configure_task("groups.send_group_mail", queue="mail", allow_unknown=False).defer(group_id=group_id)


def _body(group: SelfHelpGroup) -> str:
    words = {
        "reference": group.reference,
        "link": settings.SITE_URL + reverse("groups:group_page", args=[group.reference]),
    }
    if group.yes >= settings.GROUP_MIN_TO_START:  # type: ignore[attr-defined]  # with_counts
        body = _("Hei!\n\nNok vil være med i gruppe %(reference)s til å begynne.")
    else:
        body = _("Hei!\n\nAlle som er spurt om gruppe %(reference)s, har svart.")
    return (body + _("\n\nLogg inn for å se hva som er neste steg:\n%(link)s\n\nHilsen LINKportal")) % words
