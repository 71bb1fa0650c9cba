"""The Jinja2 environment of all pages; named in the settings as the first template backend's environment."""

from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from verzahnt.desks.parts import charts, controls, languages, words
from verzahnt.kit import day_words
from verzahnt.kit.known_days import KnownDay, Period


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page."""
    return str(reverse(name, args=args or None, kwargs=kwargs or None))


def with_query(request: HttpRequest, **changes: object) -> str:
    """This page's query with some values changed; None takes one out. Begins with `?`."""
    query: QueryDict = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, [str(one) for one in value])
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


def environment(**options: Any) -> Environment:
    """What Django asks for: autoescape and the loader come from it, an unknown name is an error."""
    options |= {
        "undefined": StrictUndefined,
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do", *options.get("extensions", [])],
        "trim_blocks": True,
        "lstrip_blocks": True,
        # All templates of the house fit in; the default of 400 is for houses that make them on the fly.
        "cache_size": -1,
    }
    env = Environment(**options)
    env.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {
        "url": url,
        "static": static,
        "with_query": with_query,
        "current_language": languages.current,
        "timeline_span": charts.span,
        "bar_shares": charts.shares,
        "column_shapes": charts.columns,
        "time_span": words.time_span,
        "day_and_times": words.day_and_times,
    }
    env.filters |= {
        "control": controls.control,
        "day": words.day,
        "short_day": words.short_day,
        "month": words.month,
        "weekday_day": words.weekday_day,
        "weekday_short_day": words.weekday_short_day,
        "on_weekdays": words.on_weekdays,
        "time": words.clock,
        "euro": words.euro,
        "number": words.number,
        "listed": words.listed,
        "known_day": known_day,
        "known_when": known_when,
        "known_period": known_period,
    }
    return env


def known_day(value: KnownDay) -> str:
    """A day as its source knows it, as an entry: Ende 2021."""
    return day_words.words(value, _language())


def known_when(value: KnownDay) -> str:
    """The same inside a sentence: am 19. Dezember 2024."""
    return day_words.when(value, _language())


def known_period(value: Period, on: date) -> str:
    """A period as its source knows it, seen from a day: seit 2017."""
    return day_words.period_words(value, _language(), on=on)


def _language() -> str:
    return translation.get_language() or "de"
