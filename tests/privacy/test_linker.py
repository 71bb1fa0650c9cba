"""Somebody holds a copy of the whole database, row versions and all, and tries to link places of the same card.

A day of bookings at its worst: every card takes two places, one right after the other, in two of three runs, and nobody
comes in between. A linker is a rule that names pairs of places as the same card's. What people choose themselves is
left out: all choose differently, and it is sealed.

**Chance.** Guessing blindly, either rule in `linking.py` finds one to two pairs: the number of hits is about Poisson
with a mean of at most 1.5, and P(12 or more) is one in ten million. So fewer than `TOO_MANY` are what chance gives.

One of the runs is full, so that people wait and have turns. What no rewriting takes away is the order of a waiting
list: it has to be kept. If the same people join two full runs in the same order, their turns can be laid side by side;
docs/data-protection.md says so.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from tests.databases import administrator
from tests.factories.bookings import TODAY, a_handed_card, a_run, keys_of_a_card, some_keys
from tests.privacy.linking import TOO_MANY, Pair, Row, hits_of, neighbours, rank, sortable
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions, queries
from verzahnt.programme.bookings.actions_order import forget_the_order
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards import rules as card_rules
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import KEEPING, PLANTING
from verzahnt.programme.offers.models import Run

CARDS = 90

# All that stands with a place which its holder did not choose: own columns, versions and where rows lie.
EVERYTHING = """
    SELECT p.id, p.run_id, p.key, p.turn, p.given_on::text, p.state, p.xmin::text::bigint AS place_version,
           (p.ctid::text::point)[0] * 1000 + (p.ctid::text::point)[1] AS place_lies,
           t.xmin::text::bigint AS told_version,
           (t.ctid::text::point)[0] * 1000 + (t.ctid::text::point)[1] AS told_lies,
           encode(t.alias, 'hex') AS alias_sealed, o.letter, o.letter_version, o.letter_lies
    FROM bookings_place p JOIN bookings_particulars t ON t.place_id = p.id
    LEFT JOIN LATERAL (
        SELECT min(id::text) AS letter, min(xmin::text::bigint) AS letter_version,
               min((ctid::text::point)[0] * 1000 + (ctid::text::point)[1]) AS letter_lies
        FROM ledgers_outboxitem WHERE place = p.id) o ON true
"""
MARKS_OF_ORDER = ("id", "key", "turn", "place_version", "place_lies", "told_version", "told_lies", "alias_sealed",
                  "letter", "letter_version", "letter_lies")


@pytest.fixture
def runs(own_database: str, plant: Callable[..., Run]) -> list[Run]:
    return [plant(a_run, seats=seats, waiting_places=2 * CARDS) for seats in (10, 2 * CARDS, 2 * CARDS)]


@pytest.fixture
def a_day(runs: list[Run]) -> set[Pair]:
    return _book(runs, CARDS)


def test_nothing_links_two_places_of_a_card(a_day: set[Pair]) -> None:
    forget_the_order(TODAY)
    assert {name: found for name, found in hits(a_day).items() if found >= TOO_MANY} == {}


def test_nor_when_more_places_were_given_after_the_order_was_forgotten(runs: list[Run],
                                                                       a_day: set[Pair]) -> None:
    """Rows that were written anew leave room between them; what comes later must not lie there in order."""
    forget_the_order(TODAY)
    _vacuum()
    later = _book(runs, CARDS // 2)
    forget_the_order(TODAY)
    assert {name: found for name, found in hits(a_day | later).items() if found >= TOO_MANY} == {}


def test_the_linker_finds_links_where_there_are_some(a_day: set[Pair]) -> None:
    """Three times it is shown that it would: rows as they were written, and two columns somebody might have added."""
    as_written = hits(a_day)
    assert as_written["neighbours by place_version"] == CARDS
    assert {name for name, found in as_written.items() if found >= TOO_MANY} >= {
        "neighbours by place_lies", "neighbours by told_version", "neighbours by letter_version"}

    forget_the_order(TODAY)
    number = {place: number for number, pair in enumerate(a_day) for place in pair}
    rows = [{**row, "number": number[row["id"]], "hour": number[row["id"]] // 4} for row in everything()]
    assert hits_of(neighbours("number"), rows, a_day) == CARDS
    assert hits_of(neighbours("hour"), rows, a_day) >= TOO_MANY, "even a coarse time is too much"


def test_the_order_of_hand_outs_leads_to_no_place(own_database: str, plant: Callable[..., Run]) -> None:
    """Whoever handed the cards over knows their digits and the order; the people book the same day, in that order."""
    run, handed = plant(a_run, seats=CARDS), [a_handed_card() for _ in range(CARDS)]
    booked = {}
    for card in handed:
        booked[card.digits] = _take(run, card_rules.keys_of(cards.root(card, "4827")))
    forget_the_order(TODAY)

    rows = everything()
    in_order = [{"id": card.digits, "given": number} for number, card in enumerate(handed)]
    truth = {frozenset((digits, place)) for digits, place in booked.items()}
    found = {name: sum(frozenset((one["id"], other["id"])) in truth for one, other in
                       zip(in_order, sorted(rows, key=lambda row: sortable(row[name])), strict=True))
             for name in MARKS_OF_ORDER}
    assert {name: number for name, number in found.items() if number >= TOO_MANY} == {}
    whole = repr(_dump())
    assert [card.digits for card in handed if card.digits in whole or card.grouped in whole] == []


def test_no_place_is_found_by_digits_without_the_own_number_or_the_pepper(
        own_database: str, plant: Callable[..., Run]) -> None:
    """The keys themselves, tried with what a counsellor and a holder of the database have."""
    run, card = plant(a_run), a_handed_card()
    _take(run, card_rules.keys_of(cards.root(card, "4827")))
    stored = {row["key"] for row in everything()}
    tried = {*card_rules.keys_of(card.digits.encode()), *card_rules.keys_of(f"{card.digits}|4827".encode()),
             *card_rules.keys_of(cards.root(card, "4828")), *keys_of_a_card()}
    assert stored.isdisjoint(tried)
    assert stored <= set(card_rules.keys_of(cards.root(card, "4827"))), "and with both it is found"


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["alias", "needs", "language", "contact", "contact_for", "call_me", "key"])
def test_who_writes_rows_anew_reads_nothing_of_what_they_tell(column: str) -> None:
    for verb in (f"SELECT {column} FROM bookings_particulars", f"UPDATE bookings_particulars SET {column} = NULL"):
        with (pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), acting_as(KEEPING),
              connection.cursor() as cursor):
            cursor.execute(verb)


def hits(truth: set[Pair]) -> dict[str, int]:
    """How many links each rule finds by each mark."""
    rows = everything()
    assert len(rows) == 2 * len(truth), "the linker sees every place"
    return {f"{rule.__name__} by {mark}": hits_of(rule(mark), rows, truth)
            for rule in (rank, neighbours) for mark in MARKS_OF_ORDER}


def everything() -> list[Row]:
    with transaction.atomic(), acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute(EVERYTHING)
        assert cursor.description
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _dump() -> Iterator[str]:
    """Every row of every table, queue and journal too, as text."""
    with transaction.atomic(), acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield repr(cursor.fetchall())


def _book(runs: Sequence[Run], number: int) -> set[Pair]:
    """Cards that take two places each; which belong together is known to nobody but this test."""
    cards = (some_keys() for _ in range(number))
    return {frozenset(_take(run, keys) for run in random.sample(runs, 2)) for keys in cards}


def _take(run: Run, keys: Sequence[str]) -> UUID:
    wishes = Wishes(f"Stern {random.randrange(10**9)}", contact=f"email:{random.randrange(10**9)}@example.org")
    with transaction.atomic(), as_desk("portal"), queries.holding(keys):
        return actions.book(run.pk, keys=keys, wishes=wishes, on=TODAY, may_wait=True).pk


def _vacuum() -> None:
    name = connection.settings_dict["NAME"]
    with administrator() as there, psycopg.connect(there.info.dsn, dbname=name, autocommit=True) as here:
        here.execute("VACUUM bookings_place, bookings_particulars, ledgers_outboxitem")
