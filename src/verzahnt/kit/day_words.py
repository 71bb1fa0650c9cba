"""Known days and periods in words, in the languages pages and papers are written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, get_month_names

from verzahnt.kit.known_days import OPEN, KnownDay, Period, Precision

DAY, MONTH, YEAR = Precision.DAY, Precision.MONTH, Precision.YEAR
END_OF_YEAR, MONTH_WITHOUT_YEAR = Precision.END_OF_YEAR, Precision.MONTH_WITHOUT_YEAR
NOT_LATER_THAN, UNKNOWN = Precision.NOT_LATER_THAN, Precision.UNKNOWN


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The words of one language. `{x}` stands for the day, month or year; a precision not named is just `{x}`."""

    locale: str
    day_pattern: str
    alone: Mapping[Precision, str]
    """As an entry in a list: "Ende 2021"."""
    when: Mapping[Precision, str]
    """In a sentence: "am 19. Dezember 2024". What is not named here is said as alone."""
    after_preposition: Mapping[Precision, str]
    """After "seit", "von", "bis". What is not named here is said as alone."""
    from_to: str
    since: str
    starting: str
    until: str
    end_open: str
    start_not_stated: str
    nothing_stated: str
    from_day_to: str = ""
    """German alone says "vom" before a day and "von" before all else."""


_PHRASES = {
    "de": _Phrases(
        locale="de",
        day_pattern="d. MMMM y",
        alone={
            END_OF_YEAR: "Ende {x}",
            MONTH_WITHOUT_YEAR: "im {x} (Jahr nicht genannt)",
            NOT_LATER_THAN: "spätestens {x}",
            UNKNOWN: "nicht bekannt",
        },
        when={
            DAY: "am {x}",
            MONTH: "im {x}",
            NOT_LATER_THAN: "spätestens am {x}",
            UNKNOWN: "an einem Tag, der nicht bekannt ist",
        },
        after_preposition={MONTH_WITHOUT_YEAR: "{x} (Jahr nicht genannt)"},
        from_to="von {start} bis {end}",
        from_day_to="vom {start} bis {end}",
        since="seit {start}",
        starting="ab {start}",
        until="bis {end}",
        end_open="Ende offen",
        start_not_stated="Beginn nicht genannt",
        nothing_stated="Beginn und Ende nicht genannt",
    ),
    "de-simple": _Phrases(
        locale="de",
        day_pattern="d. MMMM y",
        alone={
            END_OF_YEAR: "Ende {x}",
            MONTH_WITHOUT_YEAR: "im {x} (das Jahr wissen wir nicht)",
            NOT_LATER_THAN: "am {x} oder früher",
            UNKNOWN: "das wissen wir nicht",
        },
        when={
            DAY: "am {x}",
            MONTH: "im {x}",
            YEAR: "im Jahr {x}",
            END_OF_YEAR: "am Ende vom Jahr {x}",
            UNKNOWN: "an einem Tag, den wir nicht wissen",
        },
        after_preposition={
            MONTH_WITHOUT_YEAR: "{x} (das Jahr wissen wir nicht)",
            NOT_LATER_THAN: "{x} oder früher",
        },
        from_to="von {start} bis {end}",
        from_day_to="vom {start} bis {end}",
        since="seit {start}",
        starting="ab {start}",
        until="bis {end}",
        end_open="das Ende ist offen",
        start_not_stated="den Anfang wissen wir nicht",
        nothing_stated="Anfang und Ende wissen wir nicht",
    ),
    "en": _Phrases(
        locale="en_GB",
        day_pattern="d MMMM y",
        alone={
            END_OF_YEAR: "end of {x}",
            MONTH_WITHOUT_YEAR: "in {x} (year not stated)",
            NOT_LATER_THAN: "no later than {x}",
            UNKNOWN: "not known",
        },
        when={
            DAY: "on {x}",
            MONTH: "in {x}",
            YEAR: "in {x}",
            END_OF_YEAR: "at the end of {x}",
            UNKNOWN: "on a day that is not known",
        },
        after_preposition={
            END_OF_YEAR: "the end of {x}",
            MONTH_WITHOUT_YEAR: "{x} (year not stated)",
            NOT_LATER_THAN: "{x} at the latest",
        },
        from_to="from {start} to {end}",
        since="since {start}",
        starting="from {start}",
        until="until {end}",
        end_open="no end agreed",
        start_not_stated="start not stated",
        nothing_stated="start and end not stated",
    ),
    "ar": _Phrases(
        locale="ar",
        day_pattern="d MMMM y",
        alone={
            END_OF_YEAR: "نهاية عام {x}",
            MONTH_WITHOUT_YEAR: "في {x} (السنة غير مذكورة)",
            NOT_LATER_THAN: "في موعد أقصاه {x}",
            UNKNOWN: "غير معروف",
        },
        when={
            DAY: "في {x}",
            MONTH: "في {x}",
            YEAR: "في عام {x}",
            END_OF_YEAR: "في نهاية عام {x}",
            UNKNOWN: "في يوم غير معروف",
        },
        after_preposition={
            YEAR: "عام {x}",
            MONTH_WITHOUT_YEAR: "{x} (السنة غير مذكورة)",
            NOT_LATER_THAN: "{x} على أبعد تقدير",
        },
        from_to="من {start} إلى {end}",
        since="منذ {start}",
        starting="اعتبارًا من {start}",
        until="حتى {end}",
        end_open="دون نهاية محددة",
        start_not_stated="البداية غير مذكورة",
        nothing_stated="البداية والنهاية غير مذكورتين",
    ),
}


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
            return f"{phrases.start_not_stated}, {phrases.end_open}"
        return f"{_beginning(period.start, start, phrases, on)}, {phrases.end_open}"
    if not period.end.is_known:
        return _beginning(period.start, start, phrases, on) if period.start.is_known else phrases.nothing_stated
    end = _said(period.end, phrases, phrases.alone, phrases.after_preposition)
    if not period.start.is_known:
        return f"{phrases.until.format(end=end)} ({phrases.start_not_stated})"
    pattern = phrases.from_day_to if period.start.precision is DAY and phrases.from_day_to else phrases.from_to
    return pattern.format(start=start, end=end)


def _beginning(start: KnownDay, said: str, phrases: _Phrases, on: date) -> str:
    ahead = KnownDay.day(on).certainly_before(start)
    return (phrases.starting if ahead else phrases.since).format(start=said)


def _phrases(language: str) -> _Phrases:
    """A language we have no phrases for yet is served the German ones."""
    return _PHRASES.get(language, _PHRASES["de"])


def _said(day: KnownDay, phrases: _Phrases, *ways: Mapping[Precision, str]) -> str:
    pattern = "{x}"
    for way in ways:
        pattern = way.get(day.precision, pattern)
    return pattern.format(x=_named(day, phrases))


def _named(day: KnownDay, phrases: _Phrases) -> str:
    if day.calendar_month is not None:
        return str(get_month_names("wide", "stand-alone", phrases.locale)[day.calendar_month])
    known = day.latest
    if known is None:
        return ""
    if day.precision in (YEAR, END_OF_YEAR):
        return str(known.year)
    pattern = "LLLL y" if day.precision is MONTH else phrases.day_pattern
    return format_date(known, format=pattern, locale=phrases.locale)
