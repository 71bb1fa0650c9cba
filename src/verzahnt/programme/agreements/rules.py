"""When an agreement may be extended or renewed, and when what we know of it is old. Pure; knows no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from verzahnt.kit.known_days import OPEN, KnownDay, Period
from verzahnt.kit.months import months_before

MONTHS_AHEAD = 6  # from then on an end is announced, and an extension may be agreed


@dataclass(frozen=True)
class Span:
    """Days from the first to an exclusive end."""

    first: date
    end: date


def may_extend(runs: Period, *, on: date) -> bool:
    """An agreement may be extended from six months before its end until the day it ends.

    Of an end that no source names nobody can say that it has passed: such a term may be extended, too.
    """
    if runs.end is OPEN:
        return False
    if runs.end.earliest is None or runs.end.latest is None:
        return runs.end.latest is None or on <= runs.end.latest
    return months_before(runs.end.earliest, MONTHS_AHEAD) <= on <= runs.end.latest


def may_renew(runs: Period, *, on: date) -> bool:
    """After its end an agreement is not extended but renewed."""
    return runs.certainly_over(on=on)


def warned(runs: Period, *, on: date) -> bool:
    """The end of the term is announced six months ahead, and until it is over."""
    return runs.end is not OPEN and runs.end.is_known and may_extend(runs, on=on)


def following(runs: Period, until: date) -> Period:
    """What an extension runs: from the day after the earlier end, where that day is known, to the new one."""
    last = None if runs.end is OPEN or runs.end.earliest != runs.end.latest else runs.end.latest
    start = KnownDay.unknown() if last is None else KnownDay.day(last + timedelta(days=1))
    return Period(start, KnownDay.day(until))


def days_for_certain(runs: Period) -> Span | None:
    """The days that belong to the term whatever the days in doubt really were; None where there are none."""
    first = runs.start.latest
    if first is None or runs.end is OPEN or runs.end.earliest is None or runs.end.earliest < first:
        return None
    return Span(first, runs.end.earliest + timedelta(days=1))


def overlaps(runs: Period, others: Iterable[Period]) -> bool:
    """The term would have days in common with another one of the same agreement."""
    return any(runs.certainly_overlaps(other) for other in others)


def ended_on(terms: Iterable[Period]) -> date | None:
    """The last day an agreement can have held; None as long as an end is open, or named by no source."""
    ends = [None if runs.end is OPEN else runs.end.latest for runs in terms]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def is_old_news(runs: Period, *, newer: bool, on: date) -> bool:
    """The term has certainly passed, and no source we know tells of later."""
    return runs.certainly_over(on=on) and not newer
