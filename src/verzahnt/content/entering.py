"""How loaders write: rows found by what tells them apart, changed only where something differs."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from verzahnt.kit.days import OPEN, KnownDay, Period
from verzahnt.programme.agreements import rules

Row = TypeVar("Row", bound=Model)
HERE = Path(__file__).parent


@cache
def told_in(name: str) -> dict[str, Any]:
    """One of the data files of this folder."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def enter(model: type[Row], match: dict[str, Any], **facts: Any) -> Row:
    """The row with these marks, holding these facts. A row that holds them already is not touched."""
    row = model._default_manager.filter(**match).first()
    if row is None:
        row = model(**match)
    elif all(_same(getattr(row, _attribute(model, name)), value) for name, value in facts.items()):
        return row
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    return row


def enter_once(model: type[Row], match: dict[str, Any], **facts: Any) -> tuple[Row, bool]:
    """The row with these marks; the facts are written only where it was not there yet. And whether it is new."""
    row = model._default_manager.filter(**match).first()
    return (row, False) if row else (enter(model, match, **facts), True)


def _attribute(model: type[Model], name: str) -> str:
    """Links are compared by their number, so that nothing is fetched for it."""
    field = next((field for field in model._meta.fields if field.name == name), None)
    return field.attname if field else name


def _same(held: Any, given: Any) -> bool:
    return bool(held == (given.pk if isinstance(given, Model) else given))


def day(told: str | date) -> KnownDay:
    """A known day as the data files write it.

    `2024-12-19` a day · `2016-12` a month · `2017` a year · `end 2021` · `month 9` a month without a year ·
    `by 2020-01-13` not later than · nothing: unknown
    """
    match str(told).split():
        case []:
            return KnownDay.unknown()
        case ["end", year]:
            return KnownDay.end_of_year(int(year))
        case ["month", month]:
            return KnownDay.month_without_year(int(month))
        case ["by", latest]:
            return KnownDay.not_later_than(date.fromisoformat(latest))
        case [one] if re.fullmatch(r"\d{4}", one):
            return KnownDay.year(int(one))
        case [one] if re.fullmatch(r"\d{4}-\d\d", one):
            return KnownDay.month(*map(int, one.split("-")))
        case [one]:
            return KnownDay.day(date.fromisoformat(one))
    raise ValueError(f"no known day: {told!r}")


def period(told: dict[str, Any]) -> Period:
    """A period as the data files write it: `from`, `to`, and `open` where no end is agreed."""
    return Period(day(told.get("from", "")), OPEN if told.get("open") else day(told.get("to", "")))


def certain_days(runs: Period) -> DateRange | None:
    """The column that keeps terms with known days apart."""
    sure = rules.days_for_certain(runs)
    return DateRange(sure.first, sure.end) if sure else None
