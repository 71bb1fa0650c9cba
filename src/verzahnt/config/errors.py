"""When something does not work out: one page each, in our own words, saying what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def answer(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    """The error page for a status; `reason` is a sentence of ours that may be shown, never an exception's text."""
    return render(request, "parts/error.html", {"status": status, "reason": reason}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    return answer(request, 500)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, 403, "Die Seite war zu lange offen. Bitte laden Sie sie neu und senden Sie noch einmal ab.")
