"""Whether somebody types words of great distress, and whom they can call then.

Part of this package's questions; `queries.py` passes it on. Nothing of it is counted or written down: the words are
compared here, and forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from verzahnt.kit.words import without_umlaut_letters, words_in
from verzahnt.programme.reference.models import Crisis, HelpLine
from verzahnt.programme.reference.rules import says


@dataclass(frozen=True)
class Known:
    """The lists, read once a day: by language what is said in distress, and the help lines in their order."""

    crises: tuple[Crisis, ...]
    lines: tuple[HelpLine, ...]


def help_for(text: str, *, reads: str, on: date) -> list[HelpLine]:
    """The help lines for what was typed, in their order; none for harmless words. `on` is today."""
    words = words_in(text)
    if not words:
        return []
    typed = {" ".join(words), " ".join(map(without_umlaut_letters, words))}
    known, wanted, languages = _known(on), set[str](), {reads}
    for crisis in known.crises:
        spoken = {language for language, phrases in crisis.said.items() if _says_one_of(typed, phrases)}
        if spoken and not _says_one_of(typed, crisis.unless):
            wanted |= {*crisis.lines}
            languages |= spoken
    return [line for line in known.lines
            if line.slug in wanted and (not line.languages or not languages.isdisjoint(line.languages))]


def _says_one_of(typed: set[str], phrases: list[str]) -> bool:
    return any(says(text, phrase) for text in typed for phrase in phrases)


@lru_cache(maxsize=2)
def _known(on: date) -> Known:
    return Known(tuple(Crisis.objects.all()), tuple(HelpLine.objects.all()))
