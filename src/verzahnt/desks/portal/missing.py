"""“Das fehlt mir hier”: says what would be counted, asks once, and counts only when the button is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language

from verzahnt.desks.parts.clients import address_of
from verzahnt.desks.parts.doors import public
from verzahnt.desks.portal.card_in_use import own_forms
from verzahnt.programme.ledgers import actions_wishes as wishes
from verzahnt.programme.offers.choices import Choice, choices
from verzahnt.programme.offers.question import Question
from verzahnt.programme.reference.models import District
from verzahnt.programme.reference.queries import Located, Spot, locate


@dataclass(frozen=True)
class Wish:
    """What would be counted: a topic in a Kreis (in Berlin in a Bezirk, where it is known), in a month."""

    topic: Choice
    area: str
    area_name: str
    place: str
    """What finds the area again."""
    month: date


@public
@own_forms
def missing(request: HttpRequest) -> HttpResponse:
    """Without topic or place: two fields. With both: what is counted, and the button. Looking writes nothing."""
    question = Question.from_address(request.POST if request.method == "POST" else request.GET,
                                     reads=get_language() or "de")
    today = localdate()
    topics = choices(question.reads, on=today).topics
    located = locate(question.place) if question.place else None
    wish = _wish(topics.get(question.topic), located, today)
    counted = False
    if request.method == "POST" and wish is not None:
        wishes.wish(wish.topic.key, wish.area, client=address_of(request), on=today, at=now())
        counted = True  # the same answer in any case: nobody learns what was asked before from the same connection
    return render(request, "portal/missing.html", {
        "question": question, "wish": wish, "counted": counted, "located": located, "topics": list(topics.values()),
        "asks_again": request.method == "POST" or bool(question.place),
    })


def _wish(topic: Choice | None, located: Located | None, today: date) -> Wish | None:
    spot = located.spot if located else None
    if topic is None or spot is None:
        return None
    area, name = _area_of(spot)
    return Wish(topic, area, name, spot.question, today.replace(day=1))


def _area_of(spot: Spot) -> tuple[str, str]:
    """Key and name of the Bezirk, else of the Kreis of the main place."""
    district = District.objects.filter(key=spot.district_key).first() if spot.district_key else None
    return (district.key, str(district)) if district else (spot.kreis_key, spot.kreis_name)
