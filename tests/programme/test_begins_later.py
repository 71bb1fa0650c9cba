"""Today it begins later: told to those of today's date, with a number of minutes, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run, some_keys
from verzahnt.desks.jobs import sending
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions, queries, refusals
from verzahnt.programme.bookings import actions_dates as dates
from verzahnt.programme.bookings.models import Notice
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run, Session

pytestmark = pytest.mark.django_db
Plant = Callable[..., Run]
BEFORE, AFTER = NOON - timedelta(hours=3), NOON


def tell(run: Run, words: str, *, at: datetime = BEFORE, session: int | None = None) -> Notice:
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        return dates.tell_all(run.pk, kind="later", words=words, actor=leader, at=at, session_id=session)


def dates_of(run: Run) -> list[Session]:
    with acting_as(PLANTING):
        return list(run.sessions.order_by("starts_at"))


@pytest.mark.parametrize(("said", "minutes"), [("5", "5"), (" 30 ", "30"), ("045", "45"), ("180 Minuten", "180")])
def test_it_is_about_todays_date_and_a_number_of_minutes(plant: Plant, said: str, minutes: str) -> None:
    run = plant(a_run, starts_on=TODAY)
    notice = tell(run, said)
    assert (notice.words, notice.session_id) == (minutes, dates_of(run)[0].pk)


@pytest.mark.parametrize("said", ["4", "181", "0", "-10", "eine halbe Stunde", "9999", "٣٠ bald"])
def test_what_is_no_number_of_minutes_is_told_nobody(plant: Plant, said: str) -> None:
    with pytest.raises(refusals.SayHowLate):
        tell(plant(a_run, starts_on=TODAY), said)


def test_where_nothing_is_on_today_nothing_begins_later(plant: Plant) -> None:
    today, tomorrow = plant(a_run, starts_on=TODAY), plant(a_run, starts_on=TODAY + timedelta(days=1))
    for run, at, session in ((tomorrow, BEFORE, None), (today, AFTER, None), (today, BEFORE, dates_of(today)[1].pk)):
        with pytest.raises(refusals.NothingToday):
            tell(run, "20", at=at, session=session)


def test_a_letter_says_it_today_and_none_says_it_tomorrow(plant: Plant) -> None:
    run = plant(a_run, starts_on=TODAY)
    keys = some_keys()
    with as_desk("portal"), queries.holding(keys):
        actions.book(run.pk, keys=keys, wishes=Wishes("Ahorn", contact="email:gast@example.org", language="en"),
                     on=TODAY)
    sending.send_due(on=TODAY)
    mail.outbox.clear()
    tell(run, "20")
    assert sending.send_due(on=TODAY + timedelta(days=1)) == 0
    tell(run, "20")
    assert sending.send_due(on=TODAY) == 1
    assert "20" in mail.outbox[0].body
