"""When invented runs take place: always ahead of the day they are loaded on, never on a holiday."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from verzahnt.kit.berlin import BERLIN

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Plan:
    """A series: on which weekday and when, how long each date lasts, how many there are, and how soon it begins."""

    weekday: str
    starts: time
    minutes: int
    dates: int
    weeks_ahead: int

    def sessions(self, on: date, is_holiday: Callable[[date], bool]) -> list[tuple[datetime, datetime]]:
        """The dates of the series as instants: week by week from the first fitting day ahead, without holidays."""
        day = on + timedelta(days=1 + (WEEKDAYS.index(self.weekday) - on.weekday() - 1) % 7, weeks=self.weeks_ahead)
        days: list[date] = []
        while len(days) < self.dates:
            if not is_holiday(day):
                days.append(day)
            day += timedelta(days=7)
        return [(start, start + timedelta(minutes=self.minutes))
                for start in (datetime.combine(one, self.starts, BERLIN) for one in days)]


def between_the_years(day: date) -> bool:
    """From Christmas Eve to New Year's Day hardly anybody holds a course."""
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)
