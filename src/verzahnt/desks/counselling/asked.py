"""What stands on the desk: the question, the chosen offers, the hand-out's language. All of it in the address alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict

from verzahnt.desks.parts import languages
from verzahnt.programme.offers.question import Parameters, Question
from verzahnt.programme.reference.models import Kreis

MOST_OFFERS = 3
MOST_READ = 12
"""Somebody may write any number of offers into an address; we read its beginning."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The desk as the address describes it. No word in it is about a person."""

    question: Question
    kreis: str = ""
    """From a bookmark (`?kreis=16064`): where this office looks, as long as no other place is typed."""
    chosen: tuple[str, ...] = ()
    """Slugs in the order of choosing; whether they can be had is another question."""
    language: str = "de"
    """Of the hand-out; the desk itself speaks German."""

    @classmethod
    def from_address(cls, params: QueryDict) -> Asked:
        question = Question.from_address(cast(Parameters, params))
        kreis = _kreis(str(params.get("kreis", "")))
        if kreis and "ort" not in params:
            question = question.but(place=kreis.long_name, page=question.page)
        without = str(params.get("ohne", ""))
        chosen = dict.fromkeys(_slug(one) for one in params.getlist("wahl")[:MOST_READ])
        wanted = str(params.get("papier", ""))
        return cls(
            question=question,
            kreis=kreis.key if kreis else "",
            chosen=tuple(one for one in chosen if one and one != without),
            language=wanted if wanted in {one.code for one in languages.shown()} else languages.GERMAN.code,
        )

    @property
    def is_blank(self) -> bool:
        """Nothing is asked yet."""
        return not (self.question.place or self.question.text or self.question.filters)

    def but(self, **changes: Any) -> Asked:
        return replace(self, **changes)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values that ask this again: for addresses and for the hidden part of forms."""
        said = parse_qsl(self.question.address()[1:])
        if self.kreis:
            said = [("kreis", self.kreis), *([] if self.question.place else [("ort", "")]), *said]
        return said + self.beside

    @property
    def beside(self) -> list[tuple[str, str]]:
        """What does not belong to the question: it stays when another question is asked."""
        said = [("wahl", slug) for slug in self.chosen]
        return said + ([("papier", self.language)] if self.language != languages.GERMAN.code else [])

    @property
    def address(self) -> str:
        """The query that shows this desk again; begins with `?`."""
        return "?" + urlencode(self.pairs)

    @property
    def blank_address(self) -> str:
        """The desk for the next conversation: the bookmark stays, nothing else."""
        return f"?kreis={self.kreis}" if self.kreis else "?"


def _kreis(key: str) -> Kreis | None:
    return Kreis.objects.filter(key=key).first() if re.fullmatch("[0-9]{5}", key) else None


def _slug(text: object) -> str:
    found = re.fullmatch(r"[a-zA-Z0-9_-]{1,100}", str(text))
    return found.group() if found else ""
