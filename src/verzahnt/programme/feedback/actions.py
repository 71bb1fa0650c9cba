"""Tokens made, answers taken, and answers closed when the list closes. Nothing is written when a token is made."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from django.db import connection, transaction

from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings.rules import Single, closes_on, single_dates
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.feedback import queries, refusals, rules
from verzahnt.programme.feedback.actions_remarks import keep_remarks
from verzahnt.programme.feedback.rules import Token
from verzahnt.programme.feedback.states import NOT_ANSWERED, Face, Question
from verzahnt.programme.ledgers.roles import KEEPING, SEATS
from verzahnt.programme.offers.models import Run, Seats, Session
from verzahnt.programme.offers.states import RunState


def token_under(root: bytes, run: Run, *, on: date) -> Token | None:
    """The token of the card in use for a run it has a place in; none as long as, or because, nobody answers.

    Whether its holder's own last date has been is the desk's to look at.
    """
    if not asks(run, on=on):
        return None
    return rules.make(_secret(), run.pk, rules.chance_under(root, run.pk))


def slips(run: Run, number: int) -> list[Token]:
    """Tokens to print and hand to everybody after the last date; no more than there are seats."""
    if not 0 < number <= most(run):
        raise refusals.EnoughSlips
    chances: set[int] = set()
    while len(chances) < number:
        chances.add(secrets.randbelow(rules.CHANCES))
    return [rules.make(_secret(), run.pk, chance) for chance in chances]


def asks(run: Run, *, on: date) -> bool:
    """Whether one can answer about a run on this day."""
    return run.state == RunState.OPEN and _asked_from(run) <= on < closes_on(run.ends_on)


def _asked_from(run: Run) -> date:
    single = single_dates(run.offer.kind, run.offer.traits)
    return rules.asked_from(starts_on=run.starts_on, ends_on=run.ends_on, one_comes_for_a_date=single != Single.NO)


def most(run: Run) -> int:
    """How many can answer about a run: as many as it has seats, on each date where one comes for a date."""
    with acting_as(SEATS):
        seats = Seats.objects.values_list("seats", flat=True).get(run_id=run.pk)
    if single_dates(run.offer.kind, run.offer.traits) != Single.ANY:
        return seats
    return seats * max(1, Session.objects.filter(run_id=run.pk, is_cancelled=False).count())


def read(text: str) -> Token:
    """The token somebody typed."""
    try:
        return rules.read(text, _secret())
    except rules.WrongLength:
        raise refusals.DigitsMissing from None
    except rules.Unreadable:
        raise refusals.DigitWrong from None


@transaction.atomic
def answer(token: Token, said: Mapping[str, int], *, on: date) -> None:
    """Take one answer: the run, the token's hash and a face for each question; no language, no day.

    All five are noted, also what was left out: so the second answer of a token never fits in beside the first.
    """
    faces = [said.get(question, NOT_ANSWERED) for question in Question.values]
    if not set(faces) <= {NOT_ANSWERED, *Face.values} or not any(faces):
        raise refusals.NothingSaid
    run = _run_of(token, on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledgers_take_answer(%s, %s, %s, %s::smallint[], %s)", [
            run.pk, rules.hash_of(token, _secret()), Question.values, faces, most(run)])
        (went,) = cursor.fetchone()
    if went == "enough":
        raise refusals.EveryPlaceAnswered
    if went != "taken":
        raise refusals.AnsweredAlready


def proof_of_answer(token: Token) -> str:
    """For the page that has just taken this token's answer: whoever shows it again may write words beside it."""
    return rules.proof_of_answer(token, _secret())


@transaction.atomic
def remark(token: Token, text: str, *, proof: str, on: date) -> None:
    """Put a few words beside an answer, once, where the run asks for them: sealed before they reach the database."""
    if not hmac.compare_digest(proof.encode(), proof_of_answer(token).encode()):
        raise refusals.FacesFirst
    text = rules.tidy_remark(text)
    if not text:
        raise refusals.NothingWritten
    if len(text) > rules.LONGEST_REMARK:
        raise refusals.TooLong
    run = _run_of(token, on)
    if not queries.asks_for_words(run.pk):
        raise refusals.NobodyAsked
    sealed, month = queries.sealed_beside_the_answer(text, run)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledgers_take_remark(%s, %s, %s, %s)", [
            run.pk, rules.hash_of(token, _secret()), sealed, month])
        (went,) = cursor.fetchone()
    if went == "first the faces":
        raise refusals.FacesFirst
    if went != "taken":
        raise refusals.AnsweredAlready


def _run_of(token: Token, on: date) -> Run:
    """The run one can answer about on this day."""
    run = Run.objects.filter(pk=token.run).select_related("offer").only(
        "state", "starts_on", "ends_on", "offer__kind", "offer__traits").first()
    if run is not None and run.state != RunState.CANCELLED and on < _asked_from(run):
        raise refusals.NotYet
    if run is None or not asks(run, on=on):
        raise refusals.TooLate
    return run


def forget_the_order(on: date) -> int:
    """Write open answers anew, mixed: whoever reads the database itself can't tell which came after which.

    Somebody who answers about two runs does so one right after the other. How many runs; each by itself.
    """
    numbers = _with_open_answers()
    for number in numbers:
        with transaction.atomic(), acting_as(KEEPING), connection.cursor() as cursor:
            cursor.execute("SELECT ledgers_mix_answers(%s)", [number])
    return len(numbers)


def close_due(on: date) -> int:
    """Part the answers of every run whose list has closed from their tokens. How many runs; each by itself."""
    return sum(_close(number, on) for number in _with_open_answers())


@transaction.atomic
def _close(number: int, on: date) -> bool:
    """Answers about invented runs at real sites are dropped: they enter no figure.

    Words come out of the database only where at least five answered and the run still asks for them.
    """
    with acting_as(KEEPING), connection.cursor() as cursor:
        run = Run.objects.select_related("site").filter(pk=number).first()
        if run is not None and closes_on(run.ends_on) > on:
            return False
        counts = run is not None and (not run.is_invented or run.site is None or run.site.is_invented)
        cursor.execute("SELECT remark, month FROM ledgers_close_answers(%s, %s, %s, %s)", [
            number, run.provider_id if run and counts else None, run.site_id if run else None,
            queries.asks_for_words(number)])
        if run is not None:
            keep_remarks(run, [(bytes(sealed), month) for sealed, month in cursor.fetchall()])
    return True


def _with_open_answers() -> list[int]:
    with transaction.atomic(), acting_as(KEEPING), connection.cursor() as cursor:
        cursor.execute("SELECT ledgers_runs_with_open_answers()")
        return [number for (number,) in cursor.fetchall()]


def _secret() -> bytes:
    return hmac.digest(cards.card_keys().sealing_key, b"feedback tokens 1", sha256)
