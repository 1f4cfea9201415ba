"""Projects and what is done in them, as files to take along, without what only the office and partners are to read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from linkportal.kit import clock
from linkportal.kit.exchange.columns import Amount, Column, Day, Derived, Label, Whole, YesNo
from linkportal.kit.exchange.resources import ScopedResource
from partners.enums import DocumentKind, Indicator, MeetingKind, ProjectStatus, ReportStatus
from partners.models import (
    Document,
    FunderReport,
    Goal,
    NetworkMeeting,
    PartnershipProject,
    ProjectUpdate,
    ReportDuty,
)


def _names(rows: Any) -> str:
    return ", ".join(sorted(str(row) for row in rows.all()))


def _partners(project: PartnershipProject) -> str:
    """Those that take part today."""
    today = clock.today()
    return ", ".join(
        sorted(
            {
                row.organisation.name
                for row in project.partners.all()
                if row.valid_from <= today and (row.valid_until is None or row.valid_until > today)
            }
        )
    )


def _filled(project: PartnershipProject) -> Decimal:
    """As `positions_filled`, of positions that have been fetched."""
    today = clock.today()
    return sum(
        (
            row.full_time_equivalents
            for row in project.positions.all()
            if row.filled_from and row.filled_from <= today and (row.filled_until is None or row.filled_until > today)
        ),
        Decimal(0),
    )


class ProjectResource(ScopedResource):
    """Without the office's notes and the remarks for partners."""

    name = Column("name", _("Navn"))
    office = Column("office", _("Distriktskontor"))
    status = Column("status", _("Status"), Label(ProjectStatus.choices))
    starts_on = Column("starts_on", _("Begynner"), Day())
    ends_on = Column("ends_on", _("Slutter (ikke med)"), Day())
    summary = Column("summary", _("Kort om prosjektet"))
    target_group = Column("target_group", _("Målgruppe"))
    counties = Derived(_("Fylker"), lambda project: _names(project.counties))
    municipalities = Derived(_("Kommuner"), lambda project: _names(project.municipalities))
    contact_point = Column("contact_point", _("Kontaktpunkt"))
    partners = Derived(_("Partnere i dag"), _partners)
    positions_wanted = Column("positions_wanted", _("Årsverk ønsket"), Amount())
    positions_filled = Derived(_("Årsverk besatt i dag"), _filled)
    is_public = Column("is_public", _("Vises på nettsiden"), YesNo())

    class Meta:
        model = PartnershipProject

    related = ("office", "contact_point")
    prefetched = ("counties", "municipalities", "partners__organisation", "positions")


class GoalResource(ScopedResource):
    project = Column("project", _("Prosjekt"))
    title = Column("title", _("Mål"))
    indicator = Column("indicator", _("Måles i"), Label(Indicator.choices))
    unit = Column("unit", _("Hva som telles"))
    target = Column("target", _("Per år"), Amount())

    class Meta:
        model = Goal

    related = ("project",)


class MeetingResource(ScopedResource):
    """Without the office's notes."""

    title = Column("title", _("Tittel"))
    kind = Column("kind", _("Slag"), Label(MeetingKind.choices))
    project = Column("project", _("Prosjekt"))
    scheme = Column("scheme", _("Tilskuddsordning"))
    starts_at = Column("starts_at", _("Begynner"), Day())
    ends_at = Column("ends_at", _("Slutter"), Day())
    venue = Column("venue", _("Hvor"))
    is_public = Column("is_public", _("Vises på nettsiden"), YesNo())

    class Meta:
        model = NetworkMeeting

    related = ("project", "scheme")


class ReportResource(ScopedResource):
    project = Column("grant__project", _("Prosjekt"))
    grant = Column("grant", _("Tildeling"))
    year = Column("year", _("År"), Whole())
    version = Column("version", _("Versjon"), Whole())
    status = Column("status", _("Status"), Label(ReportStatus.choices))
    sent_at = Column("sent_at", _("Sendt"), Day())

    class Meta:
        model = FunderReport

    related = ("grant__project",)


class DutyResource(ScopedResource):
    due_on = Column("due_on", _("Frist"), Day())
    project = Column("grant__project", _("Prosjekt"))
    grant = Column("grant", _("Tildeling"))
    year = Column("year", _("År"), Whole())
    sent_on = Column("sent_on", _("Sendt"), Day())

    class Meta:
        model = ReportDuty

    related = ("grant__project",)


class UpdateResource(ScopedResource):
    published_on = Column("published_on", _("Dato"), Day())
    project = Column("project", _("Prosjekt"))
    title = Column("title", _("Overskrift"))
    text = Column("text", _("Tekst"))
    is_published = Column("is_published", _("Vises på nettsiden"), YesNo())

    class Meta:
        model = ProjectUpdate

    related = ("project",)


class DocumentResource(ScopedResource):
    """What there is, without what is in it."""

    project = Column("project", _("Prosjekt"))
    grant = Column("grant", _("Tildeling"))
    kind = Column("kind", _("Slag"), Label(DocumentKind.choices))
    title = Column("title", _("Tittel"))
    filename = Column("filename", _("Fil"))
    uploaded_at = Column("uploaded_at", _("Lagt inn"), Day())

    class Meta:
        model = Document

    related = ("project", "grant")
