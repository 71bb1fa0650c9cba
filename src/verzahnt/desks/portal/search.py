"""The list of offers that fit: a question in the address, an answer on the page. Looking writes nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from verzahnt.desks.parts import offer_words
from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.offer_filters import filters_of
from verzahnt.desks.parts.place_words import places_told
from verzahnt.desks.parts.request import Request
from verzahnt.desks.portal.map import map_of
from verzahnt.desks.portal.nothing import tries_of
from verzahnt.desks.portal.week import week_of
from verzahnt.programme.offers import search as offers
from verzahnt.programme.offers.choices import choices
from verzahnt.programme.offers.question import Question
from verzahnt.programme.reference import queries as reference

FAR = 20  # km; who finds only what is farther away is told what else there is


@public
def search(request: Request) -> HttpResponse:
    """List, week or map of what fits. With htmx the same page comes, and the browser takes the parts it needs."""
    question, today = Question.from_address(request.GET, reads=request.LANGUAGE_CODE), localdate()
    lists = choices(question.reads, on=today)
    results = offers.find(question, today=today)
    told = [(hit, offer_words.told(hit, lists)) for hit in results.hits]
    response = render(request, "portal/search.html", {
        "question": question,
        "results": results,
        "hits": told,
        "twins": _twins(results),
        "filters": filters_of(results, lists),
        "topic": lists.topics.get(question.topic),
        "tries": tries_of(results, lists),
        "where": _where(results),
        "help_lines": [
            {"name": line.name_in(question.reads), "said": line.said_in(question.reads), "numbers": line.numbers,
             "chat": line.chat} for line in reference.help_for(question.text, reads=question.reads, on=today)],
        "is_far": _is_far(results),
        "week": week_of(results, asked=request.GET.get("ab", ""), today=today) if question.view == "woche" else None,
        "map": map_of(results) if question.view == "karte" else None,
    })
    if request.htmx:
        response["HX-Push-Url"] = request.path + question.address()
    return response


def _twins(results: offers.Results) -> set[str]:
    """Titles that several results bear: these say whose they are."""
    titles = Counter(hit.title.body for hit in results.hits)
    return {title for title, number in titles.items() if number > 1}


def _is_far(results: offers.Results) -> bool:
    """Whether all there is lies far away, and nothing can be done from home."""
    return bool(results.hits) and all(hit.km is not None and hit.km > FAR for hit in results.hits)


def _where(results: offers.Results) -> dict[str, Any]:
    """What has to be asked about the place: which one, which Bezirk, which Kreis; or what sounds like it."""
    spot, located = results.spot, results.located
    return {
        "meant": places_told(located.spots) if located and not located.spot else [],
        "alike": places_told(reference.look_alikes(results.question.place)) if results.unknown_place else [],
        "bezirke": reference.bezirke() if spot and spot.is_all_of_berlin else [],
        "kreise": reference.kreis_names(spot.kreis_keys) if spot and len(spot.kreis_keys) > 1 else {},
    }
