"""Putting a report together: all that it says about one year of an award, as it is now."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from linkportal.kit import clock
from partners.enums import Indicator
from partners.models import FunderReport, Grant
from partners.money import money_of
from partners.reports import accounts, doings, parties
from partners.reports.layout import IN_BOKMAL, Content, in_full


@IN_BOKMAL
def content_of(report: FunderReport, *, sent_at: datetime | None = None) -> Content:
    """What the report says if it is a draft, or as it is sent at that moment. Many queries, always as many."""
    grant = _with_parties(report)
    report.grant, year = grant, report.year
    money, log = money_of(grant), doings.log_of(grant.project, year)
    return Content(
        title=_("Rapport for %(year)d") % {"year": year},
        project=grant.project.name,
        status=_status(report, sent_at),
        is_sent=sent_at is not None,
        facts=parties.facts(grant),
        summary=report.summary,
        sections=[
            doings.goals_of(report, log),
            doings.figures_of(grant.project, log),
            doings.positions_of(grant.project, year),
            accounts.accounts(grant, money, year),
            accounts.financing(grant, year),
            accounts.year_by_year(money, year),
            accounts.unused(grant, money, year),
            doings.meetings_of(grant, year),
            parties.partners(grant.project, year),
        ],
        signatures=parties.signatures(grant),
    )


def missing_in(report: FunderReport) -> list[str]:
    """What one may want to see to before the report is sent, each as a sentence."""
    goals = list(report.grant.project.goals.all())
    said = set(report.texts.exclude(text="").values_list("goal", flat=True))
    counted = set(report.grant.project.goals.filter(results__year=report.year).values_list("pk", flat=True))
    found = []
    if report.year >= clock.today().year:
        found.append(_("Året er ikke over, så tallene kan endre seg."))
    if not report.summary:
        found.append(_("Det står ikke noe under «Kort om året»."))
    found += [_("Målet «%(goal)s» har ingen tekst.") % {"goal": goal} for goal in goals if goal.pk not in said]
    by_hand = [goal for goal in goals if goal.indicator == Indicator.OWN and goal.pk not in counted]
    found += [_("Målet «%(goal)s» mangler resultat for året.") % {"goal": goal} for goal in by_hand]
    return found


def _with_parties(report: FunderReport) -> Grant:
    rows = Grant.objects.select_related("granted_by", "scheme", "project__office", "project__contact_point")
    return rows.get(pk=report.grant_id)


def _status(report: FunderReport, sent_at: datetime | None) -> str:
    if sent_at is None:
        moment = timezone.localtime(clock.now())
        return _("Foreløpig, slik tallene var %(day)s kl. %(time)s") % {
            "day": in_full(moment.date()),
            "time": f"{moment:%H.%M}",
        }
    words = _("Sendt %(day)s, versjon %(version)d")
    return words % {"day": in_full(timezone.localtime(sent_at).date()), "version": report.version}
