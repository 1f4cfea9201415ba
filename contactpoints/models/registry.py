"""The registry of contact points: what they are, where, when open, and how one reaches them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import (
    WHAT_IT_IS,
    HostKind,
    MeetingForm,
    SpokenLanguage,
    Status,
    StepFree,
    Weekday,
    ordinary_week,
)
from contactpoints.grid import GridPoint, Position
from contactpoints.models.dated import some_working_day
from contactpoints.models.nearness import GreatCircleKm, point, radius_of_nearest, within
from contactpoints.models.places import Municipality, Positioned, PostalCode
from contactpoints.validators import organisation_number, phone_number
from linkportal.kit import clock
from linkportal.kit.fields import WebsiteField
from linkportal.kit.history import tracked, tracked_links
from linkportal.kit.text import fold, norwegian_order

if TYPE_CHECKING:
    from contactpoints.models.staff import User
    from contactpoints.place import Place

CONFIRMED_FOR_DAYS = 365


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    def published(self) -> Self:
        """Visible to the public: approved, neither paused nor closed. A closed period is shown, it hides nothing."""
        return self.filter(status=Status.PUBLISHED)

    def with_a_page(self) -> Self:
        """Those that the public has been able to find: a closed one keeps its address and says who took over."""
        return self.filter(status__in=(Status.PUBLISHED, Status.PAUSED, Status.CLOSED))

    def by_slug(self, slug: str) -> ContactPoint | None:
        """The one at this address, with its municipality and county, or None."""
        return self.select_related("municipality__county").filter(slug=slug[:80]).first() if slug else None

    def with_places(self) -> Self:
        """Each with its municipality, county and postal code at hand."""
        return self.select_related("municipality__county", "postal_code")

    def of_kind(self, kind: HostKind | str) -> Self:
        return self.filter(host_kind=kind)

    def accepting_new_people(self) -> Self:
        return self.filter(accepts_new=True)

    def step_free(self) -> Self:
        return self.filter(step_free=StepFree.YES)

    def speaking(self, language: SpokenLanguage | str) -> Self:
        return self.filter(languages__contains=[language])

    def with_a_place(self) -> Self:
        """Those one can go to: they have a distance."""
        return self.filter(meeting_form=MeetingForm.IN_PERSON)

    def without_a_place(self) -> Self:
        """Those that are the same wherever one lives: on the telephone or on a screen."""
        return self.exclude(meeting_form=MeetingForm.IN_PERSON)

    def serving(self, municipality: Municipality) -> Self:
        return self.filter(Q(municipality=municipality) | Q(serves=municipality)).distinct()

    def named_like(self, text: str) -> Self:
        """Those with `text` somewhere in the name, however it is spelled."""
        return self.filter(name_folded__contains=fold(text))

    def with_closed_until(self, day: date) -> Self:
        """Each has `closed_until`: the last day of the closed period that `day` lies in, or None."""
        now = ClosedPeriod.objects.filter(contact_point=OuterRef("pk"), first_day__lte=day, last_day__gte=day)
        return self.annotate(closed_until=Subquery(now.order_by("-last_day").values("last_day")[:1]))

    def with_serving(self, municipality: Municipality | Value) -> Self:
        """Each has `also_serves`: whether it is for people of that municipality though it lies in another."""
        serving = ContactPoint.serves.through.objects.filter(contactpoint=OuterRef("pk"), municipality=municipality)
        return self.annotate(also_serves=Exists(serving))

    def visible_to(self, user: User) -> Self:
        """National people see all, an office those of the municipalities it answers for, a contact point itself."""
        if user.is_national:
            return self
        return self.filter(Q(municipality__in=user.answered_municipality_ids) | Q(pk__in=user.contact_point_ids))

    def by_name(self) -> Self:
        return self.order_by(norwegian_order("name"), "pk")

    def nearest_first(self, position: Position, here: GridPoint, count: int) -> Self:
        """The `count` nearest and perhaps some more, in exact order: by great-circle distance, then by name, then id.
        Each has `distance_km`, in kilometres. `here` is `position` on the grid.

        The index of the grid finds how far away the `count`-th one is, and then all inside a circle a little larger
        than that: the plane of UTM 33 stretches towards Finnmark and would by itself swap neighbours there.
        """
        nearest = self.filter(within(here, radius_of_nearest(self, here, count)))
        return nearest.annotate(distance_km=GreatCircleKm(position)).order_by(
            "distance_km", norwegian_order("name"), "pk"
        )

    def nearest_to(self, place: Place, count: int) -> list[ContactPoint]:
        """The `count` nearest, in the order of `nearest_first`."""
        return list(self.nearest_first(place.position, place.grid_point, count)[:count])


@tracked
class ContactPoint(Positioned):
    """A place one turns to in order to join a group or get one started. One without a place has its host's position."""

    slug = models.SlugField(_("adresse på nettet"), max_length=80, unique=True)
    name = models.CharField(_("navn"), max_length=120)
    name_folded = models.CharField(max_length=120, editable=False)
    host_kind = models.CharField(_("slags sted"), max_length=30, choices=HostKind)
    host_name = models.CharField(_("vertsorganisasjon"), max_length=120, blank=True)
    organisation_number = models.CharField(
        _("organisasjonsnummer"), max_length=9, blank=True, validators=[organisation_number]
    )
    summary = models.CharField(_("hva en kan komme for"), max_length=300, blank=True)
    meeting_form = models.CharField(
        _("hvordan en møtes"), max_length=10, choices=MeetingForm, default=MeetingForm.IN_PERSON
    )

    address = models.CharField(_("besøksadresse"), max_length=120, blank=True)
    postal_code = models.ForeignKey(PostalCode, models.PROTECT, null=True, blank=True, verbose_name=_("postnummer"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="contact_points", verbose_name=_("kommune")
    )
    serves = models.ManyToManyField(
        Municipality, blank=True, related_name="served_by", verbose_name=_("er også for disse kommunene")
    )

    email = models.EmailField(_("e-post"), blank=True, help_text=_("Hit kommer varsel om henvendelser."))
    email_is_public = models.BooleanField(_("vis e-posten"), default=True)
    phone = models.CharField(_("telefon"), max_length=20, blank=True, validators=[phone_number])
    phone_is_public = models.BooleanField(_("vis telefonen"), default=True)
    website = WebsiteField(_("nettsted"), blank=True)

    languages = ArrayField(
        models.CharField(max_length=3, choices=SpokenLanguage), verbose_name=_("språk"), default=list, blank=True
    )
    step_free = models.CharField(_("adkomst"), max_length=10, choices=StepFree, default=StepFree.UNKNOWN)
    access_notes = models.CharField(_("mer om adkomst"), max_length=200, blank=True)
    accepts_new = models.BooleanField(_("tar imot nye"), default=True)
    working_days = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        verbose_name=_("dager noen svarer på henvendelser"),
        default=ordinary_week,
        size=7,
    )

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)
    closed_on = models.DateField(_("lagt ned"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("etterfølger")
    )
    confirmed_on = models.DateField(_("sist bekreftet"), null=True, blank=True)

    objects = ContactPointQuerySet.as_manager()

    # Set by `nearest_first`.
    distance_km: float

    class Meta:
        verbose_name = _("kontaktpunkt")
        verbose_name_plural = _("kontaktpunkter")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(status=Status.CLOSED),
                name="contact_point_with_closing_day_is_closed",
                violation_error_message=_("Et kontaktpunkt med dato for nedleggelse har status «Lagt ned»."),
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("pk")),
                name="contact_point_is_not_its_own_successor",
                violation_error_message=_("Et kontaktpunkt kan ikke være sin egen etterfølger."),
            ),
            some_working_day("contact_point_works_some_day"),
        )
        indexes = (
            GistIndex(
                point(F("easting"), F("northing")),
                name="contact_point_nearest",
                condition=Q(status=Status.PUBLISHED, meeting_form=MeetingForm.IN_PERSON),
            ),
            GinIndex(OpClass("name_folded", "gin_trgm_ops"), name="contact_point_name_trigrams"),
            models.Index(norwegian_order("name"), name="contact_point_norwegian_order"),
            models.Index(
                norwegian_order("name"),
                name="contact_point_anywhere",
                condition=Q(status=Status.PUBLISHED) & ~Q(meeting_form=MeetingForm.IN_PERSON),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_folded = fold(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("contactpoints:detail", args=[self.slug])

    @property
    def what_it_is(self) -> str:
        """One sentence for its kind."""
        return str(WHAT_IT_IS[HostKind(self.host_kind)])

    @property
    def has_a_place(self) -> bool:
        return self.meeting_form == MeetingForm.IN_PERSON

    @property
    def public_email(self) -> str:
        return self.email if self.email_is_public else ""

    @property
    def public_phone(self) -> str:
        return self.phone if self.phone_is_public else ""

    @property
    def language_names(self) -> list[str]:
        return [str(SpokenLanguage(code).label) for code in self.languages]

    @property
    def is_stale(self) -> bool:
        """Nobody has said for a year that what stands here is right."""
        return self.confirmed_on is None or (clock.today() - self.confirmed_on).days > CONFIRMED_FOR_DAYS

    @property
    def living_successor(self) -> ContactPoint | None:
        """Who took over, and who took over from them, as far as to one that is not closed; None if there is none."""
        seen, one = {self.pk}, self.successor
        while one is not None and one.status == Status.CLOSED and one.pk not in seen:
            seen.add(one.pk)
            one = one.successor
        return one if one is not None and one.status in (Status.PUBLISHED, Status.PAUSED) else None

    def can_receive_inquiries(self) -> bool:
        """Whether an inquiry may be left with it: the public finds it, and a mail reaches it."""
        return self.status == Status.PUBLISHED and bool(self.email)


@tracked_links
class ServedMunicipality(ContactPoint.serves.through):  # type: ignore[name-defined,misc]  # made by Django
    """That a contact point is also for a municipality; here so that the history knows when it began and ended."""

    class Meta:
        proxy = True


@tracked
class OpeningHours(models.Model):
    """From when to when a contact point is open on one day of the week."""

    contact_point = models.ForeignKey(ContactPoint, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("ukedag"), choices=Weekday)
    opens = models.TimeField(_("åpner"))
    closes = models.TimeField(_("stenger"))

    class Meta:
        verbose_name = _("åpningstid")
        verbose_name_plural = _("åpningstider")
        ordering = ("weekday", "opens")
        constraints = (
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="opening_hours_close_after_they_open",
                violation_error_message=_("Stengetid må være etter åpningstid."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}–{self.closes:%H.%M}"


class ClosedPeriodQuerySet(models.QuerySet["ClosedPeriod"]):
    def not_over_on(self, day: date) -> Self:
        return self.filter(last_day__gte=day)


@tracked
class ClosedPeriod(models.Model):
    """Days on which a contact point is closed, both ends included, as one says it: «29. juni til 9. august»."""

    contact_point = models.ForeignKey(ContactPoint, models.CASCADE, related_name="closed_periods")
    first_day = models.DateField(_("første dag"))
    last_day = models.DateField(_("siste dag"))
    reason = models.CharField(_("hvorfor"), max_length=80, blank=True, help_text=_("For eksempel «Sommerstengt»."))

    objects = ClosedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("stengt periode")
        verbose_name_plural = _("stengte perioder")
        ordering = ("first_day",)
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="closed_period_ends_after_it_begins",
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"


def current_closed_period(periods: Iterable[ClosedPeriod], day: date) -> ClosedPeriod | None:
    """The period that `day` lies in, if any."""
    return next((one for one in periods if one.first_day <= day <= one.last_day), None)
