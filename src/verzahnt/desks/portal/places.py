"""Places to choose: suggested while somebody types, and all Kreise for who does not find theirs by typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.place_words import places_told
from verzahnt.programme.offers.question import Question
from verzahnt.programme.reference import queries as reference

AN_HOUR = "public, max-age=3600"


@public
def places(request: HttpRequest) -> HttpResponse:
    """`?q=…` shows what may be meant, with `&als=liste` as the bare list for the field; without it, every Kreis.

    What else stands in the address is the search one comes from, and goes on to the results.
    """
    typed = request.GET.get("q", "")
    found = places_told(reference.suggestions(typed))
    if request.GET.get("als") == "liste":
        response = render(request, "portal/place_options.html", {"places": found})
        response["Cache-Control"] = AN_HOUR
        return response
    question = Question.from_address(request.GET, reads=get_language() or "de")
    return render(request, "portal/places.html", {
        "typed": typed[:80], "places": found, "question": question,
        "laender": [(land, list(reference.kreise_of(land))) for land in reference.laender()] if not found else [],
        "bezirke": reference.bezirke(),
    })
