"""The geometry of the few small pictures: pure numbers, drawn by `parts/charts.html`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Span:
    """How much of a period has passed, in percent."""

    passed: float
    over: bool


def span(start: date, end: date, today: date) -> Span:
    """Where today lies between start and end."""
    whole = (end - start).days
    gone = (today - start).days
    if whole <= 0:
        return Span(100.0, today >= end)
    return Span(round(min(max(gone / whole, 0), 1) * 100, 1), today >= end)


def shares(values: Sequence[float | None]) -> list[float]:
    """Each value in percent of the largest; a hidden one has no length."""
    largest = max((value for value in values if value is not None), default=0)
    return [round(value / largest * 100, 1) if value and largest else 0.0 for value in values]


@dataclass(frozen=True)
class Column:
    x: float
    y: float
    width: float
    height: float
    hidden: bool


def columns(values: Sequence[float | None], *, width: float = 320, height: float = 120) -> list[Column]:
    """Standing columns; a hidden value keeps its place, drawn as a low dashed box."""
    step = width / max(len(values), 1)
    body = round(min(step * 0.6, 48), 1)
    found = []
    for index, (value, share) in enumerate(zip(values, shares(values), strict=True)):
        tall = 12.0 if value is None else max(round(share / 100 * (height - 16), 1), 1.0)
        x = round(index * step + (step - body) / 2, 1)
        found.append(Column(x, round(height - tall, 1), body, tall, value is None))
    return found
