"""What has to be done by a day in the projects that one sees."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contactpoints.views.workspace_shared import user_of
from groups.inquiries.dues import Due, day_words
from partners.deadlines import Deadline, deadlines
from partners.forms.deadlines import AHEAD, DeadlineListForm

PER_PAGE = 50
SOON = 7


class Row(NamedTuple):
    """A line of the list. `part` is the heading that it stands below."""

    part: str
    deadline: Deadline
    due: Due


@never_cache
@require_safe
def deadline_list(request: HttpRequest) -> HttpResponse:
    """Late ones first, then by day. To those who see projects; 404 for others."""
    user, form = user_of(request), DeadlineListForm(request.GET)
    if not user.has_perm("partners.view_partnershipproject"):
        raise Http404
    first = (form.page - 1) * PER_PAGE
    found = deadlines(user, form.days, most=first + PER_PAGE + 1)
    context: dict[str, Any] = {
        "form": form,
        "ahead": [(days, days == form.days) for days in AHEAD],
        "rows": [_row(one, form.days) for one in found[first : first + PER_PAGE]],
        "previous": f"?{form.query(form.page - 1)}" if form.page > 1 else "",
        "next": f"?{form.query(form.page + 1)}" if len(found) > first + PER_PAGE else "",
    }
    return render(request, "partners/workspace/deadlines.html", context)


def _row(deadline: Deadline, days: int) -> Row:
    if deadline.is_very_late:
        part = _("Mer enn to uker over fristen")
    elif deadline.is_late:
        part = _("Over fristen")
    else:
        part = _("De neste %(days)d dagene") % {"days": days}
    return Row(part, deadline, _due(deadline))


def _due(deadline: Deadline) -> Due:
    day = day_words(deadline.day)
    if deadline.is_late:
        return Due(_("Fristen gikk ut %(day)s") % {"day": day}, "danger")
    near = {0: _("i dag"), 1: _("i morgen")}.get(deadline.days_left, day)
    return Due(_("Innen %(day)s") % {"day": near}, "warning" if deadline.days_left <= SOON else "neutral")
