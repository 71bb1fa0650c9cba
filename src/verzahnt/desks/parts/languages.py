"""The languages of the public pages: own name, direction, prefix in the address, and what Babel calls them."""

from dataclasses import dataclass
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language


@dataclass(frozen=True)
class PageLanguage:
    code: str
    own_name: str
    babel: str
    direction: str = "ltr"
    html: str = ""

    @property
    def prefix(self) -> str:
        """What the address begins with: nothing for German, `leicht/`, `en/` …"""
        return str(settings.LANGUAGE_PATHS.get(self.code, f"{self.code}/"))

    @property
    def tag(self) -> str:
        """What stands in `lang=`: Leichte Sprache is German to a screen reader."""
        return self.html or self.code


# Leichte Sprache comes first: who needs it should not have to read past the others.
KNOWN = (
    PageLanguage("de-simple", "Leichte Sprache", "de", html="de"),
    PageLanguage("de", "Deutsch", "de"),
    PageLanguage("en", "English", "en_GB"),
    PageLanguage("uk", "Українська", "uk"),
    PageLanguage("ar", "العربية", "ar", direction="rtl"),
    PageLanguage("tr", "Türkçe", "tr"),
    PageLanguage("ru", "Русский", "ru"),
    PageLanguage("fa", "فارسی", "fa", direction="rtl"),
    PageLanguage("pl", "Polski", "pl"),
)
GERMAN = next(language for language in KNOWN if language.code == "de")
BY_CODE = {language.code: language for language in KNOWN}


def shown() -> list[PageLanguage]:
    """The languages this installation offers, in the order of the language row."""
    offered = {code for code, _name in settings.LANGUAGES}
    return [language for language in KNOWN if language.code in offered]


def current() -> PageLanguage:
    """The language of the page being made."""
    return BY_CODE.get(get_language() or "de", GERMAN)


@cache
def locale_of(code: str) -> Locale:
    """Babel's locale for one of our languages."""
    return Locale.parse(BY_CODE.get(code, GERMAN).babel)


@cache
def in_german(code: str) -> str:
    """How one of our languages is called in German; empty for any other."""
    if code == "de-simple":
        return BY_CODE[code].own_name
    return str(locale_of("de").languages.get(code, "")) if code in BY_CODE else ""


def without_prefix(path: str) -> str:
    """The path as it would be in German."""
    for language in shown():
        if language.prefix and path.startswith("/" + language.prefix):
            return path[len(language.prefix) :]
    return path


def in_language(path: str, language: PageLanguage) -> str:
    """The same page's path in another language."""
    return "/" + language.prefix + without_prefix(path)[1:]
