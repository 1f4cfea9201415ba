"""The first page of the admin, for those who look after projects or read about them."""

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from contactpoints.models import User
from linkportal.kit.panels import Panel, tells
from partners import start
from partners.models import PartnershipProject


@tells
def projects_today(request: HttpRequest) -> list[Panel]:
    """What is due, over a limit and missing, of the projects that who asks may see; nothing where there is none."""
    user = cast(User, request.user)
    if not PartnershipProject.objects.visible_to(user).exists():
        return []
    all_deadlines = reverse("partners:deadlines")
    over, missing = start.over_and_missing(user)
    return [
        Panel(_("Frister"), start.due(user), _("Ingenting forfaller den neste måneden."), all_deadlines),
        Panel(_("Over grensen"), over, _("Ingen grense er brutt.")),
        Panel(_("Mangler"), missing, _("Ingenting mangler.")),
    ]
