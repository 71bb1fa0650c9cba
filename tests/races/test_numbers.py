"""Many at the same moment: a client counts once, no wish is lost, and two colleagues' weeks never overwrite unseen."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from tests.factories.people import a_jobcenter, a_site
from tests.factories.training import a_unit
from verzahnt.kit.roles import acting_as
from verzahnt.programme.conversations import actions, queries
from verzahnt.programme.conversations.models import WeeklyNumbers
from verzahnt.programme.conversations.rules import Numbers, monday_of
from verzahnt.programme.ledgers import actions_wishes as wishes
from verzahnt.programme.ledgers import limits
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.limits import Limit
from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.roles import PLANTING

pytestmark = pytest.mark.slow
AT = datetime(2026, 11, 18, 10, 20, tzinfo=UTC)
AT_ONCE = 10


def at_once(press: Callable[[int], str]) -> Counter[str]:
    """So many press at the same moment; what each was told."""
    told: Counter[str] = Counter()
    start, said = threading.Barrier(AT_ONCE), threading.Lock()

    def one(number: int) -> None:
        start.wait()
        try:
            with transaction.atomic():
                answer = press(number)
        except actions.ChangedMeanwhile:
            answer = "changed meanwhile"
        finally:
            connections.close_all()
        with said:
            told[answer] += 1

    threads = [threading.Thread(target=one, args=[number]) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return told


def test_one_client_pressing_ten_times_at_once_counts_once_and_ten_clients_count_ten(own_database: str) -> None:
    def press(client: str) -> str:
        with as_desk("portal"):
            return "counted" if wishes.wish("stress", "16064", client=client, on=AT.date(), at=AT) else "heard"

    assert at_once(lambda number: press("one")) == {"counted": 1, "heard": AT_ONCE - 1}
    assert at_once(lambda number: press(f"client {number}")) == {"counted": AT_ONCE}
    with transaction.atomic(), acting_as(PLANTING):
        assert Tally.objects.get(kind="wishes").total == 1 + AT_ONCE


@pytest.mark.parametrize("locked", [True, False])
def test_ten_tries_of_one_card_at_once_are_ten_tries(own_database: str, monkeypatch: pytest.MonkeyPatch,
                                                     locked: bool) -> None:
    """Guessing from many places at the same moment brings no more looks than one after the other."""
    limit = Limit("own number", free=2, first_wait=timedelta(minutes=1), longest_wait=timedelta(minutes=10),
                  remembered=timedelta(hours=22))
    all_have_asked = threading.Barrier(AT_ONCE)
    if not locked:
        monkeypatch.setattr(limits, "one_at_a_time", lambda name: None)

    def guess(number: int) -> str:
        with as_desk("portal"):
            rests = limits.turn(limit, "a card", at=AT)
            if not locked:
                all_have_asked.wait(timeout=30)
            if rests:
                return "rests"
            limits.count((limit, "a card"), at=AT)
            return "looked"

    assert at_once(guess) == ({"looked": 2, "rests": AT_ONCE - 2} if locked else {"looked": AT_ONCE})


def test_ten_colleagues_at_once_leave_one_week_and_nine_are_told(own_database: str, plant: Callable[..., Any]) -> None:
    def make() -> tuple[int, int]:
        site = a_site(office=a_jobcenter())
        return site.pk, a_unit(site, 7).pk

    site, unit = plant(make)
    actor = Actor("counselling", account=1, organisations=(unit,), sites=(site,),
                  permissions=frozenset({"weeks.report"}))

    def press(number: int) -> str:
        with as_desk("counselling", actor):
            [reporting] = queries.reporting_for(actor)
            actions.report(reporting, monday_of(AT.date()), Numbers(number, number), seen="", actor=actor, at=AT)
        return "entered"

    assert at_once(press) == {"entered": 1, "changed meanwhile": AT_ONCE - 1}
    with transaction.atomic(), acting_as(PLANTING):
        assert WeeklyNumbers.objects.count() == 1
