"""News of projects as an Atom feed: of all of them, and of each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import linebreaks_filter
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from linkportal.kit import clock
from linkportal.kit.known import unless_known
from partners.models import PartnershipProject, ProjectUpdate

NEWEST = 30
MAY_BE_OLD = 15 * 60  # seconds
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # what XML can't hold
_SEEN = ("public_id", "title", "text", "published_on", "changed_at", "project__name", "project__slug")


@login_not_required
@cache_control(public=True, max_age=MAY_BE_OLD)
@require_safe
def all_updates(request: HttpRequest) -> HttpResponseBase:
    """The newest of all projects."""
    return _answer(request, None)


@login_not_required
@cache_control(public=True, max_age=MAY_BE_OLD)
@require_safe
def updates(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The newest of one project that everybody may read about."""
    return _answer(request, get_object_or_404(PartnershipProject.objects.public(), slug=slug))


def _answer(request: HttpRequest, project: PartnershipProject | None) -> HttpResponseBase:
    found = ProjectUpdate.objects.published()
    newest = (found.filter(project=project) if project else found)[:NEWEST]

    def written() -> HttpResponse:
        text = _feed(project, newest.select_related("project")).writeString("utf-8")
        return HttpResponse(text, content_type=Atom1Feed.content_type)

    return unless_known(request, newest.values_list(*_SEEN), written)


def _feed(project: PartnershipProject | None, newest: Iterable[ProjectUpdate]) -> Atom1Feed:
    """An entry keeps its id for ever, whatever is written in it. Addresses are those of SITE_URL, whoever asks."""
    page = project.get_absolute_url() if project else reverse("partners:projects")
    own = reverse("partners:updates", args=[project.slug]) if project else reverse("partners:all_updates")
    feed = Atom1Feed(
        _sayable(_("Nytt fra %(project)s") % {"project": project.name}) if project else _("Nytt fra samarbeidene"),
        settings.SITE_URL + page,
        description=None,
        language="nb",
        feed_url=settings.SITE_URL + own,
        feed_guid=settings.SITE_URL + own,
        author_name="LINKportal",
    )
    for update in newest:
        feed.add_item(
            _sayable(update.title),  # Atom says that this is text, so nothing in it is read as HTML
            f"{settings.SITE_URL}{update.project.get_absolute_url()}#nytt-{update.public_id}",
            str(linebreaks_filter(_sayable(update.text))),  # and that this is HTML: what was typed is escaped in it
            unique_id=update.public_id.urn,
            pubdate=clock.midnight(update.published_on),
            updateddate=update.changed_at,
            categories=[_sayable(update.project.name)],
        )
    return feed


def _sayable(text: str) -> str:
    return _UNSAYABLE.sub("", text)
