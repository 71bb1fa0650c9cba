"""Distances on the globe: points, kilometres, and the box around a circle. No Django here."""

from __future__ import annotations

from math import asin, cos, degrees, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = radians(1) * EARTH_RADIUS_KM


class Point(NamedTuple):
    """A point on the globe in degrees (WGS84)."""

    latitude: float
    longitude: float


class Box(NamedTuple):
    """A rectangle of degrees: everything between south and north, west and east."""

    south: float
    north: float
    west: float
    east: float

    def __contains__(self, point: object) -> bool:
        return (isinstance(point, Point) and self.south <= point.latitude <= self.north
                and self.west <= point.longitude <= self.east)

    def as_filter(self, latitude: str = "latitude", longitude: str = "longitude") -> dict[str, tuple[float, float]]:
        """The box as arguments of a query's `filter`, for rows with a point of their own."""
        return {f"{latitude}__range": (self.south, self.north), f"{longitude}__range": (self.west, self.east)}


def km_between(here: Point, there: Point) -> float:
    """The way as the crow flies, along the great circle."""
    rise = sin(radians(there.latitude - here.latitude) / 2) ** 2
    turn = sin(radians(there.longitude - here.longitude) / 2) ** 2
    share = rise + cos(radians(here.latitude)) * cos(radians(there.latitude)) * turn
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(share)))


def box_around(centre: Point, km: float) -> Box:
    """The smallest box holding every point within `km`: cheap to ask a database for, then measure what it found.

    Holds anywhere but around the poles and the date line.
    """
    if km < 0:
        raise ValueError("a radius is not negative")
    high = degrees(km / EARTH_RADIUS_KM)
    wide = degrees(asin(min(1.0, sin(km / EARTH_RADIUS_KM) / cos(radians(centre.latitude)))))
    return Box(centre.latitude - high, centre.latitude + high, centre.longitude - wide, centre.longitude + wide)
