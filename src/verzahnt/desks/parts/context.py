"""What every page knows without its view saying so."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from verzahnt.desks.parts import languages


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, direction, the same page in other languages, the footer, the desk and its pages."""
    language = languages.current()
    query = request.GET.urlencode()
    return {
        "language": language.tag,
        "direction": language.direction,
        "languages": [
            (
                other.tag,
                other.own_name,
                languages.in_language(request.path, other) + (f"?{query}" if query else ""),
                other.code == language.code,
            )
            for other in languages.shown()
        ],
        "home": "/" + language.prefix,
        "footer": [(text, "/" + language.prefix + path) for text, path in _footer()],
        "demo": bool(getattr(settings, "VERZAHNT_DEMO", False)),
        "desk": _desk(request),
        "desk_pages": _desk_pages(request),
    }


def _footer() -> list[tuple[str, str]]:
    return [
        (_("Kontakt"), "kontakt/"),
        (_("Impressum"), "impressum/"),
        (_("Datenschutz"), "datenschutz/"),
        (_("Barrierefreiheit"), "barrierefreiheit/"),
        (_("Datenquellen"), "datenquellen/"),
        (_("Sitemap"), "sitemap/"),
    ]


def _desk(request: HttpRequest) -> str:
    """The namespace the page lives in: portal, coordination, …"""
    match = request.resolver_match
    return match.namespaces[0] if match and match.namespaces else "portal"


def _desk_pages(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The desk's own navigation: (text, address, active).

    A desk names it in its AppConfig: `navigation = (("Übersicht", "coordination:cockpit", ""), …)`; the third word is
    the permission it takes, empty for none.
    """
    desk = _desk(request)
    if not apps.is_installed(f"verzahnt.desks.{desk}"):
        return []
    permissions = getattr(getattr(request, "actor", None), "permissions", frozenset())
    found = [
        (str(text), reverse(name))
        for text, name, permission in getattr(apps.get_app_config(desk), "navigation", ())
        if not permission or permission in permissions
    ]
    here = max((address for _text, address in found if request.path.startswith(address)), key=len, default="")
    return [(text, address, address == here) for text, address in found]
