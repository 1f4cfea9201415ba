"""How the database finds what is near: the national grid and its index first, then great circles for the order."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from contactpoints.grid import MEAN_EARTH_RADIUS_KM, GridPoint, Position

# A kilometre on the plane of UTM 33 is 0.994 to 1.002 kilometres along the earth in Norway, and 0.987 at Jan Mayen.
STRETCH = 1.02
FARTHER_THAN_ANYTHING_METRES = 1e8


def point(easting: Combinable, northing: Combinable) -> Func:
    """A point of the plane. `point(easting, northing)` of the columns is what the index of nearness is over."""
    return Func(easting, northing, function="point", output_field=models.Field())


def metres_to(here: GridPoint) -> Func:
    """How far a row is from `here` on the plane; ordering by it reads the index from the nearest on."""
    return _operator(point(Value(here.easting), Value(here.northing)), "<->", models.FloatField())


def within(here: GridPoint, metres: Combinable) -> Func:
    """Whether a row lies that close to `here` on the plane; the index knows."""
    circle = Func(
        point(Value(here.easting), Value(here.northing)), metres, function="circle", output_field=models.Field()
    )
    return _operator(circle, "<@", models.BooleanField())


def radius_of_nearest(rows: models.QuerySet[Any], here: GridPoint, count: int) -> Combinable:
    """Metres on the plane inside which the `count` nearest of `rows` certainly are, by whichever measure."""
    farthest = rows.order_by(metres_to(here)).values(metres=metres_to(here))[count - 1 : count]
    return Coalesce(Subquery(farthest), Value(FARTHER_THAN_ANYTHING_METRES)) * Value(STRETCH) + Value(1.0)


class GreatCircleKm(Func):
    """Kilometres from a row's position along the earth: `contactpoints.grid.distance_km`, reckoned by the database."""

    output_field = models.FloatField()

    def __init__(self, position: Position) -> None:
        super().__init__(F("latitude"), F("longitude"))
        self.position = position

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        latitude, longitude = (compiler.compile(column)[0] for column in self.get_source_expressions())
        sql = (
            f"%s * asin(least(1, sqrt(sin(radians({latitude} - %s) / 2) ^ 2"
            f" + cos(radians(%s)) * cos(radians({latitude})) * sin(radians({longitude} - %s) / 2) ^ 2)))"
        )
        here = self.position
        return sql, (2 * MEAN_EARTH_RADIUS_KM, here.latitude, here.latitude, here.longitude)


def _operator(right: Func, sign: str, output_field: models.Field[Any, Any]) -> Func:
    there = point(F("easting"), F("northing"))
    return Func(there, right, arg_joiner=f" {sign} ", template="(%(expressions)s)", output_field=output_field)
