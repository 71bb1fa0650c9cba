"""Whether somebody types words of great distress, and whom they can call then.

Part of this package's questions; `queries.py` passes it on. Nothing of it is counted or written down: the words are
compared here, and forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from verzahnt.kit.words import without_umlaut_letters, words_in
from verzahnt.programme.reference.models import Crisis, HelpLine
from verzahnt.programme.reference.rules import says

BEGINNING = 3
"""Phrases are found by so many of their first letters: words of everyday life cost nothing."""


@dataclass(frozen=True)
class Known:
    """The lists, read once a day."""

    said: dict[str, list[tuple[str, str, Crisis]]]
    """By their beginning: phrase, language, crisis."""
    lines: tuple[HelpLine, ...]


def help_for(text: str, *, reads: str, on: date) -> list[HelpLine]:
    """The help lines for what was typed, in their order; none for harmless words. `on` is today."""
    words = words_in(text)
    if not words:
        return []
    known = _known(on)
    ways = {" ".join(words), " ".join(map(without_umlaut_letters, words))}
    beginnings = {word[:BEGINNING] for way in ways for word in way.split()}
    heard = [(language, crisis) for one in beginnings for phrase, language, crisis in known.said.get(one, ())
             if any(says(way, phrase) for way in ways)
             and not any(says(way, other) for way in ways for other in crisis.unless)]
    wanted, languages = {line for _, crisis in heard for line in crisis.lines}, {reads, *(one for one, _ in heard)}
    return [line for line in known.lines
            if line.slug in wanted and (not line.languages or not languages.isdisjoint(line.languages))]


@lru_cache(maxsize=2)
def _known(on: date) -> Known:
    said = defaultdict(list)
    for crisis in Crisis.objects.all():
        for language, phrases in crisis.said.items():
            for phrase in phrases:
                said[phrase.split()[0][:BEGINNING]].append((phrase, language, crisis))
    return Known(dict(said), tuple(HelpLine.objects.all()))
