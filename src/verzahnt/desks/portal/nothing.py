"""What to try where nothing fits: other questions that have an answer, each one click away."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from verzahnt.desks.parts import offer_words
from verzahnt.programme.offers import search as offers
from verzahnt.programme.offers.choices import Choices


@dataclass(frozen=True)
class Try:
    """Another question, in words, with its first answer."""

    title: str
    address: str
    count: int
    hit: offers.Hit
    told: offer_words.Told
    is_new: bool
    """Whether its first answer was not shown by a try before it."""


def tries_of(results: offers.Results, lists: Choices) -> list[Try]:
    """Wider, on other days, from home, with a waiting list, without filters: only what has an answer."""
    tries: list[Try] = []
    for one in results.next_best:
        is_new = all(one.hit.offer != earlier.hit.offer for earlier in tries)
        if is_new or one.count > 1:
            tries.append(Try(_title(one), one.question.address(), one.count, one.hit,
                             offer_words.told(one.hit, lists), is_new))
    return tries


def _title(one: offers.NextBest) -> str:
    titles = {
        "wider": _("Etwas weiter weg"),
        "other_day": _("An anderen Tagen oder zu anderer Zeit"),
        "waiting": _("Mit Warteliste"),
        "all_topics": _("In Ihrer Nähe, ohne Filter"),
        "from_home": _("Von zu Hause aus"),
    }
    return titles.get(one.kind, _("Auch möglich"))
