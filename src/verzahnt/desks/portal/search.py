"""The list of offers that fit: a question in the address, an answer on the page. Looking writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from verzahnt.desks.parts import offer_words
from verzahnt.desks.parts.doors import public
from verzahnt.programme.offers import search as offers
from verzahnt.programme.offers.choices import Choices, choices
from verzahnt.programme.offers.question import RADII, Question
from verzahnt.programme.offers.states import KIND_IN_ADDRESS, OfferKind


@dataclass(frozen=True)
class Option:
    """One choice of a filter, and how many results there would be with it."""

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """A filter as the form shows it: a list to choose one of."""

    name: str
    label: str
    any_label: str
    options: list[Option]


@public
def search(request: HttpRequest) -> HttpResponse:
    language, today = get_language() or "de", localdate()
    question = Question.from_address(request.GET, reads=language)
    lists = choices(language, on=today)
    results = offers.find(question, today=today)
    return render(request, "portal/search.html", {
        "question": question,
        "results": results,
        "hits": [(hit, offer_words.told(hit, lists)) for hit in results.hits],
        "next_best": [(one, offer_words.told(one.hit, lists)) for one in results.next_best],
        "filters": _filters(question, results, lists),
        "traits": _traits(question, results, lists),
        "radii": RADII,
        "sortings": [("passend", _("was am besten passt")), ("nah", _("was am nächsten ist")),
                     ("bald", _("was am ehesten beginnt"))],
        "topic": lists.topics.get(question.topic),
        "distance": offer_words.distance,
    })


def _filters(question: Question, results: offers.Results, lists: Choices) -> list[Filter]:
    counts = results.counts
    kinds = {KIND_IN_ADDRESS[kind]: str(OfferKind(kind).label) for kind in OfferKind.values}
    by_kind = {KIND_IN_ADDRESS[kind]: number for kind, number in counts.get("kind", {}).items()}
    audiences = {key: one.name for key, one in lists.audiences.items() if key != "alle"}
    return [
        _filter("thema", _("Thema"), _("alle Themen"), {key: one.name for key, one in lists.topics.items()},
                counts.get("topic", {}), question.topic),
        _filter("art", _("Art"), _("alle Arten"), kinds, by_kind, KIND_IN_ADDRESS.get(question.kind, "")),
        _filter("fuer", _("Für wen"), _("für alle"), audiences, counts.get("audience", {}), question.audience),
        _filter("sprache", _("Sprache"), _("alle Sprachen"), lists.languages, counts.get("language", {}),
                question.language),
    ]


def _filter(name: str, label: str, any_label: str, words: dict[str, str], counts: dict[str, int],
            chosen: str) -> Filter:
    options = [Option(key, word, counts.get(key, 0), key == chosen) for key, word in words.items()
               if counts.get(key) or key == chosen]
    return Filter(name, label, any_label, options)


def _traits(question: Question, results: offers.Results, lists: Choices) -> list[Option]:
    counts = results.counts.get("trait", {})
    return [Option(key, one.name, counts.get(key, 0), key in question.traits) for key, one in lists.traits.items()
            if counts.get(key) or key in question.traits]
