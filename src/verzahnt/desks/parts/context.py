"""What every page knows without its view saying so."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from verzahnt.desks.parts import languages
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.people.states import Role

PUBLIC = frozenset({"portal", "overview", "api"})


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, direction, the same page in other languages, the footer; for staff the desk, its pages, who is here."""
    language = languages.current()
    query = request.GET.urlencode()
    desk = getattr(request, "desk", "portal")
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
        "footer": [(text, f"/{language.prefix}{path}/") for text, path in _footer()],
        "demo": bool(settings.VERZAHNT_DEMO),
        "desk": desk,
        "desk_name": _desk_name(desk),
        "desk_pages": _desk_pages(request, desk),
        "who": _who(request),
        "messages": get_messages(request),
    }


def _footer() -> list[tuple[str, str]]:
    return [
        (_("Kontakt"), "kontakt"),
        (_("Impressum"), "impressum"),
        (_("Datenschutz"), "datenschutz"),
        (_("Barrierefreiheit"), "barrierefreiheit"),
        (_("Datenquellen"), "datenquellen"),
        (_("Sitemap"), "sitemap"),
    ]


def _desk_name(desk: str) -> str:
    """What stands beside the name in the header: the staff desk one sits at; nothing on the public pages."""
    if desk in PUBLIC or not apps.is_installed(f"verzahnt.desks.{desk}"):
        return ""
    return str(apps.get_app_config(desk).verbose_name)


def _desk_pages(request: HttpRequest, desk: str) -> list[tuple[str, str, bool]]:
    """The desk's own navigation: (text, address, active).

    A desk names it in its AppConfig: `navigation = (("Übersicht", "coordination:cockpit", ""), …)`; the third word is
    the permission it takes, "signed in" for any account, empty for none.
    """
    if not apps.is_installed(f"verzahnt.desks.{desk}"):
        return []
    actor = getattr(request, "actor", None)
    found = [
        (str(text), reverse(name))
        for text, name, permission in getattr(apps.get_app_config(desk), "navigation", ())
        if not permission or (actor is not None and (actor.may(permission) or _only_asks(permission, actor)))
    ]
    here = max((address for _text, address in found if request.path.startswith(address)), key=len, default="")
    return [(text, address, address == here) for text, address in found]


def _only_asks(permission: str, actor: Actor) -> bool:
    return permission == "signed in" and actor.account is not None


def _who(request: HttpRequest) -> dict[str, str]:
    """Who is signed in and by which role; empty for everybody else. What the entrance does not serve has no address."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.account is None:
        return {}
    return {
        "name": actor.name,
        "membership": _acting(actor),
        "account": _address("entrance:home"),
        "switch": _address("entrance:switch") if actor.memberships > 1 else "",
        "sign_out": _address("entrance:sign_out"),
    }


def _acting(actor: Actor) -> str:
    """By which role, and for which organisation."""
    if actor.role not in Role.values:
        return ""
    return ", ".join(word for word in (str(Role(actor.role).label), actor.acting_for) if word)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
