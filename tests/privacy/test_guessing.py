"""Trying cards tells nothing: neither by what is said nor by how much work the answer is; and nobody is locked out.

Time itself is never asserted, since it is the machine's. What takes time is counted instead: questions to the database,
stretched roots, tries noted, seconds waited on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desks.test_portal_card import book, open_card
from tests.factories.bookings import TODAY, a_handed_card, a_run
from verzahnt.desks.portal import card_in_use
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions, queries
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards import rules
from verzahnt.programme.cards.rules import Card, Kind
from verzahnt.programme.ledgers import limits
from verzahnt.programme.ledgers.models import FailedTry
from verzahnt.programme.ledgers.roles import LIMITS, PLANTING
from verzahnt.programme.offers.models import Run

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
OWN_NUMBER, ANOTHER = "4827", "4828"


@dataclass
class Work:
    """What an answer cost, in everything that can be felt from outside."""

    questions: list[str]
    stretched: int
    noted: int
    waited: list[float]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    done = Work([], 0, 0, [])
    stretch, count = rules.hash_secret_raw, limits.count

    def stretching(*args: Any, **kwargs: Any) -> bytes:
        done.stretched += 1
        return stretch(*args, **kwargs)

    def counting(*args: Any, **kwargs: Any) -> None:
        done.noted += 1
        count(*args, **kwargs)

    monkeypatch.setattr(rules, "hash_secret_raw", stretching)
    monkeypatch.setattr(limits, "count", counting)
    monkeypatch.setattr(card_in_use.time, "sleep", done.waited.append)
    _no_tries()
    return done


@pytest.fixture
def used(plant: Plant) -> Card:
    """A handed card under which a place stands."""
    card = a_handed_card()
    book(Client(), plant(a_run), wahl="habe", karte=card.grouped, eigene_zahl=OWN_NUMBER)
    _no_tries()  # the first booking with a card, under which nothing stands yet, was one
    return card


def test_unused_foreign_and_wrong_number_are_the_same_answer_for_the_same_work(work: Work, used: Card) -> None:
    open_card(Client(), a_handed_card(), OWN_NUMBER)  # what is loaded once is loaded
    made_here = cards.make(Kind.OWN)
    tried = {"unused": (a_handed_card(), OWN_NUMBER), "foreign, a wrong number": (used, ANOTHER),
             "made here, unused": (made_here, ""), "made here, with a number": (made_here, "7391")}
    seen = {name: _answered(work, card, number) for name, (card, number) in tried.items()}
    first = seen["unused"]
    assert {name: said for name, (said, _cost) in seen.items()} == dict.fromkeys(tried, first[0])
    assert {name: cost for name, (_said, cost) in seen.items()} == dict.fromkeys(tried, first[1])
    assert (first[1].stretched, first[1].noted) == (1, 1)

    said, cost = _answered(work, used, OWN_NUMBER)
    assert "nachweis" in said["text"]
    assert said["text"] != first[0]["text"], "with its own number it opens, so there was something to find"
    assert (cost.stretched, cost.noted) == (1, 0)


def test_digits_nobody_made_cost_nothing(work: Work) -> None:
    """A hundred wrong digits can't keep the house busy: no root is stretched and no place is asked for."""
    digits = a_handed_card().digits
    for wrong in ("1" * 16, digits[:-1] + str((int(digits[-1]) + 1) % 10), "9" + digits[1:]):
        with CaptureQueriesContext(connection) as asked:
            Client().post("/karte/", {"tat": "oeffnen", "karte": wrong, "eigene_zahl": OWN_NUMBER})
        assert [one["sql"] for one in asked if "bookings_" in one["sql"]] == []
    assert (work.stretched, work.noted, work.waited) == (0, 0, [])


def test_what_is_asked_of_the_database_names_all_keys_of_a_card_whatever_it_holds(work: Work, used: Card) -> None:
    """How many places a card holds can't be told from the question either."""
    for card, number in ((used, OWN_NUMBER), (a_handed_card(), OWN_NUMBER)):
        keys = rules.keys_of(cards.root(card, number))
        with CaptureQueriesContext(connection) as asked:
            open_card(Client(), card, number)
        places = [one["sql"] for one in asked if 'FROM "bookings_place"' in one["sql"] and '"key" IN' in one["sql"]]
        assert places
        assert all(key in places[0] for key in keys)
        assert len(keys) == rules.PLACES


def test_two_hundred_honest_people_behind_one_address_get_in_also_while_some_mistype(work: Work, plant: Plant) -> None:
    """A library, an office, a hostel: one address for all. Every twentieth types the own number wrong at first."""
    run, people = plant(a_run, seats=200), [a_handed_card() for _ in range(200)]
    for card in people:
        _place(run, card)
    got_in = 0
    for number, card in enumerate(people):
        if number % 20 == 0:
            assert _nothing(open_card(Client(), card, ANOTHER))
        got_in += not _nothing(open_card(Client(), card, OWN_NUMBER))
    assert got_in == 200
    assert work.noted == 10, "only what failed counts"
    assert max(work.waited) <= card_in_use.LOOKS.longest_wait.total_seconds()


def test_a_counsellor_with_the_copied_digits_gets_nothing_from_the_likely_numbers(work: Work, used: Card) -> None:
    """The easy ones are refused when a number is picked, so trying them first is in vain; each try is noted."""
    for easy in ("1234", "0000", "2580", "1985", "1212"):
        assert "leicht zu erraten" in _text(open_card(Client(), used, easy))
        assert "leicht zu erraten" in _text(open_card(Client(), a_handed_card(), easy)), "said of any card"
    for number in _numbers(card_in_use.NUMBERS.free):
        assert _nothing(open_card(Client(), used, number))
    longest = card_in_use.LOOKS.longest_wait.total_seconds()
    assert work.waited == [0.5, 1, 2, *[longest] * (len(work.waited) - 3)], "each later than the last"


@pytest.mark.parametrize("looked_at", ["used", "never used"])
def test_whoever_tries_from_everywhere_gets_nothing_either(work: Work, used: Card, looked_at: str) -> None:
    """Twenty tries a day, then one every few minutes: of 10,000 numbers that is next to none. Said of any card."""
    card = used if looked_at == "used" else a_handed_card()
    for n, number in enumerate(_numbers(card_in_use.NUMBERS.free)):
        assert _nothing(open_card(Client(REMOTE_ADDR=f"198.51.100.{n}"), card, number))
    work.stretched = 0
    for number in (ANOTHER, OWN_NUMBER):
        assert "in einer Minute noch einmal" in _text(open_card(Client(REMOTE_ADDR="203.0.113.1"), card, number))
    assert work.stretched == 0, "the right number is not even tried"
    assert work.waited == [], "each address failed once"


def test_a_number_can_t_be_guessed_by_booking_either(work: Work, used: Card, plant: Plant) -> None:
    run = plant(a_run)
    for number in _numbers(card_in_use.NUMBERS.free):
        open_card(Client(), used, number)
    refused = book(Client(), run, wahl="habe", karte=used.grouped, eigene_zahl=OWN_NUMBER)
    assert "in einer Minute noch einmal" in _text(refused)
    with acting_as(PLANTING):
        assert not Place.objects.filter(run=run).exists()


def test_a_card_that_rested_opens_for_its_holder_again(work: Work, used: Card) -> None:
    for number in _numbers(card_in_use.NUMBERS.free):
        open_card(Client(), used, number)
    assert _nothing_or_rests(open_card(Client(), used, OWN_NUMBER))
    with acting_as(PLANTING):
        FailedTry.objects.update(at=F("at") - card_in_use.NUMBERS.first_wait)
    assert not _nothing_or_rests(open_card(Client(), used, OWN_NUMBER))


def _numbers(how_many: int) -> list[str]:
    """Own numbers somebody might have picked, none of them the right one."""
    return [number for n in range(7000, 7200) if not rules.too_easy(number := f"{n:04}")][:how_many]


def _nothing_or_rests(answer: HttpResponse) -> bool:
    return _nothing(answer) or "zu oft eine falsche Zahl" in _text(answer)


def _answered(work: Work, card: Card, number: str) -> tuple[dict[str, object], Work]:
    """What is said, down to headers and the size of the cookie; and what it cost."""
    _no_tries()
    work.stretched, work.noted, work.waited[:] = 0, 0, []
    with CaptureQueriesContext(connection) as asked:
        answer = open_card(Client(), card, number)
    shapes = [re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", one["sql"]) for one in asked]
    return ({"status": answer.status_code, "headers": dict(answer.headers), "text": _text(answer),
             "cookie": {name: len(cookie.value) for name, cookie in answer.cookies.items()}},
            Work(shapes, work.stretched, work.noted, list(work.waited)))


def _text(answer: HttpResponse) -> str:
    """The whole page but the proof, which only whoever opened it can know."""
    return re.sub(r'(name="nachweis" value=")[^"]*', r"\1", answer.content.decode())


def _nothing(answer: HttpResponse) -> bool:
    return "steht gerade nichts" in " ".join(_text(answer).split())


def _place(run: Run, card: Card) -> None:
    keys = rules.keys_of(cards.root(card, OWN_NUMBER))
    with queries.holding(keys):
        actions.book(run.pk, keys=keys, wishes=Wishes("Stern"), on=TODAY)


def _no_tries() -> None:
    with acting_as(LIMITS):
        FailedTry.objects.all().delete()
