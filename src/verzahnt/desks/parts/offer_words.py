"""How a found offer is spoken of, at every desk that shows some: when, where, places, and why it is here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from verzahnt.desks.parts import languages, words
from verzahnt.programme.offers.choices import Choices
from verzahnt.programme.offers.hits import Dates, Hit
from verzahnt.programme.offers.rules import Reason
from verzahnt.programme.offers.states import Band, Registration


@dataclass(frozen=True, slots=True)
class Told:
    """The words of one result, ready for `cards.result`."""

    when: str
    where: str
    seats: str
    seats_kind: str
    reasons: list[str]
    languages: str


def told(hit: Hit, lists: Choices) -> Told:
    """A result in words."""
    seats, kind = places(hit.band, hit.registration) if hit.run else ("", "")
    if not seats:
        seats = {Registration.NONE: _("Einfach hingehen"), Registration.WEBSITE: _("Anmeldung beim Anbieter"),
                 Registration.TELEPHONE: _("Anmeldung am Telefon")}.get(Registration(hit.registration), "")
    said = [one for one in hit.reasons if hit.registration != Registration.NONE or one[1] != "ohne-anmeldung"]
    return Told(when(hit.dates), where(hit), seats, kind, [reason(one, lists) for one in said],
                spoken(hit.languages, lists))


def when(dates: Dates | None) -> str:
    """Weekday first: "dienstags, 10 bis 11:30 Uhr, ab 3. März"."""
    if dates is None:
        return _("Termine am Telefon erfragen")
    span = words.time_span(dates.starts_at, dates.ends_at)
    if dates.weekly:
        return _("%(weekdays)s, %(span)s, ab %(day)s") % {
            "weekdays": words.on_weekdays(dates.starts_at), "span": span, "day": words.short_day(dates.starts_at)}
    first = f"{words.weekday_short_day(dates.starts_at)}, {span}"
    if dates.left == 1:
        return first
    return ngettext("%(first)s, und %(num)d weiterer Termin", "%(first)s, und %(num)d weitere Termine",
                    dates.left - 1) % {"first": first, "num": dates.left - 1}


def where(hit: Hit) -> str:
    """Where, and how far: "Haus am Park, Mühlhausen (3 km)"."""
    if hit.is_online:
        return _("von zu Hause aus")
    name = ", ".join(part for part in (hit.venue, hit.town) if part) or hit.provider
    if languages.current().direction == "rtl":
        name = f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
    return f"{name} ({distance(hit.km)})" if hit.km is not None else name


def distance(km: float) -> str:
    """Whole kilometres, as the crow flies; nobody needs more to choose."""
    if km < 1:
        return _("unter 1 km").replace(" km", "\N{NO-BREAK SPACE}km")
    return _("%(km)s km") % {"km": words.number(round(km))}


def places(band: str, registration: str) -> tuple[str, str]:
    """Free places as words, never as a number, and the kind of the mark; empty where there is nothing to book here."""
    if registration != Registration.CARD:
        return "", ""
    match band:
        case Band.FREE:
            return pgettext("Plätze", "frei"), "free"
        case Band.FEW:
            return _("noch wenige Plätze"), "few"
        case _:
            return _("Warteliste"), "full"


def reason(why: tuple[Reason, str], lists: Choices) -> str:
    """One short reason why a result is here."""
    kind, trait = why
    match kind:
        case Reason.TRAIT:
            return lists.traits[trait].name if trait in lists.traits else trait
        case Reason.VERY_NEAR:
            return _("ganz in der Nähe")
        case Reason.SOON:
            return _("beginnt bald")
        case Reason.ANY_TIME:
            return _("jederzeit dazukommen")
        case Reason.MY_LANGUAGE:
            return _("in Ihrer Sprache")
        case Reason.FOR_ME:
            return _("gerade für Sie")
        case Reason.MY_TIME:
            return _("zu Ihrer Zeit")
    raise ValueError(kind)


def spoken(codes: tuple[str, ...] | list[str], lists: Choices) -> str:
    """The languages an offer is held in, if not only in German."""
    if set(codes) <= {"de"}:
        return ""
    return words.listed(lists.languages.get(code, code) for code in codes)
