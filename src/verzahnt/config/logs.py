"""What logs may hold: which page, how it ended and how long it took; never its path, its question or who asked."""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.http import HttpRequest, HttpResponse

PAGES = logging.getLogger("verzahnt.pages")


class PageInsteadOfPath(logging.Filter):
    """Django names the path of a request that failed, and that can tell what somebody looked at. The page is enough."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path is not None and isinstance(record.args, tuple):
            record.args = tuple(_page(request) if arg == path else arg for arg in record.args)
        return True


class NobodyIsQuoted(logging.Formatter):
    """The database says which value it refused ("Key (email)=(…) already exists"). That is for whoever asked alone."""

    def formatException(self, ei: Any) -> str:
        return re.sub(r"^DETAIL: .*$", "DETAIL: (not in logs)", super().formatException(ei), flags=re.MULTILINE)


class PageLog:
    """One line for each answer: the page's name, the status and the milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = perf_counter()
        response = self.get_response(request)
        PAGES.info("%s %d %.0f ms", _page(request), response.status_code, (perf_counter() - begun) * 1000)
        return response


def _page(request: object) -> str:
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else "no page"
