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
from verzahnt.desks.parts.addresses import portal_address
from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.offer_filters import Filter, filters_of
from verzahnt.desks.parts.offer_words import Told
from verzahnt.desks.parts.place_words import PlaceTold, places_told
from verzahnt.programme.offers import search
from verzahnt.programme.offers.choices import Choices, choices
from verzahnt.programme.offers.hits import Hit
from verzahnt.programme.offers.question import SORTINGS, USUAL_RADIUS
from verzahnt.programme.offers.search import Results
from verzahnt.programme.reference import queries as reference

NEXT_BEST = {
    "wider": "Im Umkreis von {radius} km", "other_day": "An anderen Tagen oder zu anderer Zeit",
    "waiting": "Mit Warteliste", "all_topics": "In der Nähe, ohne Filter", "from_home": "Von zu Hause aus",
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
    results = None if asked.is_blank else search.find(asked.question, today=today)
    choice = choosing.choose(asked, results.spot if results else None, today=today)
    portal = portal_address(request)
    lists = choices(languages.GERMAN.code, on=today)
    filters = filters_of(results or Results(asked.question), lists)
    return render(request, "counselling/home.html", {
        "asked": asked, "question": asked.question, "results": results, "choice": choice, "portal": portal,
        "problem": problem, "lines": _lines(results.hits, lists) if results else [], "filters": filters,
        "topics": _topics(filters.lists), "doubts": _doubts(results, asked), "alike": _alike(results, asked),
        "headline": _headline(results), "next_best": _next_best(results, asked),
        "earlier": _page(results, asked, -1), "later": _page(results, asked, +1), "narrowed": _narrowed(asked),
        "most": MOST_OFFERS, "beside": [pair for pair in asked.pairs if pair[0] == "kreis"] + asked.beside,
        "papers": [(one, asked.but(language=one.code).address) for one in languages.shown()],
        "paper": paper.preview(choice.chosen, portal=portal, language=asked.language) if choice.chosen else None,
    })


@public
def places(request: HttpRequest) -> HttpResponse:
    """What may be meant, for the field while somebody types."""
    return render(request, "counselling/place_options.html", {
        "places": places_told(reference.suggestions(request.GET.get("q", "")))})


def _lines(hits: Collection[Hit], lists: Choices) -> list[Line]:
    return [Line(hit, offer_words.told(hit, lists), hit.seen_by_an_office) for hit in hits]


def _topics(lists: list[Filter]) -> Filter | None:
    """The one filter that stands beside place and word."""
    return next((one for one in lists if one.name == "thema"), None)


def _doubts(results: Results | None, asked: Asked) -> list[tuple[PlaceTold, str]]:
    """Other places that may be meant, each with the address that asks for it."""
    located = results.located if results else None
    return _asked_for(places_told(located.spots), asked) if located and not located.spot else []


def _alike(results: Results | None, asked: Asked) -> list[tuple[PlaceTold, str]]:
    """What sounds like a place nobody knows."""
    unknown = results is not None and results.unknown_place
    return _asked_for(places_told(reference.look_alikes(asked.question.place)), asked) if unknown else []


def _asked_for(told: list[PlaceTold], asked: Asked) -> list[tuple[PlaceTold, str]]:
    return [(one, asked.but(question=asked.question.but(place=one.value)).address) for one in told]


def _headline(results: Results | None) -> str:
    if results is None or not results.count:
        return "Nichts gefunden"
    found = "1 Angebot" if results.count == 1 else f"{words.number(results.count)} Angebote"
    if results.spot is None:
        return found
    return f"{found} rund um {results.spot.label}" if results.question.km else f"{found} in: {results.spot.kreis_name}"


def _page(results: Results | None, asked: Asked, step: int) -> str:
    """The address of the page before or after this one; empty where there is none."""
    page = results.page + step if results else 0
    return asked.but(question=asked.question.but(page=page)).address if results and 1 <= page <= results.pages else ""


def _narrowed(asked: Asked) -> int:
    """How much is chosen in what stands behind "Genauer suchen"."""
    question = asked.question
    return (question.filters - bool(question.topic) + (question.radius != USUAL_RADIUS)
            + (question.sorting != SORTINGS[0]))


def _next_best(results: Results | None, asked: Asked) -> list[tuple[str, str, str, int]]:
    """What else there is: (words, address, the first of them, how many)."""
    if results is None:
        return []
    return [(NEXT_BEST[one.kind].format(radius=one.question.radius), asked.but(question=one.question).address,
             f"{one.hit.title}, {offer_words.when(one.hit.dates)}", one.count) for one in results.next_best]
