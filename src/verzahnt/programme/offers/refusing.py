"""Words somebody types because they do not want what they name: "ohne Kinder", "kein Yoga". No database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from verzahnt.programme.reference.rules import says


@dataclass(frozen=True)
class Refusals:
    """Words that make a contrary of another one, out of the curated list."""

    of_the_next: frozenset[str]
    """"ohne", "kein"."""
    of_the_last: frozenset[str]
    """In Turkish and Persian the word stands before: "yoga istemiyorum"."""
    of_nothing: frozenset[str]
    """What only sounds like it: who "kann nicht schwimmen" may want to learn it, "keine Puste" asks for moving."""

    def among(self, words: Sequence[str], telling: Collection[str]) -> list[str]:
        """The refused ones among the words typed; only those that tell something can be. Where nothing follows a "not",
        the word before is meant: "Yoga lieber nicht"."""
        text = " ".join(words)
        if any(says(text, phrase) for phrase in self.of_nothing):
            return []
        found = []
        for at, word in enumerate(words):
            if word in self.of_the_last or word in self.of_the_next:
                behind = "" if word in self.of_the_last else _first(words[at + 1:], telling)
                found.append(behind or _first(reversed(words[:at]), telling))
        return [word for word in dict.fromkeys(found) if word]


def _first(words: Iterable[str], telling: Collection[str]) -> str:
    return next((word for word in words if word in telling), "")
