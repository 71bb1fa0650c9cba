"""From chosen offers to the hand-out: every word in the hand-out's language, German where there is no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from verzahnt.desks.counselling.choosing import Chosen
from verzahnt.desks.papers.handout import Handout, HandoutOffer, handout_words
from verzahnt.desks.parts import offer_words, words
from verzahnt.desks.parts.addresses import as_printed
from verzahnt.desks.parts.languages import BY_CODE
from verzahnt.kit.texts import GERMAN, text_for
from verzahnt.programme.cards.rules import Card
from verzahnt.programme.offers import queries
from verzahnt.programme.offers.models import OfferText
from verzahnt.programme.offers.rules import Reason
from verzahnt.programme.offers.states import COME_ANY_TIME, Band, Cost, Registration
from verzahnt.programme.reference import queries as reference

_HIDDEN = "•" * 4
_NO_DIGITS = "0" * 16


def preview(chosen: Sequence[Chosen], *, portal: str, language: str) -> dict[str, Any]:
    """The hand-out as it will be printed, before there is a card."""
    paper = handout_words(_handout(chosen, _NO_DIGITS, "", portal=portal, language=language))
    paper["card"] |= {"digits": [_HIDDEN] * 4, "qr": paper["card"]["qr"] | {"path": ""}}
    return paper


def handout_with(card: Card, chosen: Sequence[Chosen], *, portal: str, language: str) -> Handout:
    """The hand-out with a fresh card; its link leads to the page for the card, in the hand-out's language."""
    link = card.link(f"{portal}{BY_CODE[language].prefix}karte/")
    return _handout(chosen, card.digits, link, portal=portal, language=language)


def _handout(chosen: Sequence[Chosen], digits: str, link: str, *, portal: str, language: str) -> Handout:
    texts = queries.texts_of([one.offer.pk for one in chosen], language)
    traits = {trait.pk: trait.name_in(language) for trait in reference.traits()}
    start = portal + BY_CODE[language].prefix
    with override(language):
        offers = tuple(_on_paper(one, texts.get(one.offer.pk, []), traits, language, start) for one in chosen)
    return Handout(offers=offers, digits=digits, link=link or start, language=language, demo=settings.VERZAHNT_DEMO,
                   portal=as_printed(start))


def _on_paper(chosen: Chosen, texts: list[OfferText], traits: Mapping[str, str], language: str,
              start: str) -> HandoutOffer:
    offer, run, hit = chosen.offer, chosen.run, chosen.hit
    said = {field: text_for(getattr(offer, field), texts, language, field=field)
            for field in ("title", "what_to_bring", "telephone_hours")}
    in_german = dict.fromkeys(("provider", "way", "stop"), GERMAN)
    times, first = when(chosen)
    venue = run.venue if run else None
    where: dict[str, str] = {}
    if venue:
        in_german |= dict.fromkeys(("venue_name", "address"), GERMAN)
        where = {"venue_name": venue.name, "address": f"{venue.street}, {venue.postal_code}\u00a0{venue.town}",
                 "way": venue.way, "stop": _stop(venue.stop)}
    elif run:
        in_german |= {"address": GERMAN}
        where = {"venue_name": _("Von zu Hause aus"), "address": run.online_how}
    return HandoutOffer(
        title=said["title"].body, provider=offer.provider.name, times_words=times, first_date_words=first, **where,
        distance_words=_distance(hit.km), what_to_bring=said["what_to_bring"].body,
        how_to_register=_registration(chosen), telephone=offer.telephone,
        telephone_hours=said["telephone_hours"].body, cost_words=_cost(chosen), invented=offer.is_invented,
        reasons=tuple(traits[trait] for reason, trait in hit.reasons if reason is Reason.TRAIT and trait in traits),
        languages=in_german | {field: text.language for field, text in said.items()},
        reports_to_nobody=not offer.reports_to, link=f"{start}angebote/{offer.slug}/")


def when(chosen: Chosen) -> tuple[str, str]:
    """Weekday and time, and the first date; one line where there is one date, or dates that are not alike."""
    dates = chosen.hit.dates
    if dates is None:
        return "", _("Fragen Sie am Telefon nach dem nächsten Termin.")
    times, day = words.time_span(dates.starts_at, dates.ends_at), words.weekday_day(dates.starts_at)
    if dates.left == 1:
        return f"{day}, {times}", ""
    next_one = chosen.offer.kind in COME_ANY_TIME
    named = (_("Nächstes Mal: %(day)s") if next_one else _("Erstes Mal: %(day)s")) % {"day": day}
    if dates.weekly:
        return _("%(weekday)s, %(times)s") % {"weekday": words.on_weekdays(dates.starts_at), "times": times}, named
    return f"{named}, {times}", _("Danach zu anderen Zeiten: Fragen Sie am Telefon.")


def _stop(name: str) -> str:
    """Many write the word themselves."""
    return name if not name or "haltestelle" in name.lower() else _("Haltestelle: %(stop)s") % {"stop": name}


def _distance(km: float | None) -> str:
    """Measured from the middle of a place, as the crow flies."""
    return _("%(distance)s entfernt") % {"distance": offer_words.distance(km)} if km is not None else ""


def _registration(chosen: Chosen) -> str:
    with_card = {
        Registration.CARD: _("Mit der Karte unten, oder am Telefon mit einem Wunschnamen."),
        Registration.TELEPHONE: _("Am Telefon. Ein Wunschname genügt."),
        Registration.WEBSITE: _("Auf der Seite des Anbieters: %(page)s") % {"page": chosen.offer.website},
        Registration.NONE: _("Ohne Anmeldung. Kommen Sie einfach."),
    }
    how = with_card[Registration(chosen.offer.registration)]
    waits = _("Zurzeit gibt es eine Warteliste.") if chosen.hit.band == Band.WAITING else ""
    return f"{how} {waits}".strip()


def _cost(chosen: Chosen) -> str:
    if chosen.offer.cost == Cost.FREE:
        return _("Kostet nichts.") if chosen.hit.is_online else _("Kostet nichts. Die Fahrt zahlen Sie selbst.")
    return _("Kostet mit Gutschein nichts.") if chosen.offer.cost == Cost.VOUCHER else _(
        "Sie zahlen zuerst. Einen Teil bekommen Sie zurück.")
