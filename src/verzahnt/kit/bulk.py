"""Many rows in one statement, written only where something changed. For loaders, not for desks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models


@dataclass(frozen=True)
class Outcome:
    """What came of a load: rows given, rows really written (new or different), rows taken away."""

    given: int
    written: int
    removed: int


def put(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]], *, match: Sequence[str],
        remove_others: bool = False, using: str = "default") -> Outcome:
    """Make the table hold these rows, told apart by the `match` fields. Rows that are as they were stay untouched.

    With `remove_others`, rows not given go; without, they stay, since others may point at them.
    Needs a unique constraint over `match`. The rows travel as one JSON value, which the server spreads out by the
    table's own types: as quick as COPY into a temporary table at our sizes, and no role needs the right to make one.
    """
    column_of = {field.name: field.column for field in model._meta.concrete_fields}
    columns, match_columns = [column_of[name] for name in fields], [column_of[name] for name in match]
    given = [dict(zip(columns, row, strict=True)) for row in rows]
    table, names = f'"{model._meta.db_table}"', ", ".join(f'"{column}"' for column in columns)
    same = " AND ".join(f'there."{column}" = given."{column}"' for column in match_columns)
    keys = ", ".join(f'"{column}"' for column in match_columns)
    others = [column for column in columns if column not in match_columns]
    if others:
        change = ", ".join(f'"{column}" = excluded."{column}"' for column in others)
        before, after = (", ".join(f'{side}."{column}"' for column in others) for side in ("there", "excluded"))
        when_there = f"DO UPDATE SET {change} WHERE ({before}) IS DISTINCT FROM ({after})"
    else:
        when_there = "DO NOTHING"
    leaving = f"WHERE NOT EXISTS (SELECT FROM given WHERE {same})" if remove_others else "WHERE false"
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"WITH given AS MATERIALIZED (SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)), "
            f"gone AS (DELETE FROM {table} there {leaving} RETURNING 1), "
            f"written AS (INSERT INTO {table} AS there ({names}) SELECT {names} FROM given "
            f"ON CONFLICT ({keys}) {when_there} RETURNING 1) "
            "SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM gone)",
            [json.dumps(given, cls=DjangoJSONEncoder, ensure_ascii=False)])
        written, removed = cursor.fetchone()
    return Outcome(len(given), written, removed)
