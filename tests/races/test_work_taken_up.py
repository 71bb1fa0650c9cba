"""A worker that is killed leaves work half done: another takes it up, and nothing waits twice for the same."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicDeferrer

from verzahnt.desks.jobs import closing, tasks
from verzahnt.desks.jobs.management.commands.work_jobs import work
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions_reminders as reminders
from verzahnt.programme.ledgers.roles import PLANTING

pytestmark = pytest.mark.slow


@pytest.fixture
def nights(own_database: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The nights that were closed, each by its day."""
    closed: list[Any] = []
    monkeypatch.setattr(closing, "close_the_day", lambda *, on: closed.append(on))
    return closed


def left_behind(task: str) -> None:
    """A job that a killed worker was doing."""
    number = waiting(task)
    with transaction.atomic(), acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL WHERE id = %s", [number])


def waiting(task: str, **when: Any) -> int:
    """A job nobody does yet."""
    return app.configure_task(task, queueing_lock=task, **when).defer(timestamp=0)


def standing() -> list[tuple[str, str]]:
    with transaction.atomic(), acting_as(PLANTING):
        return sorted(ProcrastinateJob.objects.values_list("task_name", "status"))


def start_and_work() -> None:
    """What a worker does when it starts, waiting for no later hour. It has a loop, and so a thread, of its own."""

    async def ask_for_what_is_due() -> None:
        deferrer = PeriodicDeferrer(app.periodic_registry, **app.periodic_defaults)
        async with app.open_async():
            await deferrer.defer_jobs(deferrer.get_previous_tasks(at=time.time()))

    def start() -> None:
        connector: Any = app.connector
        with app.replace_connector(connector.get_worker_connector()):
            asyncio.run(ask_for_what_is_due())
        work(wait=False)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(start).result(timeout=60)


def test_what_was_due_while_no_worker_ran_is_done_once_when_one_starts(nights: list[Any]) -> None:
    """A machine that sleeps at night closes its lists in the morning."""
    start_and_work()
    start_and_work()
    assert (len(nights), standing()) == (1, [])


def test_a_night_that_was_broken_off_is_closed_by_the_next_worker(nights: list[Any]) -> None:
    start_and_work()
    left_behind("close_the_day")
    waiting("take_up_again")
    start_and_work()
    assert (len(nights), standing()) == (2, [])


def test_what_waits_anew_does_not_wait_twice(nights: list[Any]) -> None:
    start_and_work()
    left_behind("close_the_day")
    waiting("close_the_day", schedule_in={"hours": 1})
    waiting("take_up_again")
    start_and_work()
    assert (len(nights), standing()) == (1, [("close_the_day", "todo")])


@pytest.mark.parametrize(("late", "asked"), [(timedelta(0), 1), (timedelta(days=1), 0)])
def test_reminders_of_yesterday_are_not_sent_in_the_night(own_database: str, monkeypatch: pytest.MonkeyPatch,
                                                          late: timedelta, asked: int) -> None:
    reminded: list[Any] = []
    monkeypatch.setattr(reminders, "remind_due", reminded.append)
    tasks.remind_of_dates(timestamp=int((datetime.now(UTC) - late).timestamp()))
    assert len(reminded) == asked
