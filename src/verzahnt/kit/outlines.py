"""Outlines of areas made small enough for a page: projected to kilometres and thinned so that neighbours still fit.

Everything is drawn in one flat picture of Germany whose unit is a kilometre (Lambert's conformal cone, touching at
48°40' and 53°40' north): x grows to the east, y to the south, as SVG wants it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, log, pi, radians, sin, tan
from typing import Any

from verzahnt.kit.distance import EARTH_RADIUS_KM, Point

_LOWER, _UPPER, _MIDDLE, _MERIDIAN = radians(48 + 2 / 3), radians(53 + 2 / 3), radians(51), radians(10.5)
_CONE = log(cos(_LOWER) / cos(_UPPER)) / log(tan(pi / 4 + _UPPER / 2) / tan(pi / 4 + _LOWER / 2))
_REACH = EARTH_RADIUS_KM * cos(_LOWER) * tan(pi / 4 + _LOWER / 2) ** _CONE / _CONE
_WEST, _NORTH = 340.0, 470.0  # kilometres from the projection's middle to the picture's corner

Spot = tuple[float, float]
Ring = Sequence[Spot]


@dataclass(frozen=True, slots=True)
class Frame:
    """A cut-out of the picture, in kilometres."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def widened(self, by: float) -> Frame:
        return Frame(self.left - by, self.top - by, self.right + by, self.bottom + by)

    @classmethod
    def around(cls, frames: Iterable[Frame]) -> Frame:
        """The smallest frame holding all of these, of which there is at least one."""
        lefts, tops, rights, bottoms = zip(*((f.left, f.top, f.right, f.bottom) for f in frames), strict=True)
        return cls(min(lefts), min(tops), max(rights), max(bottoms))


def project(point: Point) -> Spot:
    """Where a point of the globe lies in the picture."""
    distance = _REACH / tan(pi / 4 + radians(point.latitude) / 2) ** _CONE
    angle = _CONE * (radians(point.longitude) - _MERIDIAN)
    base = _REACH / tan(pi / 4 + _MIDDLE / 2) ** _CONE
    return _WEST + distance * sin(angle), _NORTH - base + distance * cos(angle)


def back(spot: Spot) -> Point:
    """The point of the globe that is drawn at this spot."""
    base = _REACH / tan(pi / 4 + _MIDDLE / 2) ** _CONE
    east, south = spot[0] - _WEST, spot[1] - _NORTH + base
    latitude = 2 * (pi / 4 - _arc((hypot(east, south) / _REACH) ** (1 / _CONE)))
    longitude = _MERIDIAN + atan2(east, south) / _CONE
    return Point(latitude * 180 / pi, longitude * 180 / pi)


def _arc(ratio: float) -> float:
    return atan2(ratio, 1.0)


def rings(geometry: Mapping[str, Any]) -> list[list[Spot]]:
    """The projected rings of a GeoJSON polygon or multi-polygon, without the repeated last point."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[project(Point(latitude, longitude)) for longitude, latitude in ring[:-1]]
            for polygon in polygons for ring in polygon]


def worth_keeping(all_rings: Iterable[Ring], tolerance: float) -> set[Spot]:
    """The spots that must stay so that no border moves by more than `tolerance` kilometres.

    A border between two areas is thinned once, for both; where three areas meet, the spot stays.
    """
    all_rings = list(all_rings)
    neighbours: dict[Spot, set[Spot]] = {}
    for ring in all_rings:
        for before, spot, after in zip([*ring[-1:], *ring[:-1]], ring, [*ring[1:], *ring[:1]], strict=True):
            neighbours.setdefault(spot, set()).update((before, after))
    crossings = {spot for spot, around in neighbours.items() if len(around) > 2}
    kept = set(crossings)
    seen: set[tuple[Spot, ...]] = set()
    for ring in all_rings:
        for line in _lines_between(ring, crossings):
            line = min(line, line[::-1])
            if line not in seen:
                seen.add(line)
                kept.update(_thinned(line, tolerance))
    return kept


def _lines_between(ring: Ring, crossings: set[Spot]) -> Iterable[tuple[Spot, ...]]:
    """The ring cut at its crossings; a ring without any, at its first corner and the one farthest from it."""
    cuts = [number for number, spot in enumerate(ring) if spot in crossings]
    if len(cuts) < 2:
        first = cuts[0] if cuts else min(range(len(ring)), key=ring.__getitem__)
        far = max(range(len(ring)), key=lambda number: (_apart(ring[first], ring[number]), ring[number]))
        cuts = sorted({first, far})
    round_trip = [*ring, *ring]
    for start, end in zip(cuts, [*cuts[1:], cuts[0] + len(ring)], strict=True):
        yield tuple(round_trip[start:end + 1])


def _apart(one: Spot, other: Spot) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _thinned(line: Sequence[Spot], tolerance: float) -> Iterable[Spot]:
    """Douglas and Peucker's way: keep the corner farthest from the straight line, as long as it is far enough."""
    yield line[0]
    yield line[-1]
    open_pieces = [(0, len(line) - 1)]
    while open_pieces:
        start, end = open_pieces.pop()
        (x1, y1), (x2, y2) = line[start], line[end]
        length = hypot(x2 - x1, y2 - y1)
        worst, farthest = start, tolerance
        for number in range(start + 1, end):
            x, y = line[number]
            off = abs((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) / length if length else hypot(x - x1, y - y1)
            if off > farthest:
                worst, farthest = number, off
        if worst != start:
            yield line[worst]
            open_pieces += [(start, worst), (worst, end)]


def path(area: Sequence[Ring], kept: set[Spot], *, decimals: int = 0, smallest: float = 0.0) -> str:
    """The area as the `d` of an SVG path, in steps from spot to spot, which are short to write.

    Islands and lakes of less than `smallest` square kilometres are left out, never the largest piece.
    """
    scale = 10**decimals
    biggest = max(area, key=_size)
    pieces = []
    for ring in area:
        if ring is not biggest and _size(ring) < smallest:
            continue
        corners = [spot for spot in ring if spot in kept]
        if len(corners) < 3:
            if ring is not biggest:
                continue
            corners = list(ring)
        pieces.append(_steps([(round(x * scale), round(y * scale)) for x, y in corners], scale))
    return "".join(pieces)


def _steps(corners: Sequence[tuple[int, int]], scale: int) -> str:
    here = corners[0]
    text = f"M{_number(here[0], scale)} {_number(here[1], scale)}l"
    steps: list[str] = []
    for there in corners[1:]:
        if there == here:
            continue
        steps += [_number(there[0] - here[0], scale), _number(there[1] - here[1], scale)]
        here = there
    body = ""
    for step in steps:
        body += step if not body or step.startswith("-") else f" {step}"
    return text + body + "z" if body else ""


def _number(units: int, scale: int) -> str:
    if scale == 1:
        return str(units)
    text = f"{units / scale:.{len(str(scale)) - 1}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _size(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def frame(area: Sequence[Ring]) -> Frame:
    """The smallest frame around an area."""
    spots = [spot for ring in area for spot in ring]
    return Frame(min(x for x, _ in spots), min(y for _, y in spots), max(x for x, _ in spots),
                 max(y for _, y in spots))
