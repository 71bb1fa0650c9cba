"""All addresses: stable and German; what people looking for an offer see also stands under each language's prefix."""

from django.conf import settings
from django.urls import URLResolver, include, path
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import get_language

from verzahnt.config.desks import PATHS

DESKS_BEHIND_A_PATH = {
    "counselling": "beratung/",
    "providers": "anbieter/",
    "coordination": "koordination/",
    "funders": "kassen/",
    "entrance": "konto/",
}


class LanguagePrefix(LocalePrefixPattern):
    """No prefix for German, `leicht/` for Leichte Sprache, else the language's code."""

    @property
    def language_prefix(self) -> str:
        return settings.LANGUAGE_PATHS.get(get_language() or settings.LANGUAGE_CODE, "")


def _served(desk: str) -> bool:
    return desk in settings.VERZAHNT_DESKS


urlpatterns = [
    path(prefix, include(f"verzahnt.desks.{desk}.urls"))
    for desk, prefix in DESKS_BEHIND_A_PATH.items()
    if _served(desk)
]
in_every_language = [
    path(prefix, include(f"verzahnt.desks.{desk}.urls"))
    for desk, prefix in {"overview": "programm/", "portal": ""}.items()
    if _served(desk)
]
urlpatterns += [URLResolver(LanguagePrefix(), in_every_language)]

handler400 = "verzahnt.desks.parts.errors.bad_request"
handler403 = "verzahnt.desks.parts.errors.forbidden"
handler404 = "verzahnt.desks.parts.errors.not_found"
handler500 = "verzahnt.desks.parts.errors.server_error"

assert set(DESKS_BEHIND_A_PATH) <= set(PATHS.values())
