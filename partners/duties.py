"""Reports that are due come by themselves: one about each year of an award in force, on the day of its scheme."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction

from partners.models import Grant, GrantScheme, ReportDuty


def keep(*grants: Grant) -> None:
    """Let each of these that is in force have one duty for each of its years, on the day that its scheme says.

    To be called whenever a grant is saved; safe to run often. What was sent stays as it is. What is not sent follows
    when the scheme moves its day, unless the funder has given another one, and goes where the award has no such year
    any more. As many queries for one as for all.
    """
    with transaction.atomic():
        # Locked in one order, so that two who save at once make each duty once.
        locked = Grant.objects.in_force().filter(pk__in=[grant.pk for grant in grants]).select_for_update(of=("self",))
        now = list(locked.select_related("scheme").order_by("pk"))
        known = {(duty.grant_id, duty.year): duty for duty in ReportDuty.objects.filter(grant__in=now)}
        wanted = {(grant.pk, year): grant.scheme.report_due_on(year) for grant in now for year in grant.years}
        missing = [
            ReportDuty(grant_id=key[0], year=key[1], due_on=day) for key, day in wanted.items() if key not in known
        ]
        moved = _moved(now, [duty for key, duty in known.items() if key in wanted and not duty.sent_on])
        for duty in moved:
            duty.due_on = wanted[duty.grant_id, duty.year]
        gone = [duty.pk for key, duty in known.items() if key not in wanted and not duty.sent_on]
        ReportDuty.objects.bulk_create(missing)
        ReportDuty.objects.bulk_update(moved, ["due_on"])
        ReportDuty.objects.filter(pk__in=gone).delete()


def _moved(grants: list[Grant], duties: list[ReportDuty]) -> list[ReportDuty]:
    """Those whose day is one that their scheme once had: somebody who wrote another has been given it."""
    schemes = {grant.pk: grant.scheme for grant in grants}
    former = defaultdict[int, list[GrantScheme]](list)
    days = GrantScheme.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id__in={scheme.pk for scheme in schemes.values()}
    ).values_list("pgh_obj_id", "report_month", "report_day")
    for pk, month, day in days.distinct():
        former[pk].append(GrantScheme(pk=pk, report_month=month, report_day=day))

    def is_of_scheme(duty: ReportDuty) -> bool:
        return any(duty.due_on == scheme.report_due_on(duty.year) for scheme in former[schemes[duty.grant_id].pk])

    return [
        duty for duty in duties if duty.due_on != schemes[duty.grant_id].report_due_on(duty.year) and is_of_scheme(duty)
    ]


def keep_of(scheme: GrantScheme) -> None:
    """The same for every award of the scheme: its day may have moved. To be called when a scheme is saved."""
    keep(*Grant.objects.in_force().filter(scheme=scheme))


def keep_all() -> None:
    """The same for every award: also what was put in force by another way than the admin's pages."""
    keep(*Grant.objects.in_force())
