"""Whose machine a request comes from: only to slow down guessing, never stored as such."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The client's address; behind proxies of ours (`VERZAHNT_PROXIES`) the one the outermost of them saw."""
    proxies = int(getattr(settings, "VERZAHNT_PROXIES", 0))
    passed_on = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and passed_on:
        return str(passed_on[-min(proxies, len(passed_on))])
    return str(request.META.get("REMOTE_ADDR", ""))
