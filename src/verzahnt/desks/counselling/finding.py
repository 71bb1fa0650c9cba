"""Finding beside a person: one line to ask, results on the left, the hand-out growing on the right.

Looking writes nothing: there is no session, no cookie and no row; all that is on the desk stands in the address.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from verzahnt.desks.counselling import choosing, paper
from verzahnt.desks.counselling.asked import MOST_OFFERS, Asked
from verzahnt.desks.parts import languages, offer_words, words
from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.offer_words import Told
from verzahnt.programme.offers import search
from verzahnt.programme.offers.choices import Choices, choices
from verzahnt.programme.offers.hits import Hit
from verzahnt.programme.offers.question import RADII, SORTINGS, USUAL_RADIUS
from verzahnt.programme.offers.search import Results
from verzahnt.programme.offers.states import KIND_IN_ADDRESS, OfferKind
from verzahnt.programme.reference.queries import Located, locate

SORTED = dict(zip(SORTINGS, ("was am besten passt", "was am nächsten liegt", "was am ehesten beginnt"), strict=True))
NEXT_BEST = {
    "wider": "Im Umkreis von {radius} km", "all_topics": "Andere Themen in der Nähe", "from_home": "Von zu Hause aus",
}


@dataclass(frozen=True)
class Line:
    """One result as it stands in the list."""

    hit: Hit
    told: Told
    tells: bool
    """Somebody learns who comes: it is shown, and cannot go on the hand-out."""


@public
def home(request: HttpRequest) -> HttpResponse:
    """The desk as its address says."""
    asked = Asked.from_address(request.GET)
    if "ohne" in request.GET:  # one was taken off: the address should not go on saying so
        return HttpResponseRedirect(f"{request.path}{asked.address}#handzettel")
    return shown(request, asked)


def shown(request: HttpRequest, asked: Asked, *, problem: str = "") -> HttpResponse:
    """The desk: question, results, hand-out. Whatever is wrong is said in a sentence, and the rest stays as it is."""
    today = timezone.localdate()
    located = locate(asked.question.place) if asked.question.place else None
    results = None if asked.is_blank else search.find(asked.question, today=today)
    choice = choosing.choose(asked, located.spots[0] if located else None, today=today)
    portal = paper.portal_address(request)
    lists = choices(languages.GERMAN.code, on=today)
    return render(request, "counselling/home.html", {
        "asked": asked, "question": asked.question, "results": results, "choice": choice, "portal": portal,
        "problem": problem, "lines": _lines(results.hits, lists) if results else [], "lists": lists,
        "doubts": _doubts(located, asked), "headline": _headline(results), "next_best": _next_best(results, asked),
        "earlier": _page(results, asked, -1), "later": _page(results, asked, +1), "narrowed": _narrowed(asked),
        "most": MOST_OFFERS, "radii": RADII, "sortings": SORTED, "spoken": _languages(results, asked, lists),
        "kinds": [(kind, KIND_IN_ADDRESS[kind], name) for kind, name in OfferKind.choices],
        "beside": [pair for pair in asked.pairs if pair[0] == "kreis"] + asked.beside,
        "papers": [(one, asked.but(language=one.code).address) for one in languages.shown()],
        "paper": paper.preview(choice.chosen, portal=portal, language=asked.language) if choice.chosen else None,
    })


def _lines(hits: Collection[Hit], lists: Choices) -> list[Line]:
    telling = choosing.telling(hits)
    return [Line(hit, offer_words.told(hit, lists), hit.offer in telling) for hit in hits]


def _doubts(located: Located | None, asked: Asked) -> list[tuple[str, str]]:
    """Other places that may be meant: (as shown, the address that asks for them)."""
    if located is None or located.spot:
        return []
    return [(f"{spot.label} ({spot.kreis_name})", asked.but(question=asked.question.but(place=spot.question)).address)
            for spot in located.spots]


def _headline(results: Results | None) -> str:
    if results is None or not results.count:
        return "Nichts gefunden"
    found = "1 Angebot" if results.count == 1 else f"{words.number(results.count)} Angebote"
    return f"{found} rund um {results.spot.label}" if results.spot else found


def _page(results: Results | None, asked: Asked, step: int) -> str:
    """The address of the page before or after this one; empty where there is none."""
    page = results.page + step if results else 0
    return asked.but(question=asked.question.but(page=page)).address if results and 1 <= page <= results.pages else ""


def _narrowed(asked: Asked) -> int:
    """How much is chosen in what stands behind "Genauer suchen"."""
    question = asked.question
    return (question.filters - bool(question.topic) + (question.radius != USUAL_RADIUS)
            + (question.sorting != SORTINGS[0]))


def _languages(results: Results | None, asked: Asked, lists: Choices) -> list[tuple[str, str]]:
    """The languages spoken in what was found; before anything was asked, those our pages have."""
    spoken = set(results.counts.get("language", {})) if results else {one.tag for one in languages.KNOWN}
    named = lists.languages
    shown_too = spoken | {asked.question.language}
    return sorted(((key, named[key]) for key in shown_too if key in named), key=lambda one: one[1])


def _next_best(results: Results | None, asked: Asked) -> list[tuple[str, str, str, int]]:
    """What else there is: (words, address, the first of them, how many)."""
    if results is None:
        return []
    return [(NEXT_BEST[one.kind].format(radius=one.question.radius), asked.but(question=one.question).address,
             f"{one.hit.title}, {offer_words.when(one.hit.dates)}", one.count) for one in results.next_best]
