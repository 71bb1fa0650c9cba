"""The Jinja2 environment of all pages; named in the settings as the first template backend's environment."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from verzahnt.desks.parts import charts, controls, languages, words
from verzahnt.kit import known_days


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
    env = Environment(**options)  # noqa: S701 (Django's backend sets autoescape)
    env.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {
        "url": url,
        "static": static,
        "with_query": with_query,
        "current_language": languages.current,
        "timeline_span": charts.span,
        "bar_shares": charts.shares,
        "column_shapes": charts.columns,
    }
    env.filters |= {
        "control": controls.control,
        "day": words.day,
        "short_day": words.short_day,
        "weekday_day": words.weekday_day,
        "weekday_short_day": words.weekday_short_day,
        "on_weekdays": words.on_weekdays,
        "time": words.clock,
        "euro": words.euro,
        "number": words.number,
        "listed": words.listed,
        "known_day": known_day,
    }
    env.globals["time_span"] = words.time_span
    return env


def known_day(value: known_days.KnownDay) -> str:
    """A day as its source knows it, in the page's language."""
    return known_days.words(value, translation.get_language() or "de")
