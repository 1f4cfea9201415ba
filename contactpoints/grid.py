"""Where things lie: the national grid for drawing and searching, great circles for distances.

The grid is EUREF89 / UTM zone 33 (EPSG:25833). The conversion is the Krüger series in n to the fourth order, as
published by Kartverket and by Karney, "Transverse Mercator with an accuracy of a few nanometers" (2011), eq. 7–12;
it is right to well under a centimetre over all of Norway.
"""

from dataclasses import dataclass
from math import asin, asinh, atan2, atanh, cos, cosh, hypot, radians, sin, sinh, sqrt, tan

_A = 6_378_137.0  # GRS80: half the great axis, metres
_F = 1 / 298.257222101  # GRS80: flattening
_N = _F / (2 - _F)
_E = sqrt(_F * (2 - _F))
_SCALE = 0.9996
_CENTRAL_MERIDIAN = radians(15)
_RECTIFYING_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49561 * _N**4 / 161280,
)
MEAN_EARTH_RADIUS_KM = 6371.0088  # IUGG


@dataclass(frozen=True, slots=True)
class Position:
    """A point in degrees (WGS84, which is EUREF89 to within a metre)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class GridPoint:
    """A point of the national grid, metres east and north."""

    easting: float
    northing: float

    @property
    def map_x(self) -> float:
        """Kilometres from the left edge of our map of Norway."""
        return (self.easting + 76_186) / 1000

    @property
    def map_y(self) -> float:
        """Kilometres from the top edge of our map of Norway."""
        return (7_939_978 - self.northing) / 1000


def to_grid(position: Position) -> GridPoint:
    """Degrees to metres of EPSG:25833."""
    latitude, longitude = radians(position.latitude), radians(position.longitude) - _CENTRAL_MERIDIAN
    conformal = sinh(asinh(tan(latitude)) - _E * atanh(_E * sin(latitude)))
    xi = atan2(conformal, cos(longitude))
    eta = asinh(sin(longitude) / hypot(conformal, cos(longitude)))
    north, east = xi, eta
    for j, alpha in enumerate(_ALPHA, start=1):
        north += alpha * sin(2 * j * xi) * cosh(2 * j * eta)
        east += alpha * cos(2 * j * xi) * sinh(2 * j * eta)
    return GridPoint(500_000 + _SCALE * _RECTIFYING_RADIUS * east, _SCALE * _RECTIFYING_RADIUS * north)


def distance_km(a: Position, b: Position) -> float:
    """The great-circle distance in kilometres (haversine on a sphere of the earth's mean radius, within 0.5 %)."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    return 2 * MEAN_EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))
