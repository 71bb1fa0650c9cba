"""Days and periods as a source knows them: a day, a month, a year, or hardly anything. No Django here."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from functools import total_ordering


class Precision(StrEnum):
    """How exactly the source names the day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    END_OF_YEAR = "end_of_year"
    MONTH_WITHOUT_YEAR = "month_without_year"
    NOT_LATER_THAN = "not_later_than"
    UNKNOWN = "unknown"


def last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


@total_ordering
@dataclass(frozen=True, slots=True)
class KnownDay:
    """One day, told as exactly as the source tells it and no more exactly.

    It lies between `earliest` and `latest`, both included; None means that the source sets no bound there.
    Made with `day`, `month`, `year` … below; anything that contradicts itself is refused.
    """

    earliest: date | None
    latest: date | None
    precision: Precision
    calendar_month: int | None = None
    """Only for a month without a year: which month of some year it was."""

    @classmethod
    def day(cls, day: date) -> KnownDay:
        """Exactly this day."""
        return cls(day, day, Precision.DAY)

    @classmethod
    def month(cls, year: int, month: int) -> KnownDay:
        """Some day in this month."""
        return cls(date(year, month, 1), last_of_month(year, month), Precision.MONTH)

    @classmethod
    def year(cls, year: int) -> KnownDay:
        """Some day in this year."""
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)

    @classmethod
    def end_of_year(cls, year: int) -> KnownDay:
        """Told as "Ende 2021": by that nobody means September and many mean 31 December; so, the last quarter."""
        return cls(date(year, 10, 1), date(year, 12, 31), Precision.END_OF_YEAR)

    @classmethod
    def month_without_year(cls, month: int, *, not_later_than: date | None = None) -> KnownDay:
        """Told as "im September", of a year not named; at the latest the last September when it was said."""
        latest = None
        if not_later_than is not None:
            year = not_later_than.year if not_later_than.month >= month else not_later_than.year - 1
            latest = min(last_of_month(year, month), not_later_than)
        return cls(None, latest, Precision.MONTH_WITHOUT_YEAR, month)

    @classmethod
    def not_later_than(cls, day: date) -> KnownDay:
        """Told as "jetzt" or "kürzlich": it had happened when the source appeared."""
        return cls(None, day, Precision.NOT_LATER_THAN)

    @classmethod
    def unknown(cls) -> KnownDay:
        """The source does not say."""
        return cls(None, None, Precision.UNKNOWN)

    def __post_init__(self) -> None:
        if not self._holds_together():
            raise ValueError(f"not a known day: {self!r}")

    def _holds_together(self) -> bool:
        first, last = self.earliest, self.latest
        if self.precision is Precision.MONTH_WITHOUT_YEAR:
            fits = last is None or last.month == self.calendar_month
            return first is None and fits and self.calendar_month in range(1, 13)
        if self.calendar_month is not None:
            return False
        if self.precision is Precision.UNKNOWN:
            return first is None and last is None
        if self.precision is Precision.NOT_LATER_THAN:
            return first is None and last is not None
        if first is None or last is None:
            return False
        if self.precision is Precision.DAY:
            return first == last
        if self.precision is Precision.MONTH:
            return (first, last) == (date(first.year, first.month, 1), last_of_month(first.year, first.month))
        starts_in = 10 if self.precision is Precision.END_OF_YEAR else 1
        return (first, last) == (date(first.year, starts_in, 1), date(first.year, 12, 31))

    @property
    def is_known(self) -> bool:
        """Whether the source says anything at all."""
        return self.precision is not Precision.UNKNOWN

    def __contains__(self, day: date) -> bool:
        """Whether it may have been on this day. An unknown one may have been on any."""
        if self.calendar_month is not None and day.month != self.calendar_month:
            return False
        return (self.earliest or date.min) <= day <= (self.latest or date.max)

    def certainly_before(self, other: KnownDay | date) -> bool:
        """It was before the other, whatever the two days really were."""
        other = other if isinstance(other, KnownDay) else KnownDay.day(other)
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest

    def may_be_before(self, other: KnownDay | date) -> bool:
        """Nothing we know speaks against its having been before the other."""
        other = other if isinstance(other, KnownDay) else KnownDay.day(other)
        return (self.earliest or date.min) < (other.latest or date.max)

    @property
    def sort_key(self) -> tuple[date, date, int]:
        """By the day by which it had certainly happened; of equals, the one that may have been earlier comes first.

        What has no such day comes last: first months without a year, January to December, then the unknown.
        """
        return (self.latest or date.max, self.earliest or date.min, self.calendar_month or 13)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, KnownDay):
            return NotImplemented
        return self.sort_key < other.sort_key


class Open(Enum):
    """No end is agreed. That is something else than an end we do not know."""

    OPEN = "open"


OPEN = Open.OPEN


@dataclass(frozen=True, slots=True)
class Period:
    """From a first to a last day, both included, because sources speak so ("bis Ende 2025"); or without agreed end."""

    start: KnownDay
    end: KnownDay | Open

    def __post_init__(self) -> None:
        if isinstance(self.end, KnownDay) and self.end.certainly_before(self.start):
            raise ValueError(f"ends before it starts: {self!r}")

    def certainly_over(self, *, on: date) -> bool:
        """The last day, whichever it was, lies before this one. Of an open or unknown end nobody can say that."""
        return isinstance(self.end, KnownDay) and self.end.certainly_before(on)

    def certainly_overlaps(self, other: Period) -> bool:
        """There are days that belong to both, whatever the days in doubt really were."""
        ours, theirs = self._certain_days(), other._certain_days()
        return ours is not None and theirs is not None and max(ours[0], theirs[0]) <= min(ours[1], theirs[1])

    def _certain_days(self) -> tuple[date, date] | None:
        first = self.start.latest
        last = date.max if self.end is OPEN else self.end.earliest
        if last is None and self.start.earliest == first:
            last = first
        return (first, last) if first is not None and last is not None and first <= last else None
