"""Unmet wishes: what is counted, what is not, and that nobody at the portal can read a word of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers import actions_wishes as wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import FailedTry, Tally
from verzahnt.programme.ledgers.roles import DESK_ROLES, PLANTING, ROLES

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 12, 34, 56, tzinfo=UTC)
TODAY = date(2026, 11, 18)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def nobody_asked_before(plant: Callable[..., object]) -> None:
    plant(FailedTry.objects.all().delete)


def asked(topic: str = "stress", area: str = "16064", *, client: str = "192.0.2.7", later: int = 0) -> bool:
    at = NOON + timedelta(hours=later)
    with as_desk("portal"):
        return wishes.wish(topic, area, client=client, on=at.date(), at=at)


def counted() -> list[tuple[str, str, date, int]]:
    with acting_as(PLANTING):
        rows = Tally.objects.filter(kind="wishes").order_by("month", "kreis", "topic")
        return list(rows.values_list("topic", "kreis", "month", "total"))


def test_wishes_are_counted_by_topic_kreis_and_month() -> None:
    assert [asked(client="a"), asked(client="b"), asked("bewegung", client="a"), asked(area="16061", client="c")] == [
        True] * 4
    assert asked(client="a", later=24 * 14)

    assert counted() == [("stress", "16061", NOVEMBER, 1), ("bewegung", "16064", NOVEMBER, 1),
                         ("stress", "16064", NOVEMBER, 2), ("stress", "16064", date(2026, 12, 1), 1)]


def test_who_presses_a_thousand_times_counts_once_that_day() -> None:
    assert [asked() for _press in range(20)] == [True] + [False] * 19
    assert counted() == [("stress", "16064", NOVEMBER, 1)]
    assert not asked(area="16061"), "another Kreis is the same topic"
    assert not asked(later=20)
    assert asked(later=24), "the next day counts again"


def test_the_brake_knows_the_hour_and_the_wish_the_month_and_neither_knows_the_other() -> None:
    asked()
    with acting_as(PLANTING):
        [brake] = FailedTry.objects.values()
        [cell] = Tally.objects.filter(kind="wishes").values()
    assert brake["at"] == NOON.replace(minute=0, second=0, microsecond=0)
    assert "192.0.2.7" not in str(brake)
    assert {name: value for name, value in cell.items() if name != "id"} == {
        "kind": "wishes", "month": NOVEMBER, "site": None, "kreis": "16064", "topic": "stress", "total": 1, "units": 1,
        "largest_unit": 1, "providers": []}


@pytest.mark.parametrize(("topic", "area"), [("stress", "1606"), ("stress", "Mühlhausen"), ("", "16064"),
                                             ("x" * 41, "16064"), ("'; DROP TABLE", "16064")])
def test_what_is_no_topic_or_no_area_is_not_counted(topic: str, area: str) -> None:
    asked(topic, area)
    assert counted() == []


def test_the_portal_adds_and_cannot_read_what_it_added() -> None:
    asked()
    for attempt in ("SELECT * FROM ledgers_tally", "SELECT count(*) FROM ledgers_tally",
                    "UPDATE ledgers_tally SET total = 9", "DELETE FROM ledgers_tally",
                    "INSERT INTO ledgers_tally SELECT * FROM ledgers_tally"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), as_desk("portal"), \
                connection.cursor() as cursor:
            cursor.execute(attempt)


def test_no_other_desk_can_count_a_wish_or_read_one() -> None:
    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND "
                       "has_function_privilege(rolname, 'ledgers_count_wish(text, text, date)', 'EXECUTE')",
                       [list(ROLES)])
        assert cursor.fetchall() == [("desk_portal",)]
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND "
                       "has_any_column_privilege(rolname, 'ledgers_tally', 'SELECT, INSERT, UPDATE')",
                       [list(DESK_ROLES)])
        assert cursor.fetchall() == []


def test_after_the_night_no_counter_tells_that_it_was_the_last() -> None:
    asked("stress")
    asked("bewegung", client="b")
    asked("stress", client="c")

    assert wishes.forget_the_order(TODAY + timedelta(days=1)) == 2

    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT cmin::text || xmin::text) FROM ledgers_tally WHERE kind = 'wishes'")
        assert cursor.fetchone() == (1,)


def test_a_page_that_fails_counts_nothing() -> None:
    with transaction.atomic():
        assert asked()
        transaction.set_rollback(True)
    assert counted() == []
    assert asked(), "and the brake has not counted it either"
