"""What a typed text asks of an offer, as conditions PostgreSQL understands. No database, no clock.

A text asks for one or more things ("Yoga" and "Frauen"). Each thing may be said in several ways: by the very word, by
words like it (joined ones, words of the same meaning), by a fact of the offer, or, when nobody says it, by its topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Thing:
    """One thing asked for. All words are folded; a star at the end stands for any ending."""

    exact: frozenset[str] = frozenset()
    """The word typed, in the forms in which it stands in offers."""
    joined: frozenset[str] = frozenset()
    """Words it is a part of: "Rückenschule" for "Rücken"."""
    close: frozenset[str] = frozenset()
    """Other words for the same: "Zigarette" for "Rauchen"."""
    keys: frozenset[str] = frozenset()
    """Facts of an offer that mean the same: "trait:kinderbetreuung"."""
    also: frozenset[str] = frozenset()
    """Words that come near it."""
    topics: frozenset[str] = frozenset()

    def __or__(self, other: Thing) -> Thing:
        return Thing(*(getattr(self, one.name) | getattr(other, one.name) for one in fields(self)))

    @property
    def is_understood(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    def says(self, *ways: str, parts: str = "") -> str:
        """The condition that an offer says it in one of these ways, in these parts of it ("A" the title, "B" topics).

        The words of keys and topics are facts, and stand in no part. Empty: there is no such way.
        """
        found = []
        for way in ways:
            words = getattr(self, way)
            match way:
                case "keys":
                    found += [_lexeme(f":{key}") for key in sorted(words)]
                case "topics":
                    found += [_lexeme(f":topic:{topic}") for topic in sorted(words)]
                case _:
                    found += [_lexeme(word, parts) for word in sorted(words)]
        return " | ".join(dict.fromkeys(found))


Degree = tuple[tuple[str, ...], str, int]
"""These ways, in these parts of the offer, and how much that counts."""

DEGREES: tuple[Degree, ...] = (
    (("exact",), "A", 60),
    (("joined",), "A", 52),
    (("close",), "A", 44),
    (("exact",), "C", 42),
    (("joined",), "C", 36),
    (("keys",), "", 34),
    (("close",), "C", 30),
    (("exact", "joined", "close"), "", 24),
    (("also",), "A", 18),
    (("also",), "C", 10),
    (("topics", "also"), "", 6),
)
"""How well an offer answers to a thing, the best first: its title, what it says of itself, its topic, its place."""

NARROW = ("exact", "joined", "close", "keys")
WIDE = (*NARROW, "also", "topics")
REFUSED = ("exact", "joined", "close")


@dataclass(frozen=True)
class Wording:
    """A typed text, understood. Conditions are in the notation of `tsquery`."""

    things: tuple[Thing, ...] = ()
    instead: tuple[tuple[str, str], ...] = ()
    """What was typed, and what we took it for: ("ruken", "rucken")."""
    unknown: tuple[str, ...] = ()
    """Words that no offer and no list knows."""
    refused: tuple[Thing, ...] = ()
    """What shall not be: "ohne Kinder". Offers that bear it in their title are left out."""
    says_nothing: bool = False
    """"Ich suche etwas": nothing to look for, so nothing to hold against an offer."""

    @property
    def conditions(self) -> list[str]:
        """From the narrowest to the widest, each with something new; none when nothing was understood.

        Each thing is said; each is said or comes near; at least one of them.
        """
        found = [_joined(self.things, ways, how) for ways, how in ((NARROW, " & "), (WIDE, " & "), (WIDE, " | "))]
        wanted = list(dict.fromkeys(one for one in found if one))
        refused = " & ".join(f"!({said})" for one in self.refused if (said := one.says(*REFUSED, parts="A")))
        if not refused:
            return wanted
        return [f"({one}) & {refused}" for one in wanted] or [refused]

    def degrees(self) -> list[list[tuple[str, int]]]:
        """For each thing: the conditions in order, and how much the first that holds counts."""
        return [[(said, counts) for ways, parts, counts in DEGREES if (said := thing.says(*ways, parts=parts))]
                for thing in self.things]


def _joined(things: Sequence[Thing], ways: tuple[str, ...], how: str) -> str:
    said = [found for one in things if (found := one.says(*ways))]
    if how == " & " and len(said) < len(things):
        return ""
    return how.join(f"({one})" for one in said)


def _lexeme(word: str, parts: str = "") -> str:
    plain = word.rstrip("*").replace("'", "''").replace("\\", "\\\\")
    marks = ("*" if word.endswith("*") else "") + parts
    return f"'{plain}'{':' if marks else ''}{marks}"
