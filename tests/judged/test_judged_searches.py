"""Searches judged by people: does what somebody means stand at the top? Stated as two figures over all of them."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict

from tests.factories import offers as make
from verzahnt.desks.parts import languages
from verzahnt.kit.berlin import BERLIN
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers.models import Run, Seats, Session
from verzahnt.programme.offers.question import Question
from verzahnt.programme.offers.search import find

HERE = Path(__file__).parent
OFFERS = tomllib.loads((HERE / "offers.toml").read_text())["offers"]
SEARCHES = tomllib.loads((HERE / "searches.toml").read_text())["searches"]
WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
BAR = 0.9


def _plant_offers() -> None:
    venue = make.a_venue(name="Bürgerhaus (Beispiel)")
    for given in OFFERS:
        facts: dict[str, Any] = {name: value for name, value in given.items() if name not in ("times", "online")}
        facts.setdefault("registration", "none" if facts.get("kind") == "open_meeting" else "card")
        offer = make.an_offer(**facts)
        if "times" in given:
            _plant_run(offer, given["times"], None if given.get("online") else venue)


def _plant_run(offer: Any, times: str, venue: Any) -> None:
    weekday, hours = times.split()
    first = make.TODAY + timedelta(days=(WEEKDAYS.index(weekday) - 1) % 7 + 1)
    begins, ends = (_minutes(one) for one in hours.split("-"))
    days = [first + timedelta(weeks=week) for week in range(6)]
    run = Run.objects.create(offer=offer, provider=offer.provider, venue=venue, starts_on=days[0], ends_on=days[-1],
                             online_how="" if venue else "am Telefon", is_invented=True)
    Seats.objects.create(run=run, provider=offer.provider_id, seats=12)
    for day in days:
        midnight = datetime(day.year, day.month, day.day, tzinfo=BERLIN)
        Session.objects.create(run=run, provider=offer.provider_id, starts_at=midnight + timedelta(minutes=begins),
                               ends_at=midnight + timedelta(minutes=ends))


def _minutes(hour: str) -> int:
    hours, _, minutes = hour.partition(":")
    return int(hours) * 60 + int(minutes or 0)


def _asked(search: dict[str, Any]) -> Question:
    params = QueryDict(mutable=True)
    for name, value in search.items():
        if name == "text":
            params["suche"] = value
        elif name not in ("expect", "reads"):
            params.setlist(name, value if isinstance(value, list) else [value])
    return Question.from_address(params, reads=search.get("reads", "de"))


def _rank(search: dict[str, Any]) -> int | None:
    """Where the first right answer stands, from 1; None if it is not on the first page."""
    with as_desk("portal"):
        found = [hit.slug for hit in find(_asked(search), today=make.TODAY).hits]
    return next((place for place, slug in enumerate(found, 1) if slug in search["expect"]), None)


@pytest.mark.django_db
def test_what_people_mean_stands_at_the_top(plant: Any) -> None:
    plant(_plant_offers)

    ranks = [(search, _rank(search)) for search in SEARCHES]
    reciprocal = sum(1 / rank for _, rank in ranks if rank) / len(ranks)
    at_three = sum(1 for _, rank in ranks if rank and rank <= 3) / len(ranks)
    missed = [f"{search.get('text', '')} {rank}" for search, rank in ranks if rank != 1]
    print(f"{len(ranks)} searches: mean reciprocal rank {reciprocal:.3f}, success at 3 {at_three:.3f}; {missed}")

    assert len(ranks) >= 60
    assert (reciprocal >= BAR, at_three >= BAR) == (True, True), missed


def test_every_expected_offer_is_there() -> None:
    known = {offer["slug"] for offer in OFFERS}
    assert {slug for search in SEARCHES for slug in search["expect"]} - known == set()


def test_every_page_language_is_searched_in() -> None:
    assert {one.code for one in languages.KNOWN} - {search.get("reads", "de") for search in SEARCHES} == set()
