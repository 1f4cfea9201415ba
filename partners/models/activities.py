"""What happens in a project: meetings, news, documents, and people who offered to take part."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import Inquiry
from linkportal.kit import clock
from linkportal.kit.history import tracked
from partners.enums import DocumentKind, MeetingKind
from partners.models.funding import Grant, GrantScheme
from partners.models.organisations import Organisation
from partners.models.projects import PartnershipProject
from partners.models.scopes import OfAnOffice

if TYPE_CHECKING:
    from contactpoints.models import User

_USER = "contactpoints.User"


class NetworkMeetingQuerySet(models.QuerySet["NetworkMeeting"]):
    def visible_to(self, user: User) -> Self:
        """Those of one's own projects; those of a network are everybody's who has anything to do with projects."""
        if user.is_national:
            return self
        return (
            self.filter(Q(project__office__in=user.office_ids) | Q(scheme__isnull=False))
            if user.office_ids
            else self.none()
        )

    def public(self) -> Self:
        return self.filter(is_public=True)

    def to_come(self) -> Self:
        """Those that are not over, the next first."""
        return self.filter(ends_at__gt=clock.now()).order_by("starts_at", "pk")


@tracked
class NetworkMeeting(models.Model):
    """The partners of one project meet, or the network of all projects under one scheme."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("slag"), max_length=12, choices=MeetingKind)
    project = models.ForeignKey(
        PartnershipProject, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("prosjekt")
    )
    scheme = models.ForeignKey(
        GrantScheme, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("tilskuddsordning")
    )
    title = models.CharField(_("tittel"), max_length=120)
    starts_at = models.DateTimeField(_("begynner"))
    ends_at = models.DateTimeField(_("slutter"))
    venue = models.CharField(_("hvor"), max_length=160)
    is_public = models.BooleanField(_("vises på nettsiden"), default=False)
    notes = models.TextField(_("notater for kontoret"), max_length=4000, blank=True)

    objects = NetworkMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("møte")
        verbose_name_plural = _("møter")
        ordering = ("-starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=MeetingKind.PARTNERSHIP, project__isnull=False, scheme=None)
                | Q(kind=MeetingKind.NETWORK, project=None, scheme__isnull=False),
                name="meeting_is_a_projects_or_a_networks",
                violation_error_message=_(
                    "Velg prosjekt for et partnerskapsmøte, tilskuddsordning for et nettverksmøte."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("Møtet kan ikke slutte før det begynner."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class PresentationQuerySet(models.QuerySet["Presentation"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(meeting__in=NetworkMeeting.objects.visible_to(user).order_by().values("pk"))


@tracked
class Presentation(models.Model):
    """Somebody presented something at a meeting: an organisation, not a person."""

    meeting = models.ForeignKey(NetworkMeeting, models.CASCADE, related_name="presentations", verbose_name=_("møte"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="presentations", verbose_name=_("hvem"))
    subject = models.CharField(_("hva"), max_length=200)

    objects = PresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("innlegg")
        verbose_name_plural = _("innlegg")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.subject


class ProjectUpdateQuerySet(OfAnOffice["ProjectUpdate"]):
    def published(self) -> Self:
        """What everybody may read, the latest first: of a public project, and dated no later than today."""
        shown = self.filter(is_published=True, published_on__lte=clock.today(), project__is_public=True)
        return shown.order_by("-published_on", "-pk")


@tracked
class ProjectUpdate(models.Model):
    """A dated piece of news of a project."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(PartnershipProject, models.PROTECT, related_name="updates", verbose_name=_("prosjekt"))
    title = models.CharField(_("overskrift"), max_length=160)
    text = models.TextField(_("tekst"), max_length=4000, blank=True)
    published_on = models.DateField(_("dato"), default=clock.today)
    is_published = models.BooleanField(_("vises på nettsiden"), default=False)
    changed_at = models.DateTimeField(_("sist oppdatert"), default=clock.now, editable=False)

    objects = ProjectUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("nyhet")
        verbose_name_plural = _("nyheter")
        ordering = ("-published_on", "-pk")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Every saving is a change that readers of the feed are told of."""
        self.changed_at = clock.now()
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class DocumentQuerySet(OfAnOffice["Document"]):
    pass


@tracked
class Document(models.Model):
    """A file of a project, or of one of its grants. What is in it stands in `DocumentContent`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        PartnershipProject, models.PROTECT, related_name="documents", verbose_name=_("prosjekt")
    )
    grant = models.ForeignKey(
        Grant, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("tildeling")
    )
    kind = models.CharField(_("slag"), max_length=12, choices=DocumentKind, default=DocumentKind.OTHER)
    title = models.CharField(_("tittel"), max_length=160)
    filename = models.CharField(_("filnavn"), max_length=160, editable=False)
    content_type = models.CharField(_("filtype"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("størrelse i byte"), editable=False)
    sha256 = models.CharField(_("kontrollsum"), max_length=64, editable=False)
    uploaded_at = models.DateTimeField(_("lastet opp"), default=clock.now, editable=False)
    uploaded_by = models.ForeignKey(
        _USER, models.PROTECT, related_name="+", editable=False, verbose_name=_("lastet opp av")
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenter")
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return self.title


class DocumentContent(models.Model):
    """The bytes of a document, apart from what lists read. They are never changed, only deleted with the document."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="content")
    data = models.BinaryField()

    class Meta:
        verbose_name = _("innhold")
        verbose_name_plural = _("innhold")
        triggers = (pgtrigger.Protect(name="content_stays", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{self.pk}"


class ProjectInterestQuerySet(OfAnOffice["ProjectInterest"]):
    def linked(self) -> Self:
        """Those that a coordinator has linked; the others were only sent from the project's page."""
        return self.filter(linked_by__isnull=False)


class ProjectInterest(models.Model):
    """An inquiry of somebody who wants to take part belongs to a project. What is personal stays in the inquiry.

    It has no history, which could not be erased.
    """

    project = models.ForeignKey(
        PartnershipProject, models.PROTECT, related_name="interests", verbose_name=_("prosjekt")
    )
    inquiry = models.OneToOneField(
        Inquiry, models.PROTECT, related_name="project_interest", verbose_name=_("henvendelse")
    )
    linked_by = models.ForeignKey(
        _USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("knyttet av")
    )
    linked_on = models.DateField(_("knyttet"), null=True, blank=True)

    objects = ProjectInterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("tilbud om å bli med")
        verbose_name_plural = _("tilbud om å bli med")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(linked_by=None, linked_on=None) | Q(linked_by__isnull=False, linked_on__isnull=False),
                name="interest_linked_by_somebody_on_some_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.inquiry}"
