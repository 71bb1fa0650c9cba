"""A known "no": an exception whose message is a sentence the person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class NotPossible(Exception):
    """What was asked for cannot be done. Heirs say in `message` why, and what to do instead."""

    message: _StrOrPromise = ""

    def __str__(self) -> str:
        return str(self.message)
