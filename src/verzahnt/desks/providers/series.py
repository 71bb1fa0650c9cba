"""The dates of a series: every week or every other, so many times, never on a free day. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MOST_WEEKS = 156  # three years; a series that finds no days by then has none


@dataclass(frozen=True)
class Series:
    days: tuple[date, ...]
    skipped: tuple[tuple[date, str], ...]
    """Days the pattern would have hit, and why nothing takes place there."""


def series(first_on: date, *, times: int, every: int = 1, free: Mapping[date, str] | None = None,
           left_out: Collection[date] = ()) -> Series:
    """So many dates from the first day on, `every` so many weeks; for a day that is free or left out, one more."""
    days: list[date] = []
    skipped: list[tuple[date, str]] = []
    for week in range(0, MOST_WEEKS, every):
        day = first_on + timedelta(weeks=week)
        if len(days) == times:
            break
        if reason := (free or {}).get(day):
            skipped.append((day, reason))
        elif day in left_out:
            skipped.append((day, ""))
        else:
            days.append(day)
    return Series(tuple(days), tuple(skipped))
