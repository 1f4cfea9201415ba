"""Documents of projects, to be fetched by those who may see them."""

from __future__ import annotations

import uuid

from csp.constants import NONE
from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contactpoints.views.workspace_shared import user_of
from partners.models import Document


# Should a browser show it all the same, it may do nothing there, neither run nor fetch.
@csp({"default-src": [NONE], "sandbox": [True], "frame-ancestors": [NONE]})  # type: ignore[arg-type]  # it takes any
@never_cache
@require_safe
def document(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The file of a document, to be saved and not shown: what others wrote has no business among our pages."""
    visible = Document.objects.visible_to(user_of(request)).select_related("content")
    found = get_object_or_404(visible, public_id=public_id)
    response = HttpResponse(bytes(found.content.data), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.filename)
    response["X-Content-Type-Options"] = "nosniff"
    return response
