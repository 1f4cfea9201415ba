"""Who is in a report: who granted and who answers today, who takes part, and who signs."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from linkportal.kit import clock
from linkportal.kit.money import in_threes, whole_kroner
from partners.enums import DocumentKind, PartnerRole
from partners.models import Grant, Organisation, PartnershipProject
from partners.reports.layout import Column, Kind, Section, Table, Value, in_full
from partners.warnings import needs_auditor


def facts(grant: Grant) -> list[tuple[str, str]]:
    """What an award is, who granted it, and who answers for it now."""
    found = [
        (_("Tildelt av"), _named(grant.granted_by)),
        *_answering(grant.granted_by),
        (_("Ordning"), grant.scheme.name),
        (_("Til hva"), grant.title),
        (_("Tilskuddsgiverens referanse"), grant.reference),
        (_("Tilsagnsbrev"), in_full(grant.letter_on) if grant.letter_on else ""),
        (_("Beløp"), _("%(amount)s kroner") % {"amount": whole_kroner(grant.amount)}),
        (_("Periode"), f"{in_full(grant.valid_from)} – {in_full(grant.last_day)}"),
        (_("Prosjektet følges av"), grant.project.office.name),
        (_("Revisorerklæring"), auditor(grant)),
    ]
    return [(label, value) for label, value in found if value]


def auditor(grant: Grant) -> str:
    """Whether the scheme asks for an auditor's statement, and whether it is here."""
    if not needs_auditor(grant):
        return _("Ordningen ber ikke om den for denne tildelingen.")
    limit = whole_kroner(grant.scheme.auditors_limit)
    words = _("Skal legges ved, fordi tildelingen er på %(limit)s kroner eller mer.") % {"limit": limit}
    has_one = grant.documents.filter(kind=DocumentKind.AUDIT).exists()
    return f"{words} {_('Den er lastet opp.') if has_one else _('Den er ikke lastet opp ennå.')}"


def partners(project: PartnershipProject, year: int) -> Section:
    """Who took part in that year, and from when until when."""
    began, over = date(year, 1, 1), date(year + 1, 1, 1)
    that_year = project.partners.filter(Q(valid_until=None) | Q(valid_until__gt=began), valid_from__lt=over)
    columns = (Column(_("Organisasjon")), Column(_("Rolle")), Column(_("Fra"), Kind.DAY), Column(_("Til"), Kind.DAY))
    rows: list[list[Value]] = [
        [one.organisation.name, one.get_role_display(), one.valid_from, _last_day(one.valid_until)]
        for one in that_year.select_related("organisation").order_by("valid_from", "pk")
    ]
    notes = [] if rows else [_("Ingen partnere er ført opp for dette året.")]
    return Section(_("Partnere"), notes, [Table(_("Partnere"), columns, rows)] if rows else [])


def signatures(grant: Grant) -> list[str]:
    """The roles that sign, each on a line of its own. Who it is they write themselves."""
    today = clock.today()
    owners = grant.project.partners.on(today).filter(role=PartnerRole.OWNER).select_related("organisation")
    owner = [_("For prosjekteieren, %(name)s") % {"name": one.organisation.name} for one in owners]
    return [
        *(owner or [_("For prosjekteieren")]),
        _("For %(office)s") % {"office": grant.project.office.name},
        *([_("Revisor")] if needs_auditor(grant) else []),
    ]


def _named(one: Organisation) -> str:
    name = f"{one.name} ({in_threes(one.number)})" if one.number else one.name
    if one.dissolved_on and one.dissolved_on <= clock.today():
        return _("%(name)s, lagt ned %(day)s") % {"name": name, "day": in_full(one.dissolved_on)}
    return name


def _answering(granted_by: Organisation) -> list[tuple[str, str]]:
    """Who took over, if it is no more, and since when each answers."""
    today = clock.today()
    if granted_by.exists_on(today):
        return []
    since = _took_over(granted_by, today)
    names = [
        _("%(name)s fra %(day)s") % {"name": one.name, "day": in_full(since[one.pk])}
        for one in granted_by.answering_on(today)
    ]
    said = get_text_list(names, _("og")) if names else _("Ingen etterfølger er ført opp.")
    return [(_("Svarer nå for tildelingen"), said)]


def _took_over(one: Organisation, today: date) -> dict[int, date]:
    """From which day each successor answers: that on which the last one before it was no more."""
    found: dict[int, date] = {}
    waiting, seen = [one], set()
    while waiting:
        gone = waiting.pop()
        if gone.pk in seen or gone.exists_on(today) or gone.dissolved_on is None:
            continue
        seen.add(gone.pk)
        for row in gone.successions.select_related("successor"):
            found[row.successor_id] = max(gone.dissolved_on, found.get(row.successor_id, gone.dissolved_on))
            waiting.append(row.successor)
    return found


def _last_day(until: date | None) -> date | None:
    return until - timedelta(days=1) if until else None
