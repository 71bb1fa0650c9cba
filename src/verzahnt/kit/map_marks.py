"""Numbered marks on a map that never lie upon one another: those that would are drawn as one, "3–5"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from verzahnt.kit.distance import Point
from verzahnt.kit.outlines import project

GAP = 1.15  # a little air between two marks
LETTER = 0.62  # how wide a digit is, measured in the height of a mark's half


@dataclass(frozen=True, slots=True)
class Numbered:
    """A point and the number of its row in the list beside the map."""

    number: int
    at: Point
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One or several points close together: where in the picture, what stands in it, and how large it is."""

    numbers: tuple[int, ...]
    x: float
    y: float
    names: tuple[str, ...]
    half_height: float

    @property
    def label(self) -> str:
        return ranges(self.numbers)

    @property
    def half_width(self) -> float:
        """A circle for up to two signs, else as wide as its words."""
        return self.half_height * max(1.0, LETTER * len(self.label) + 0.2)


def marks(points: Iterable[Numbered], *, half_height: float) -> list[Mark]:
    """Marks for these points, ordered by their first number; none overlaps another."""
    found = [Mark((one.number,), *project(one.at), (one.name,), half_height) for one in points]
    while pair := next((pair for pair in combinations(found, 2) if _overlap(*pair)), None):
        found = [one for one in found if one not in pair] + [_together(pair)]
    return sorted(found, key=lambda mark: mark.numbers)


def ranges(numbers: Sequence[int]) -> str:
    """"1, 3–5": numbers in order, three and more that follow one another as a range."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{part[0]}–{part[-1]}" if len(part) > 2 else ", ".join(map(str, part)) for part in parts)


def _overlap(one: Mark, other: Mark) -> bool:
    return (abs(one.x - other.x) < GAP * (one.half_width + other.half_width)
            and abs(one.y - other.y) < GAP * (one.half_height + other.half_height))


def _together(pair: Sequence[Mark]) -> Mark:
    """The mark of both, in their middle, where more points weigh more."""
    weights = [len(one.numbers) for one in pair]
    x = sum(one.x * weight for one, weight in zip(pair, weights, strict=True)) / sum(weights)
    y = sum(one.y * weight for one, weight in zip(pair, weights, strict=True)) / sum(weights)
    numbers = tuple(sorted(number for one in pair for number in one.numbers))
    names = tuple(dict.fromkeys(name for one in sorted(pair, key=lambda one: one.numbers) for name in one.names))
    return Mark(numbers, x, y, names, pair[0].half_height)
