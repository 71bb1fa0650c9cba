"""Results on a map: the Kreis one asked from, its neighbours, and points with the numbers of the list beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from verzahnt.kit.distance import Point
from verzahnt.kit.map_marks import Mark, Numbered, marks
from verzahnt.kit.maps import Area, Circle, Label, draw
from verzahnt.kit.outlines import Frame, project
from verzahnt.programme.offers import search as offers
from verzahnt.programme.reference import queries as reference

LEAST_KM = 10.0  # even if all lie in one street, one wants to see which town it is
MARK_SHARE, LABEL_SHARE = 24, 9  # half a mark is a 24th of the picture high; a name keeps a ninth free
COARSE_FROM = 150.0  # km; a wide map needs no fine borders


@dataclass(frozen=True)
class ResultsMap:
    """The picture, and the number of each result that has a point, by its place in the list."""

    picture: Markup
    numbers: dict[int, int]


def map_of(results: offers.Results) -> ResultsMap | None:
    """None where nothing has a point: what is done from home lies nowhere."""
    points = [(place, Point(hit.latitude, hit.longitude), hit.title.body) for place, hit in enumerate(results.hits)
              if hit.latitude is not None and hit.longitude is not None and not hit.is_online]
    if not points:
        return None
    numbered = [Numbered(number, at, name) for number, (_place, at, name) in enumerate(points, 1)]
    spot = results.spot.point if results.spot else None
    own = set(results.spot.kreis_keys) if results.spot else set()
    frame = _frame([one.at for one in numbered] + ([spot] if spot else []), reference.frame_of(own, margin_km=2))
    found = marks(numbered, half_height=frame.width / MARK_SHARE)
    kreise = reference.kreise_within(frame)
    names = {kreis.key: kreis.long_name for kreis in kreise}
    outlines = reference.outlines(names, near=frame.width < COARSE_FROM)
    return ResultsMap(draw(
        [Area(path, names[key], key in own) for key, path in outlines.items()],
        title=_("Karte der Angebote auf dieser Seite"),
        description=_("Die Nummern sind die der Liste. Was dicht beieinander liegt, hat eine gemeinsame Marke."),
        key="angebote", frame=frame, marks=found, circles=[Circle(spot, frame.width / 150)] if spot else [],
        labels=_labels([Label(kreis.name, kreis.point) for kreis in kreise], found, spot, frame),
    ), {place: number for number, (place, _at, _name) in enumerate(points, 1)})


def _frame(points: list[Point], kreis: Frame | None) -> Frame:
    """A square around the points and one's own Kreis, with air at its edges."""
    drawn = Frame.around([*(Frame(x, y, x, y) for x, y in map(project, points)), *([kreis] if kreis else [])])
    half = max(drawn.width / 2, drawn.height / 2, LEAST_KM) * 1.12
    x, y = (drawn.left + drawn.right) / 2, (drawn.top + drawn.bottom) / 2
    return Frame(x - half, y - half, x + half, y + half)


def _labels(labels: list[Label], found: list[Mark], spot: Point | None, frame: Frame) -> list[Label]:
    """Names where there is room for them: away from marks, from the edges and from one another."""
    high = frame.width / LABEL_SHARE / 2
    taken = [(mark.x, mark.y, mark.half_width) for mark in found] + ([(*project(spot), 0.0)] if spot else [])
    shown = []
    for label in labels:
        x, y = project(label.at)
        wide = frame.width * 0.011 * len(label.text)
        inside = frame.left + wide < x < frame.right - wide and frame.top + high < y < frame.bottom - high
        if inside and all(abs(x - left) > wide + far or abs(y - top) > high for left, top, far in taken):
            taken.append((x, y, wide))
            shown.append(label)
    return shown
