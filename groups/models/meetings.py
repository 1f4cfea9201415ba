"""Events: what people come to, public or of one group."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contactpoints.models import ContactPoint, County, DistrictOffice, Municipality
from groups.enums import ALIVE, NEVER_PUBLIC, EventKind, EventStatus, SignUpStatus
from groups.references import new_slug
from linkportal.kit import clock
from linkportal.kit.encryption import EncryptedTextField

if TYPE_CHECKING:
    from contactpoints.models import User

LONGEST_TITLE = 120


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> Self:
        """What everybody may see, also what was cancelled: who meant to come must read that."""
        return self.filter(is_public=True)

    def planned(self) -> Self:
        return self.filter(status=EventStatus.PLANNED)

    def upcoming(self) -> Self:
        """Not over yet, the next one first."""
        return self.filter(ends_at__gt=clock.now()).order_by("starts_at", "pk")

    def past(self) -> Self:
        """Over, the latest first."""
        return self.filter(ends_at__lte=clock.now()).order_by("-starts_at", "-pk")

    def awaiting_attendance(self) -> Self:
        """Begun, and nobody has said yet how many came. Drafts, and meetings of a group that is over, wait for none."""
        held = Q(is_public=True) | Q(group__status__in=ALIVE)
        return self.planned().filter(held, starts_at__lte=clock.now(), attendance=None).order_by("-starts_at", "-pk")

    def of_kind(self, kind: EventKind | str) -> Self:
        return self.filter(kind=kind)

    def in_county(self, county: County) -> Self:
        return self.filter(municipality__county=county)

    def visible_to(self, user: User) -> Self:
        """An office sees its own, a contact point those that it organises with others or holds for a group of its own.

        Where there are sign-ups there are people, so that the national administrator sees no more than of inquiries.
        """
        mine = Q(office__in=user.coordinated_office_ids)
        if user.contact_point_ids:
            organised = Event.contact_points.through.objects.filter(contactpoint__in=user.contact_point_ids)
            mine |= Q(pk__in=organised.values("event")) | Q(group__contact_point__in=user.contact_point_ids)
        if user.is_national_admin:
            mine |= Q(office__is_national_desk=True) | Q(office__closed_on__lte=clock.today())
        return self.filter(mine)

    def with_places(self) -> Self:
        """With what a page names, in two queries."""
        return self.select_related("municipality__county", "office").prefetch_related("contact_points")

    def with_counts(self) -> Self:
        """Each has `taken` and `waiting`: how many have a place, and how many wait for one."""
        return self.annotate(
            taken=Count("sign_ups", filter=Q(sign_ups__status=SignUpStatus.PLACE)),
            waiting=Count("sign_ups", filter=Q(sign_ups__status=SignUpStatus.WAITING)),
        )


class Event(models.Model):
    """One meeting, at one time. Organised by an office, with contact points or for one of its groups."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # its UID in calendars
    slug = models.SlugField(_("adresse på nettet"), max_length=80, unique=True, editable=False)
    kind = models.CharField(_("hva slags"), max_length=20, choices=EventKind)
    title = models.CharField(_("tittel"), max_length=LONGEST_TITLE)
    text = models.TextField(_("om arrangementet"), max_length=4000, blank=True)
    office = models.ForeignKey(
        DistrictOffice, models.PROTECT, related_name="organised_events", verbose_name=_("distriktskontor")
    )
    contact_points = models.ManyToManyField(
        ContactPoint, blank=True, related_name="organised_events", verbose_name=_("sammen med")
    )
    group = models.ForeignKey(
        "groups.SelfHelpGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("for gruppen"),
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("kommune"))
    # Encrypted, because that of a group's meeting is nobody's business; that of a public one is read from here as well.
    venue = EncryptedTextField(_("sted"), blank=True)
    starts_at = models.DateTimeField(_("begynner"))
    ends_at = models.DateTimeField(_("slutter"))
    is_public = models.BooleanField(_("vises på nettsiden"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=EventStatus, default=EventStatus.PLANNED)
    takes_sign_ups = models.BooleanField(_("påmelding"), default=False)
    places = models.PositiveSmallIntegerField(_("antall plasser"), null=True, blank=True)  # None is as many as come
    # As calendars count it: raised when it is moved or cancelled.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    attendance = models.PositiveSmallIntegerField(_("hvor mange kom"), null=True, blank=True)
    # How many had signed up, when what they wrote was erased.
    signed_up = models.PositiveSmallIntegerField(_("hvor mange var påmeldt"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        "contactpoints.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("laget av")
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrangement")
        verbose_name_plural = _("arrangementer")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message=_("Slutten må være etter begynnelsen."),
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | ~Q(kind__in=NEVER_PUBLIC), name="event_of_a_group_is_never_public"
            ),
            # Who signs up for a meeting of a group would be linked to that group.
            models.CheckConstraint(
                condition=Q(group=None) | Q(is_public=False, takes_sign_ups=False),
                name="event_of_a_group_takes_no_sign_ups",
            ),
            models.CheckConstraint(
                condition=Q(takes_sign_ups=True, is_public=True) | Q(takes_sign_ups=False, places=None),
                name="event_with_places_takes_sign_ups",
            ),
            models.CheckConstraint(condition=Q(places=None) | Q(places__gte=1), name="event_has_some_place"),
        )
        indexes = (
            models.Index(fields=("starts_at", "id"), name="event_public", condition=Q(is_public=True)),
            models.Index(fields=("office", "starts_at"), name="event_of_office"),
            models.Index(fields=("ends_at",), name="event_not_erased", condition=Q(signed_up=None)),
        )

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = new_slug(self.title, timezone.localtime(self.starts_at).date())
        if self.group_id is not None:
            # The day: those who are told of a change have its moment in the history of their inquiries.
            self.changed_at = timezone.localtime(self.changed_at).replace(hour=0, minute=0, second=0, microsecond=0)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("groups:event", args=[self.slug])

    @property
    def is_cancelled(self) -> bool:
        return self.status == EventStatus.CANCELLED

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def can_be_signed_up_for(self) -> bool:
        """Whether one may sign up now; for the waiting list, where it is full."""
        return self.takes_sign_ups and self.is_public and not self.is_cancelled and not self.has_begun

    @property
    def can_be_changed(self) -> bool:
        """Whether it may still be moved or cancelled."""
        return not self.is_cancelled and not self.is_over

    @property
    def local_start(self) -> datetime:
        """When it begins, by the clock on the wall in Norway."""
        return timezone.localtime(self.starts_at)

    @property
    def local_end(self) -> datetime:
        return timezone.localtime(self.ends_at)
