"""The first page of the admin, for those who look after projects or read about them."""

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from contactpoints.models import User
from linkportal.kit.panels import Panel, tells
from partners import start


@tells
def projects_today(request: HttpRequest) -> list[Panel]:
    """What is due, over a limit and missing, of the projects that who asks may see; nothing where there is none."""
    today = start.of_today(cast(User, request.user))
    if today is None:
        return []
    all_deadlines = reverse("partners:deadlines")
    return [
        Panel(_("Frister"), today.due, _("Ingenting forfaller den neste måneden."), all_deadlines),
        Panel(_("Over grensen"), today.over, _("Ingen grense er brutt.")),
        Panel(_("Mangler"), today.missing, _("Ingenting mangler.")),
    ]
