"""What the pages about groups have in common: whose they are."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from contactpoints.views.workspace_shared import user_of
from groups.forming import history
from groups.models import SelfHelpGroup
from groups.references import tidy
from groups.workspace_forms.group_steps import GroupForm


def group_at(request: HttpRequest, reference: str) -> SelfHelpGroup:
    """The group with that reference, however it is typed, if it is visible to who asks; else 404."""
    visible = SelfHelpGroup.objects.visible_to(user_of(request)).with_places()
    return get_object_or_404(visible, reference=tidy(reference))


def since(group: SelfHelpGroup, form: GroupForm) -> list[str]:
    """What has happened to the group after what the sender of the form had seen, in sentences."""
    seen = str(form["seen"].value() or "")
    return history.meanwhile(group.events_after(int(seen[:18]))) if seen.isdecimal() else []
