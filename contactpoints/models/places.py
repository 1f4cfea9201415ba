"""The places of Norway: counties, municipalities, postal codes, and every name they go by."""

from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import PlaceKind
from contactpoints.grid import GridPoint, Position, to_grid
from linkportal.kit.text import norwegian_order


class Positioned(models.Model):
    """A row with a position, kept in degrees and on the national grid."""

    latitude = models.FloatField(_("breddegrad"))
    longitude = models.FloatField(_("lengdegrad"))
    easting = models.FloatField(_("øst"), editable=False)
    northing = models.FloatField(_("nord"), editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.place_on_grid()
        super().save(*args, **kwargs)

    def place_on_grid(self) -> None:
        """Derive the grid from the degrees. `save()` does it; who writes in bulk does it first."""
        if self.latitude is not None and self.longitude is not None:
            grid = to_grid(Position(self.latitude, self.longitude))
            self.easting, self.northing = grid.easting, grid.northing

    @property
    def position(self) -> Position:
        return Position(self.latitude, self.longitude)

    @property
    def grid_point(self) -> GridPoint:
        return GridPoint(self.easting, self.northing)


class InNorwegianOrder(models.QuerySet[Any]):
    """Places in the order of the Norwegian alphabet."""

    def by_name(self) -> Self:
        return self.order_by(norwegian_order("name"), "pk")


class County(models.Model):
    """A fylke."""

    number = models.CharField(_("fylkesnummer"), max_length=2, unique=True)
    name = models.CharField(_("navn"), max_length=60)
    official_name = models.CharField(_("offisielt navn"), max_length=120)
    slug = models.SlugField(_("adresse"), unique=True)
    valid_from = models.DateField(_("fra og med"))
    valid_until = models.DateField(_("til (ikke med)"), null=True, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, verbose_name=_("etterfølgere"))

    objects = InNorwegianOrder.as_manager()

    class Meta:
        verbose_name = _("fylke")
        verbose_name_plural = _("fylker")
        ordering = ("number",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contactpoints:county", args=[self.slug])


class MunicipalityQuerySet(InNorwegianOrder):
    def ordinary(self) -> Self:
        """Municipalities proper, without Svalbard and Jan Mayen."""
        return self.filter(is_territory=False)


class Municipality(Positioned):
    """A kommune; its position is that of its seat. Svalbard and Jan Mayen are here as territories without a county."""

    number = models.CharField(_("kommunenummer"), max_length=4, unique=True)
    name = models.CharField(_("navn"), max_length=60)
    official_name = models.CharField(_("offisielt navn"), max_length=120)
    name_se = models.CharField(_("nordsamisk navn"), max_length=60, blank=True)
    name_smj = models.CharField(_("lulesamisk navn"), max_length=60, blank=True)
    name_sma = models.CharField(_("sørsamisk navn"), max_length=60, blank=True)
    name_fkv = models.CharField(_("kvensk navn"), max_length=60, blank=True)
    slug = models.SlugField(_("adresse"))
    county = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, related_name="municipalities", verbose_name=_("fylke")
    )
    is_territory = models.BooleanField(_("territorium"), default=False)
    shares_name = models.BooleanField(_("navnet finnes flere steder"), default=False)
    valid_from = models.DateField(_("fra og med"))
    valid_until = models.DateField(_("til (ikke med)"), null=True, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, verbose_name=_("etterfølgere"))

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("kommune")
        verbose_name_plural = _("kommuner")
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(is_territory=True, county=None) | Q(is_territory=False, county__isnull=False),
                name="municipality_has_county_unless_territory",
            ),
        )

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("contactpoints:municipality", args=[self.number, self.slug])

    @cached_property
    def label(self) -> str:
        """The name, with the county in brackets where another municipality has the same."""
        return f"{self.name} ({self.county.name})" if self.shares_name and self.county else self.name


class PostalCode(Positioned):
    """A postnummer; its position is that of its place, or of the municipality's seat (`is_exact` says which)."""

    code = models.CharField(_("postnummer"), max_length=4, unique=True)
    name = models.CharField(_("poststed"), max_length=40)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="postal_codes", verbose_name=_("kommune")
    )
    is_exact = models.BooleanField(_("egen posisjon"))

    class Meta:
        verbose_name = _("postnummer")
        verbose_name_plural = _("postnumre")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PlaceName(Positioned):
    """A name that someone may type, as they may type it, and the place it means: the index of the search."""

    text = models.CharField(_("navn"), max_length=120)
    folded = models.CharField(_("søkeform"), max_length=120)
    kind = models.CharField(_("slag"), max_length=8, choices=PlaceKind)
    county = models.ForeignKey(County, models.CASCADE, null=True, related_name="+")
    municipality = models.ForeignKey(Municipality, models.CASCADE, null=True, related_name="names")

    class Meta:
        verbose_name = _("stedsnavn")
        verbose_name_plural = _("stedsnavn")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=PlaceKind.COUNTY, county__isnull=False, municipality=None)
                | (~Q(kind=PlaceKind.COUNTY) & Q(county=None, municipality__isnull=False)),
                name="place_name_means_one_place",
            ),
            models.UniqueConstraint(
                fields=("folded", "kind", "county", "municipality"),
                nulls_distinct=False,
                name="place_name_once_per_place",
            ),
        )

    def __str__(self) -> str:
        return self.text
