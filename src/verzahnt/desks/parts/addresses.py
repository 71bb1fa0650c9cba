"""Where the portal stands, for what is printed at other desks."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def portal_address(request: HttpRequest) -> str:
    """Where the portal stands, with a slash at its end: here, or where the installation says it is."""
    if "portal" in settings.VERZAHNT_DESKS:
        return request.build_absolute_uri("/")
    return str(settings.VERZAHNT_ADDRESS).rstrip("/") + "/"


def as_printed(address: str) -> str:
    """An address as people type it: without its scheme and the slash at its end."""
    return address.removeprefix(f"{urlsplit(address).scheme}://").rstrip("/")
