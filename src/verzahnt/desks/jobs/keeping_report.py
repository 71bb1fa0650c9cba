"""What a night would delete: its steps are done, counted by the database itself, and taken back.

So the report cannot differ from the night: a new step, a new table, a row that goes with another are in it by
themselves. Only what no database can take back (keys, files) is counted instead of done.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.apps import apps
from django.db import connection, transaction

from verzahnt.desks.jobs import closing
from verzahnt.kit.keeping import Keeping
from verzahnt.programme.bookings import actions_ending as bookings

log = logging.getLogger("verzahnt.nightly")

# Counted in this very transaction, step by step; what a step writes anew (stamps in random order) does not go.
GONE_BY_NOW = "SELECT relname, n_tup_del - n_tup_ins FROM pg_stat_xact_user_tables WHERE schemaname = 'public'"


@dataclass
class Night:
    """What would go: rows by table, the months whose keys are destroyed, letters in the folder; and what failed."""

    on: date
    rows: dict[str, int] = field(default_factory=dict)
    months: list[date] = field(default_factory=list)
    letters: int = 0
    failed: list[str] = field(default_factory=list)


@transaction.atomic
def of_the_night(*, on: date) -> Night:
    """Everything that would be deleted in the night to this day. Nothing is."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '500ms'")  # whoever books goes first, always
    night = Night(on, months=bookings.month_keys_due(on), letters=closing.letters_due(on))
    rows: Counter[str] = Counter()
    for name, step in closing.STEPS.items():
        if name in closing.OUTSIDE_THE_DATABASE or name in closing.DELETES_NOTHING:
            continue
        before = _gone()
        try:
            with transaction.atomic():
                step(on)
        except Exception:
            log.exception("Nightly step failed: %s", name)
            night.failed.append(name)
        else:
            after = _gone()
            rows += Counter({table: after[table] - before[table] for table in after})  # keeps what is more than nothing
    night.rows = dict(sorted(rows.items()))
    transaction.set_rollback(True)
    return night


def lines_of(night: Night) -> list[str]:
    """The report as it is read on a terminal."""
    said = [f"Was in der Nacht zum {night.on:%d.%m.%Y} gelöscht würde (nur gezählt, nichts ist gelöscht):"]
    kept = {model._meta.db_table: keeping for model in apps.get_models()
            if isinstance(keeping := getattr(model, "keeping", None), Keeping)}
    for table, number in night.rows.items():
        told = f"{kept[table].purpose} ({kept[table].until})" if table in kept else "aus einer Bibliothek"
        said.append(f"  {number:6}  {table:28} {told}")
    if night.letters:
        said.append(f"  {night.letters:6}  {'Briefe im Ordner':28} wie ein Brief, der nicht hinausging (14 Tage)")
    said += [f"          Schlüssel für {month:%m/%Y}: was damit verschlüsselt ist, wird überall unlesbar"
             for month in night.months]
    if len(said) == 1:
        said.append("  nichts")
    return said + [f"  Das misslänge: {name}" for name in night.failed]


def _gone() -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute(GONE_BY_NOW)
        return Counter(dict(cursor.fetchall()))
