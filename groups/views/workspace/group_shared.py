"""What the pages about groups have in common: whose they are."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from contactpoints.views.workspace_shared import user_of
from groups.models import SelfHelpGroup
from groups.references import tidy


def group_at(request: HttpRequest, reference: str) -> SelfHelpGroup:
    """The group with that reference, however it is typed, if it is visible to who asks; else 404."""
    visible = SelfHelpGroup.objects.visible_to(user_of(request)).with_places()
    return get_object_or_404(visible, reference=tidy(reference))
