"""Maps as SVG made on the server: areas, faint borders, numbered points, circles. Their table stands beside them.

Looks come from classes (`map`, `map-areas`, `map-area`, `is-marked`, `map-faint`, `map-circle`, `map-point`); the few
plain attributes only keep a map readable where no style sheet reaches, and any rule overrides them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from verzahnt.kit.distance import Point
from verzahnt.kit.map_marks import Mark
from verzahnt.kit.outlines import Frame, project

GERMANY = Frame(12.0, 12.0, 660.0, 890.0)


@dataclass(frozen=True, slots=True)
class Area:
    """An area to draw, by its path in the picture of Germany. A name is spoken and shown when pointed at."""

    path: str
    name: str = ""
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A numbered point; the number is the one of its row in the table beside the map."""

    number: int
    at: Point
    name: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """Everything within so many kilometres of a point."""

    centre: Point
    km: float


@dataclass(frozen=True, slots=True)
class Label:
    """A name written on the map, at its point."""

    text: str
    at: Point


def draw(areas: Iterable[Area], *, title: str, description: str, key: str, faint: Iterable[str] = (),
         dots: Iterable[Dot] = (), circles: Iterable[Circle] = (), labels: Iterable[Label] = (),
         marks: Iterable[Mark] = (), frame: Frame = GERMANY) -> Markup:
    """The map as one `<svg>`, to be put into a page. `key` tells it from other maps on the same page.

    `faint` are paths drawn thinly and without names, above the areas. Nothing in the map can be pressed.
    """
    step = max(frame.width, frame.height) / 100  # a hundredth of the picture: sizes stay the same however near it is
    spoken = f"{escape(key)}-title {escape(key)}-text"
    parts = [
        f'<svg class="map" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{spoken}"',
        f' direction="ltr" viewBox="{_box(frame)}">',  # "3–5" stays "3–5" on a page that runs from right to left
        f'<title id="{escape(key)}-title">{escape(title)}</title>',
        f'<desc id="{escape(key)}-text">{escape(description)}</desc>',
        f'<g class="map-areas" fill="none" stroke="currentColor" stroke-width="{_short(step * 0.15)}">',
        *map(_area, areas),
        "</g>",
    ]
    thin = "".join(faint)
    if thin:
        parts.append(f'<path class="map-faint" fill="none" stroke="currentColor" stroke-width="{_short(step * 0.06)}"'
                     f' d="{escape(thin)}"/>')
    parts += [_circle(circle, step) for circle in circles]
    dots = list(dots)
    if dots:
        parts.append(f'<g class="map-points" fill="currentColor" font-size="{_short(step * 2.4)}"'
                     ' text-anchor="middle">')
        parts += [_dot(dot, step) for dot in dots]
        parts.append("</g>")
    labels, marks = list(labels), list(marks)
    if labels:
        parts.append(f'<g class="map-labels" fill="currentColor" font-size="{_short(step * 3.2)}"'
                     ' text-anchor="middle" aria-hidden="true">')
        parts += [_label(label) for label in labels]
        parts.append("</g>")
    if marks:
        parts.append('<g class="map-points" fill="currentColor" text-anchor="middle">')
        parts += map(_mark, marks)
        parts.append("</g>")
    parts.append("</svg>")
    return Markup("".join(parts))


def _area(area: Area) -> str:
    name = f"<title>{escape(area.name)}</title>" if area.name else ""
    marked = " is-marked" if area.is_marked else ""
    return f'<path class="map-area{marked}" d="{escape(area.path)}">{name}</path>'


def _dot(dot: Dot, step: float) -> str:
    x, y = project(dot.at)
    marked = " is-marked" if dot.is_marked else ""
    return (f'<g class="map-point{marked}"><title>{escape(dot.name)}</title>'
            f'<circle cx="{_short(x)}" cy="{_short(y)}" r="{_short(step * 1.8)}"/>'
            f'<text x="{_short(x)}" y="{_short(y + step * 0.85)}" fill="#fff">{int(dot.number)}</text></g>')


def _label(label: Label) -> str:
    x, y = project(label.at)
    return f'<text x="{_short(x)}" y="{_short(y)}">{escape(label.text)}</text>'


def _mark(mark: Mark) -> str:
    wide, high = mark.half_width, mark.half_height
    return (f'<g class="map-point"><title>{escape("; ".join(mark.names))}</title>'
            f'<rect x="{_short(mark.x - wide)}" y="{_short(mark.y - high)}" width="{_short(2 * wide)}"'
            f' height="{_short(2 * high)}" rx="{_short(high)}"/>'
            f'<text x="{_short(mark.x)}" y="{_short(mark.y + high * 0.42)}" font-size="{_short(high * 1.2)}"'
            f' fill="#fff">{escape(mark.label)}</text></g>')


def _circle(circle: Circle, step: float) -> str:
    x, y = project(circle.centre)
    return (f'<circle class="map-circle" fill="none" stroke="currentColor" stroke-width="{_short(step * 0.2)}"'
            f' cx="{_short(x)}" cy="{_short(y)}" r="{_short(circle.km)}"/>')


def _box(frame: Frame) -> str:
    return " ".join(map(_short, (frame.left, frame.top, frame.width, frame.height)))


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
