"""What a night would delete is told beforehand, and it is what the night then deletes."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories.bookings import NOON, TODAY, a_run, some_keys
from verzahnt.desks.jobs import closing, keeping_report
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions, queries
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.bookings.sealing import month_keys
from verzahnt.programme.ledgers.models import JournalEntry
from verzahnt.programme.ledgers.roles import PLANTING

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(settings: Any, tmp_path: Path, plant: Callable[..., Any]) -> Path:
    """Two places of a run that ends today, an old entry of the journal, an old letter."""
    settings.VERZAHNT_KEYS, settings.MAIL_FOLDER = tmp_path / "keys", tmp_path / "mail"
    settings.MAIL_FOLDER.mkdir()
    (settings.MAIL_FOLDER / "1@verzahnt.eml").write_text("Guten Tag")
    run = plant(a_run, starts_on=TODAY, dates=1)
    for _ in range(2):
        keys = some_keys()
        with queries.holding(keys):
            actions.book(run.pk, keys=keys, wishes=Wishes("Blaue Amsel"), on=TODAY)
    plant(JournalEntry.objects.create, at=NOON - timedelta(days=720), deed="x", object_kind="run", object_id="1")
    return tmp_path


def test_the_report_names_what_the_night_deletes_and_deletes_nothing(house: Path) -> None:
    before = standing(house)
    for days, gone in ((0, {}), (15, {"bookings_place": 2, "bookings_particulars": 2, "ledgers_journalentry": 1})):
        night = keeping_report.of_the_night(on=TODAY + timedelta(days=days))
        assert {table: number for table, number in night.rows.items() if table in KNOWN} == gone
        assert (night.failed, standing(house)) == ([], before)

    closing.close_the_day(on=TODAY + timedelta(days=15))
    assert standing(house) == (0, 0, 0, before[3], 0)
    again = keeping_report.of_the_night(on=TODAY + timedelta(days=15))
    assert not KNOWN & set(again.rows)


def test_keys_and_letters_are_counted_and_not_touched(house: Path) -> None:
    before = standing(house)
    night = keeping_report.of_the_night(on=TODAY + timedelta(days=60))
    assert (night.months, night.letters) == ([TODAY.replace(day=1)], 1)
    assert standing(house) == before
    said = "\n".join(keeping_report.lines_of(night))
    assert "2  bookings_place" in said
    assert "14 Tage nach dem letzten Termin" in said
    assert f"Schlüssel für {TODAY:%m/%Y}" in said


def test_a_step_that_fails_is_named_and_the_others_are_counted(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(on: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(closing.STEPS, "delete links of leaders", broken)
    night = keeping_report.of_the_night(on=TODAY + timedelta(days=15))
    assert (night.failed, night.rows["bookings_place"]) == (["delete links of leaders"], 2)


def test_whatever_a_night_does_outside_the_database_is_left_out_by_its_name() -> None:
    assert set(closing.STEPS) >= set(closing.OUTSIDE_THE_DATABASE)


KNOWN = {"bookings_place", "bookings_particulars", "ledgers_journalentry"}


def standing(house: Path) -> tuple[int, ...]:
    """Places, particulars, entries, months with a key, letters."""
    with acting_as(PLANTING):
        return (Place.objects.count(), Particulars.objects.count(), JournalEntry.objects.filter(deed="x").count(),
                len(month_keys().months()), len(list((house / "mail").iterdir())))
