"""The small picture of a site's network: the site in the middle, its partners around it. Pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

MIDDLE, REACH = 120.0, 96.0


@dataclass(frozen=True, slots=True)
class Spoke:
    """One partner: where its numbered point lies, and where the line from the middle begins and ends."""

    number: int
    x: float
    y: float
    line: str
    is_planned: bool
    is_leading: bool


def spokes(partners: Sequence[tuple[bool, bool]]) -> list[Spoke]:
    """The partners clockwise from the top, numbered as in the list beside; each (is planned, is leading)."""
    found = []
    for number, (is_planned, is_leading) in enumerate(partners, start=1):
        angle = 2 * pi * (number - 1) / len(partners) - pi / 2
        east, south = cos(angle), sin(angle)
        line = (f"M{_short(MIDDLE + 34 * east)} {_short(MIDDLE + 34 * south)}"
                f"L{_short(MIDDLE + (REACH - 14) * east)} {_short(MIDDLE + (REACH - 14) * south)}")
        found.append(Spoke(number, round(MIDDLE + REACH * east, 1), round(MIDDLE + REACH * south, 1), line, is_planned,
                           is_leading))
    return found


def _short(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
