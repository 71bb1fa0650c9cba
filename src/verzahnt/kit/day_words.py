"""Known days and periods in words, in the languages pages and papers are written in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from babel.dates import format_date, get_month_names

from verzahnt.kit.day_phrases import DAY, END_OF_YEAR, MONTH, PHRASES, YEAR, Phrases
from verzahnt.kit.known_days import OPEN, KnownDay, Period, Precision


def words(day: KnownDay, language: str) -> str:
    """The day as an entry in a list: "19. Dezember 2024", "Ende 2021", "nicht bekannt"."""
    phrases = _phrases(language)
    return _said(day, phrases, phrases.alone)


def when(day: KnownDay, language: str) -> str:
    """The day inside a sentence: "am 19. Dezember 2024", "im Dezember 2016"."""
    phrases = _phrases(language)
    return _said(day, phrases, phrases.alone, phrases.when)


def period_words(period: Period, language: str, *, on: date) -> str:
    """The period seen from the day `on`, since what has yet to begin is not "since" but "from" its start."""
    phrases = _phrases(language)
    start = _said(period.start, phrases, phrases.alone, phrases.after_preposition)
    if period.end is OPEN:
        if not period.start.is_known:
            return f"{phrases.start_not_stated}{phrases.comma}{phrases.end_open}"
        return f"{_beginning(period.start, start, phrases, on)}{phrases.comma}{phrases.end_open}"
    if not period.end.is_known:
        return _beginning(period.start, start, phrases, on) if period.start.is_known else phrases.nothing_stated
    end = _said(period.end, phrases, phrases.alone, phrases.after_preposition, phrases.after_until)
    if not period.start.is_known:
        return f"{phrases.until.format(end=end)} ({phrases.start_not_stated})"
    pattern = phrases.from_day_to if period.start.precision is DAY and phrases.from_day_to else phrases.from_to
    return pattern.format(start=start, end=end)


def _beginning(start: KnownDay, said: str, phrases: Phrases, on: date) -> str:
    ahead = KnownDay.day(on).certainly_before(start)
    return (phrases.starting if ahead else phrases.since).format(start=said)


def _phrases(language: str) -> Phrases:
    """A language we have no phrases for yet is served the German ones."""
    return PHRASES.get(language, PHRASES["de"])


def _said(day: KnownDay, phrases: Phrases, *ways: Mapping[Precision, str]) -> str:
    pattern = "{x}"
    for way in ways:
        pattern = way.get(day.precision, pattern)
    return pattern.format(x=_named(day, phrases), of_x=_named(day, phrases, "format"), in_x=_inside(day, phrases))


def _named(day: KnownDay, phrases: Phrases, context: Literal["format", "stand-alone"] = "stand-alone") -> str:
    """`format` is the month as it stands beside a day: "грудня", where `stand-alone` is "грудень"."""
    if day.calendar_month is not None:
        return str(get_month_names("wide", context, phrases.locale)[day.calendar_month])
    known = day.latest
    if known is None:
        return ""
    if day.precision in (YEAR, END_OF_YEAR):
        return str(known.year)
    month_pattern = "LLLL y" if context == "stand-alone" else "MMMM y"
    pattern = month_pattern if day.precision is MONTH else phrases.day_pattern
    return format_date(known, format=pattern, locale=phrases.locale)


def _inside(day: KnownDay, phrases: Phrases) -> str:
    """ "In December 2016", "in September", where the language has words of its own for it."""
    if not phrases.in_months:
        return ""
    if day.calendar_month is not None:
        return phrases.in_months[day.calendar_month - 1]
    return f"{phrases.in_months[day.latest.month - 1]} {day.latest.year}" if day.latest else ""
