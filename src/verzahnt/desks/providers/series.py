"""The dates of a series: on weekdays, every week or every other, so many times, never on a free day.

Pure: no database, no clock.
"""

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
    added: tuple[date, ...] = ()
    """Those of the days that are no part of the pattern."""


def series(first_on: date, *, times: int, weekdays: Collection[int] = (), every: int = 1,
           free: Mapping[date, str] | None = None, left_out: Collection[date] = (),
           added: Collection[date] = ()) -> Series:
    """So many dates from the first day on, `every` so many weeks; for a day that is free or left out, one more.

    No weekday named: that of the first day (0 is Monday). Days `added` come on top, also where they are free.
    """
    wanted = sorted(set(weekdays)) or [first_on.weekday()]
    monday = first_on - timedelta(days=first_on.weekday())
    days: list[date] = []
    skipped: list[tuple[date, str]] = []
    for week in range(0, MOST_WEEKS, every):
        for weekday in wanted:
            day = monday + timedelta(weeks=week, days=weekday)
            if day < first_on or len(days) == times:
                continue
            if reason := (free or {}).get(day):
                skipped.append((day, reason))
            elif day in left_out:
                skipped.append((day, ""))
            else:
                days.append(day)
        if len(days) == times:
            break
    more = tuple(sorted(set(added) - set(days)))
    return Series(tuple(sorted([*days, *more])), tuple(one for one in skipped if one[0] not in more), more)
