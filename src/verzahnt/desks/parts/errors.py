"""Error pages in our own words. They need neither database nor session nor context."""

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from verzahnt.desks.parts import languages

LAST_WORDS = """<!doctype html><html lang="de"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Verzahnt</title>
<h1>Bei uns ist etwas schiefgegangen</h1>
<p>Das liegt nicht an Ihnen. Bitte versuchen Sie es in ein paar Minuten noch einmal.</p>"""
DRESSED = frozenset({400, 403, 404, 405, 409, 429, 500})


def error_page(status: int, *, message: str = "") -> HttpResponse:
    """The page for a status; the message, where the deed has one, is a sentence people can act on."""
    language = languages.current()
    body = render_to_string(
        "parts/error.html",
        {
            "status": status,
            "message": message,
            "language": language.tag,
            "direction": language.direction,
            "home": "/" + language.prefix,
        },
        using="jinja2",
    )
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return error_page(400, message=_("Das war zu viel Text auf einmal. Bitte gehen Sie zurück: Was Sie geschrieben "
                                         "haben, steht noch da. Kürzen Sie es, und senden Sie es noch einmal."))
    return error_page(400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For CSRF_FAILURE_VIEW: most often the page had simply been open for too long."""
    return error_page(403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever is broken, templates and static files included, somebody reads a sentence."""
    try:
        return error_page(500)
    except Exception:
        logging.getLogger(__name__).exception("The error page itself cannot be made")
        return HttpResponse(LAST_WORDS, status=500)


def dress_bare_errors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an error answered without a body (405 from Django, 409 and 429 of ours) gets its page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code not in DRESSED or response.streaming or response.content:
            return response
        page = error_page(response.status_code)
        for name, value in response.items():
            if name.lower() not in {"content-type", "content-length"}:
                page[name] = value
        page.cookies = response.cookies
        return page

    return middleware
