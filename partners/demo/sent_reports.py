"""Reports that were sent: one for each duty that is done, on the day it was done."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from linkportal.kit import clock
from partners import reports
from partners.demo.people import People
from partners.models import FunderReport, ReportDuty

# What was written about a year; none of it is known.
SUMMARIES = {
    2021: "Senteret åpnet i mars, og de sju partnerne fant formen. Flere møter ble holdt på skjerm. (eksempel)",
    2022: "De første igangsetterne ble ferdige med opplæringen, og gruppene begynte å gå av seg selv. (eksempel)",
    2023: "Flere kommuner kom med. Ved nyttår ble fylket delt, og avtalene fulgte med til de to nye. (eksempel)",
}
ABOUT_A_YEAR = "Arbeidet gikk som planlagt. (eksempel)"
ABOUT_A_GOAL = "Tallene over viser hvor langt vi kom. (eksempel)"


def load(people: People) -> None:
    """Make and send them, as if it were then."""
    done = ReportDuty.objects.exclude(sent_on=None).select_related("grant__project")
    for duty in done.order_by("sent_on", "pk"):
        assert duty.sent_on is not None  # noqa: S101 - for the types
        with clock.moved_to(timezone.make_aware(datetime.combine(duty.sent_on, time(14)))):
            _send(reports.make(duty.grant, duty.year, by=people.berit), people)


def _send(report: FunderReport, people: People) -> None:
    about = SUMMARIES.get(report.year, ABOUT_A_YEAR) if report.grant.project.contact_point_id else ABOUT_A_YEAR
    goals = dict.fromkeys(report.grant.project.goals.values_list("pk", flat=True), ABOUT_A_GOAL)
    reports.write(report, about, goals, seen=reports.stamp(report))
    reports.send(report, by=people.berit)
