"""The money of a year: budget against accounts, who paid for it, and what became of what was left."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from partners import plots
from partners.enums import TrancheStatus
from partners.models import Grant
from partners.money import Financing, GrantMoney, financing_of
from partners.reports.layout import Column, Kind, Section, Table, Value, shown


def accounts(grant: Grant, money: GrantMoney, year: int) -> Section:
    """Budget, spent and deviation on each line, and in all."""
    heading, sums = _("Regnskap mot budsjett"), money.of(year)
    columns = (
        Column(_("Linje")),
        Column(_("Budsjett"), Kind.KRONER),
        Column(_("Brukt"), Kind.KRONER),
        Column(_("Avvik"), Kind.KRONER),
    )
    rows: list[list[Value]] = [[one.label, one.budget, one.spent, one.deviation] for one in money.lines_of(year)]
    if not rows:
        return Section(heading, [_("Verken budsjett eller utgifter er ført for dette året.")])
    total: list[Value] = [_("I alt"), sums.budget, sums.spent, sums.deviation]
    notes = [_("Beløp i kroner. Et avvik over null betyr at det er brukt mindre enn planlagt.")]
    return Section(heading, notes, [Table(heading, columns, rows, total)])


def financing(grant: Grant, year: int) -> Section:
    """What the project cost in that year, and who paid it: this award, others, the project itself."""
    heading, paid = _("Finansiering"), financing_of(grant.project, [year])
    columns = (Column(_("Fra")), Column(_("Kroner"), Kind.KRONER), Column(_("Andel"), Kind.PERCENT))
    others = Grant.objects.filter(pk__in=paid.by_grant).exclude(pk=grant.pk).select_related("granted_by")
    parts = [
        (_("Denne tildelingen"), paid.of(grant)),
        *((f"{one.title} ({one.granted_by.name})", paid.of(one)) for one in others.order_by("valid_from", "pk")),
        (_("Egne penger"), paid.own_money),
        (_("Egeninnsats i timer"), paid.in_kind),
    ]
    if paid.not_covered:
        parts.append((_("Ikke dekket av noen") if paid.not_covered > 0 else _("Mer enn det kostet"), paid.not_covered))
    rows: list[list[Value]] = [[label, amount, paid.percent(amount)] for label, amount in parts]
    total: list[Value] = [_("Kostnader i alt"), paid.costs, paid.percent(paid.costs)]
    return Section(heading, _rules(grant, paid), [Table(heading, columns, rows, total)])


def year_by_year(money: GrantMoney, year: int) -> Section:
    """What was granted, paid and spent from the beginning until the end of that year."""
    heading = _("År for år")
    plot = plots.money_by_year({one: sums for one, sums in money.years.items() if one <= year}, key="rapport")
    if plot is None:
        return Section(heading, [_("Ingen penger er ført ennå.")])
    labels = (_("Tildelt"), _("Falt bort"), _("Utbetalt"), _("Brukt"), _("Igjen"))
    columns = (Column(_("År")), *(Column(label, Kind.KRONER) for label in labels))
    rows: list[list[Value]] = [
        [row.year, row.granted, row.lapsed, row.paid, row.spent, row.left] for row in [*plot.rows, plot.total]
    ]
    return Section(heading, [], [Table(heading, columns, rows[:-1], rows[-1])], plot=plot)


def unused(grant: Grant, money: GrantMoney, year: int) -> Section:
    """What there was to use in that year, what was left of it, and what was decided."""
    sums = money.of(year)
    before = [
        (_("Tildelt for året"), sums.granted),
        (_("Falt bort"), -sums.lapsed),
        (_("Overført fra året før"), sums.carried_in),
    ]
    after = [
        (_("Brukt"), -sums.spent),
        (_("Overført til året etter"), -sums.carried_out),
        (_("Betalt tilbake"), -sums.repaid),
    ]
    parts = [(_("Til rådighet"), sums.available)]
    rows: list[list[Value]] = [[label, amount] for label, amount in _some(before) + parts + _some(after)]
    columns = (Column(_("Post")), Column(_("Kroner"), Kind.KRONER))
    tables = [Table(_("Årets midler"), columns, rows, [_("Igjen"), sums.left])]
    return Section(_("Ubrukte midler"), [], [*tables, *_tranches(grant, year), *_decisions(grant, year)])


def _some(parts: list[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    """Without those that are nothing, but for the first."""
    return [part for number, part in enumerate(parts) if part[1] or not number]


def _rules(grant: Grant, paid: Financing) -> list[str]:
    """What the scheme asks of the shares, and what they are."""
    largest, least = grant.scheme.largest_share_percent, grant.scheme.least_own_share_percent
    ours, own = paid.percent(paid.of(grant)), paid.percent(paid.own_share)
    notes = []
    if largest is not None and ours is not None:
        words = _("Ordningen dekker høyst %(largest)s av kostnadene. Tildelingen dekker %(share)s.")
        notes.append(words % {"largest": shown(largest, Kind.PERCENT), "share": shown(ours, Kind.PERCENT)})
    if least is not None and own is not None:
        words = _("Egenandelen skal være minst %(least)s. Den er %(share)s.")
        notes.append(words % {"least": shown(least, Kind.PERCENT), "share": shown(own, Kind.PERCENT)})
    return notes


def _tranches(grant: Grant, year: int) -> list[Table]:
    columns = (Column(_("Rate")), Column(_("Kroner"), Kind.KRONER), Column(_("Dato"), Kind.DAY), Column(_("Status")))
    rows: list[list[Value]] = [
        [
            _("Avhenger av årets vedtak") if one.is_conditional else _("Fast"),
            one.amount,
            one.paid_on if one.status == TrancheStatus.PAID else one.due_on,
            str(one.get_status_display()),
        ]
        for one in grant.tranches.filter(year=year)
    ]
    return [Table(_("Årets rater"), columns, rows)] if rows else []


def _decisions(grant: Grant, year: int) -> list[Table]:
    columns = (
        Column(_("Fra året")),
        Column(_("Kroner"), Kind.KRONER),
        Column(_("Vedtak")),
        Column(_("Vedtatt"), Kind.DAY),
        Column(_("Referanse")),
    )
    rows: list[list[Value]] = [
        [str(one.year), one.amount, str(one.get_decision_display()), one.decided_on, one.reference]
        for one in grant.unused.filter(year__in=(year - 1, year)).order_by("year")
    ]
    return [Table(_("Ubrukte midler og vedtak"), columns, rows)] if rows else []
