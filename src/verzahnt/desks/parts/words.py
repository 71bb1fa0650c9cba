"""Days, times, money and numbers as people read them: in the page's language, in Berlin's time."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from verzahnt.desks.parts.languages import locale_of
from verzahnt.kit.berlin import BERLIN

# The weekday something comes back on, Monday first, where an ending does not do.
ON_WEEKDAYS = {
    "uk": ("щопонеділка", "щовівторка", "щосереди", "щочетверга", "щоп’ятниці", "щосуботи", "щонеділі"),
    "ru": ("по понедельникам", "по вторникам", "по средам", "по четвергам", "по пятницам", "по субботам",
           "по воскресеньям"),
    "pl": ("w poniedziałki", "we wtorki", "w środy", "w czwartki", "w piątki", "w soboty", "w niedziele"),
}


def _locale() -> Locale:
    return locale_of(get_language() or "de")


def _in_berlin(value: date) -> date:
    """An instant becomes Berlin's; a day stays as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return value.astimezone(BERLIN)
    return value


@lru_cache(maxsize=8192)
def _day_in_words(value: date, form: str, code: str) -> str:
    """The same few days stand on every page; putting them into words is slow."""
    return str(format_date(value, form, locale=locale_of(code)))


def _written(value: date, form: str) -> str:
    value = _in_berlin(value)
    return _day_in_words(value.date() if isinstance(value, datetime) else value, form, get_language() or "de")


def day(value: date) -> str:
    """3. März 2026"""
    return _written(value, "long")


def short_day(value: date) -> str:
    """3. März"""
    locale = _locale()
    pattern = {"de": "d. MMMM", "en": "d MMMM"}.get(locale.language, "d MMMM")
    return _written(value, pattern)


def month(value: date) -> str:
    """März 2026"""
    return _written(value, "LLLL y")


def weekday_day(value: date) -> str:
    """Dienstag, 3. März 2026"""
    return _written(value, "full")


def weekday_short_day(value: date) -> str:
    """Dienstag, 3. März"""
    locale = _locale()
    if locale.language == "tr":
        return f"{short_day(value)} {_written(value, 'EEEE')}"
    comma = "،" if locale.language in {"ar", "fa"} else ","
    return f"{_written(value, 'EEEE')}{comma} {short_day(value)}"


def weekday(value: date) -> str:
    """Dienstag"""
    return _written(value, "EEEE")


def short_weekday(value: date) -> str:
    """Di. The short Persian ones are digits, in figures the pages do not use."""
    return _written(value, "EEEE" if _locale().language == "fa" else "EEEEEE")


def on_weekdays(value: date) -> str:
    """The weekday something comes back on: dienstags."""
    locale = _locale()
    name = _written(value, "EEEE")
    match locale.language:
        case "de":
            return name.lower() + "s"
        case "en":
            return name + "s"
        case "uk" | "ru" | "pl" as language:
            return ON_WEEKDAYS[language][_in_berlin(value).weekday()]
        case "tr":
            return f"{name} günleri"
        case "fa":
            return f"{name}\N{ZERO WIDTH NON-JOINER}ها"
        case _:
            return name


def _clock(value: date | time) -> time:
    if isinstance(value, time):
        return value
    moment = _in_berlin(value)
    assert isinstance(moment, datetime), "a day has no time"
    return moment.time()


def _digits(value: time) -> str:
    locale = _locale()
    if locale.language == "de" and value.minute == 0:
        return str(value.hour)
    return str(format_time(value, "H:mm", locale=locale))


def clock(value: date | time) -> str:
    """10 Uhr, 10:30 Uhr; elsewhere 10:30"""
    return _digits(_clock(value)) + (" Uhr" if _locale().language == "de" else "")


def time_span(start: date | time, end: date | time) -> str:
    """10 bis 11:30 Uhr; elsewhere 10:00–11:30"""
    first, last = _digits(_clock(start)), _digits(_clock(end))
    if _locale().language == "de":
        return f"{first} bis {last} Uhr"
    return f"{first}–{last}"


def day_and_times(start: datetime, end: datetime) -> str:
    """Dienstag, 3. März 2026, 10 bis 11:30 Uhr"""
    return _("%(weekday)s, %(times)s") % {"weekday": weekday_day(start), "times": time_span(start, end)}


def euro(value: Decimal | int) -> str:
    """1.234,50 €"""
    return str(format_currency(value, "EUR", locale=_locale()))


def number(value: Decimal | int | float) -> str:
    """1.234"""
    return str(format_decimal(value, locale=_locale()))


def listed(words: Iterable[object]) -> str:
    """Deutsch, Englisch und Arabisch"""
    return str(format_list([str(word) for word in words], locale=_locale()))
