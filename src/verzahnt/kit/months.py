"""Counting in months, as people do: a month after 31 January is the last day of February."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day so many months later; where that month is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; where that month is too short, its last day."""
    return months_after(day, -months)


def first_of_month(day: date) -> date:
    """The day a month is named by where it has to be one day."""
    return day.replace(day=1)
