"""Rules that name pairs of rows as the same person's, by marks nobody chose."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any
from uuid import UUID

TOO_MANY = 12
"""Guessing blindly finds one to two pairs: about Poisson with a mean of 1.5, P(12 or more) is one in ten million."""

Row = dict[str, Any]
Pair = frozenset[UUID]
Linker = Callable[[Sequence[Row]], Iterator[Pair]]


def rank(mark: str) -> Linker:
    """Two runs filled in the same order: the tenth here is the tenth there."""

    def link(rows: Sequence[Row]) -> Iterator[Pair]:
        by_run: dict[int, list[Row]] = {}
        for row in sorted(rows, key=lambda row: sortable(row[mark])):
            by_run.setdefault(row["run_id"], []).append(row)
        for here, there in combinations(by_run.values(), 2):
            yield from (frozenset((one["id"], other["id"])) for one, other in zip(here, there, strict=False))

    return link


def neighbours(mark: str) -> Linker:
    """What was written right after something else, in another run, is the same card's."""

    def link(rows: Sequence[Row]) -> Iterator[Pair]:
        for one, other in pairwise(sorted(rows, key=lambda row: sortable(row[mark]))):
            if one["run_id"] != other["run_id"]:
                yield frozenset((one["id"], other["id"]))

    return link


def hits_of(linker: Linker, rows: Sequence[Row], truth: set[Pair]) -> int:
    """Where a mark is the same for many, their order says nothing: so it is shuffled before."""
    return sum(pair in truth for pair in linker(random.sample(rows, len(rows))))


def sortable(value: object) -> tuple[bool, str | float]:
    return (value is None, float(value) if isinstance(value, int | float) else str(value))
