"""Somebody holds a copy of the whole database and tries to link answers of one person, and answers with places.

At its worst: after two runs that end on the same day, one person after the other changes something under their card
and then answers about both, right after each other, with a few words beside each. See `linking.py` for what chance
gives.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run
from tests.privacy.linking import TOO_MANY, Row, hits_of, neighbours, rank
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.cards import rules as card_rules
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.feedback import actions_remarks
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run

PEOPLE = 60
WHERE_IT_LIES = "(ctid::text::point)[0] * 1000 + (ctid::text::point)[1] AS lies, xmin::text::bigint AS version"
# A row of each answer about each run, as the one that holds words; and the places of the first run.
ANSWERS = f"SELECT id, run AS run_id, token_hash, {WHERE_IT_LIES} FROM ledgers_openanswer WHERE question = 'remark'"
PLACES = f"SELECT id, 0 AS run_id, key AS token_hash, {WHERE_IT_LIES} FROM bookings_place WHERE run_id = %s"
KEPT = f"SELECT id, run_id, encode(text, 'hex') AS token_hash, {WHERE_IT_LIES} FROM feedback_remark"
MARKS = ("id", "token_hash", "version", "lies")


@dataclass
class Evening:
    """Two runs, and what nobody but this test knows: whose answers and whose place belong together."""

    runs: list[Run]
    answers: list[tuple[str, str]] = field(default_factory=list)  # by the hash of their tokens
    places: list[tuple[UUID, str]] = field(default_factory=list)


@pytest.fixture
def evening(own_database: str, plant: Callable[..., Any], settings: Any, tmp_path: Path) -> Evening:
    settings.VERZAHNT_KEYS = tmp_path / "keys"
    told = Evening([plant(a_run, starts_on=TODAY, dates=1, seats=PEOPLE) for _ in range(2)])
    for run in told.runs:
        actor = a_leader_of(run)
        with transaction.atomic(), as_desk("providers", actor):
            actions_remarks.ask_for_words(run, actor=actor, at=NOON)
    for number in range(PEOPLE):
        _one_person(told, secrets.token_bytes(32), number)
    return told


def test_nothing_links_two_answers_of_a_person_or_an_answer_with_a_place(evening: Evening) -> None:
    feedback.forget_the_order(TODAY)
    assert {name: found for name, found in _hits(evening).items() if found >= TOO_MANY} == {}


def test_the_linker_finds_answers_where_their_order_is_left(evening: Evening) -> None:
    as_written = _hits(evening)
    assert {name for name, found in as_written.items() if found >= TOO_MANY} >= {
        "answers: neighbours by version", "answers: rank by version", "answers: rank by lies",
        "answer and place: rank by version"}
    assert as_written["answers: rank by version"] == PEOPLE


def test_words_that_were_kept_are_in_no_order_of_two_runs(evening: Evening) -> None:
    """A person writes the same number into both runs; what lies where says nothing about it."""
    assert feedback.close_due(TODAY + timedelta(days=15)) == 2
    truth: dict[str, list[UUID]] = {}
    for run in evening.runs:
        actor = a_leader_of(run)
        with transaction.atomic(), as_desk("providers", actor):
            for one in actions_remarks.read_remarks(run, actor=actor, at=NOON):
                truth.setdefault(one.text, []).append(one.id)
    pairs = {frozenset(both) for both in truth.values()}
    assert len(pairs) == PEOPLE
    rows = _rows(KEPT)
    found = {f"{rule.__name__} by {mark}": hits_of(rule(mark), rows, pairs) for rule in (rank, neighbours)
             for mark in MARKS}
    assert {name: number for name, number in found.items() if number >= TOO_MANY} == {}


def _one_person(told: Evening, root: bytes, number: int) -> None:
    """They take a place, change something under their card, and answer about both runs."""
    first, _second = told.runs
    keys = card_rules.keys_of(root)
    with transaction.atomic(), as_desk("portal"), queries.holding(keys):
        place = bookings.book(first.pk, keys=keys, wishes=Wishes(f"Stern {number}"), on=TODAY).pk
    with transaction.atomic(), as_desk("portal"), queries.holding((*keys, *card_rules.stamp_keys(root))):
        bookings.keep_stamps(place, keys=keys, stamp_keys=card_rules.stamp_keys(root), keep=True)
    hashes = []
    for run in told.runs:
        token = feedback.token_under(root, run, on=TODAY)
        assert token
        before = {row["token_hash"] for row in _rows(ANSWERS)}
        with transaction.atomic(), as_desk("portal"):
            feedback.answer(token, {"again": 3}, on=TODAY)
        with transaction.atomic(), as_desk("portal"):
            feedback.remark(token, f"Satz {number}", proof=feedback.proof_of_answer(token), on=TODAY)
        [fresh] = {row["token_hash"] for row in _rows(ANSWERS)} - before
        hashes.append(fresh)
    told.answers.append((hashes[0], hashes[1]))
    told.places.append((place, hashes[0]))


def _hits(told: Evening) -> dict[str, int]:
    """How many links each rule finds by each mark: between answers, and between places and answers about that run."""
    answers = _rows(ANSWERS)
    number = {row["token_hash"]: row["id"] for row in answers}
    same = {frozenset((number[one], number[other])) for one, other in told.answers}
    whose = {frozenset((place, number[answer])) for place, answer in told.places}
    beside = [*_rows(PLACES, told.runs[0].pk), *(row for row in answers if row["run_id"] == told.runs[0].pk)]
    return {f"{name}: {rule.__name__} by {mark}": hits_of(rule(mark), rows, truth)
            for name, rows, truth in (("answers", answers, same), ("answer and place", beside, whose))
            for rule in (rank, neighbours) for mark in MARKS}


def _rows(question: str, *values: object) -> list[Row]:
    with transaction.atomic(), acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute(question, values or None)
        assert cursor.description
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


